// All nodes of one label.
MATCH (n:<<label>>)
RETURN n.id AS id ORDER BY id
