// The nodes that belong to the document alone.
MATCH (:Document {id: $document_id})-[:HAS_TASK|SETS|PLANS]->(n)
RETURN DISTINCT labels(n)[0] AS label, n.id AS id ORDER BY label, id
