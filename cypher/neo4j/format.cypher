// What kind of store this is; no row where it is none yet.
MATCH (s:Store {id: 'zhitu'})
RETURN s.format AS format
