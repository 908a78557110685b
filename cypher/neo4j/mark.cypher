// Make the database a store.
MERGE (s:Store {id: 'zhitu'})
ON CREATE SET s.format = $format
