// What a database holds that is no store: the labels of one of its nodes.
MATCH (n)
WITH n LIMIT 1
WHERE NOT EXISTS { (:Store {id: 'zhitu'}) }
RETURN labels(n) AS labels
