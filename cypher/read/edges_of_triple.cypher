// The relationships of one type between two labels, for exports: all, those of one document, or those from some nodes.
MATCH (a:<<source>>)-[r:<<type>>]->(b:<<target>>)
WHERE ($document_id IS NULL OR r.document_id = $document_id) AND ($sources IS NULL OR a.id IN $sources)
RETURN a.id AS source, b.id AS target, <<properties>> AS properties
ORDER BY source, target, r.key
