// All nodes of one label, for exports.
MATCH (n:<<label>>)
RETURN n.id AS id, <<properties>> AS properties
ORDER BY id
