// Documents that others cite or derive from: whether their text is held, and by how many they are cited.
MATCH (citing:Document)-[:CITES|DERIVES_FROM]->(document:Document)
WITH document, count(DISTINCT citing) AS cited_by
RETURN document.id AS document_id, document.name AS document, document.doc_number AS doc_number,
       coalesce(document.ingested, false) OR EXISTS { (document)-[:HAS_TASK]->(:Task) } AS held, cited_by
ORDER BY held, cited_by DESC, document_id SKIP $skip LIMIT $limit
