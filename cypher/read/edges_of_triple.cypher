// All relationships of one type between two labels, for exports.
MATCH (a:<<source>>)-[r:<<type>>]->(b:<<target>>)
RETURN a.id AS source, b.id AS target, <<properties>> AS properties
ORDER BY source, target, r.key
