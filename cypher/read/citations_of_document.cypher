// What a document cites or derives from.
MATCH (document:Document {id: $document_id})-[r:CITES|DERIVES_FROM]->(node:Document)
RETURN type(r) AS relation, node.id AS id, node.name AS name, node.doc_number AS doc_number,
       node.issue_date AS issue_date, coalesce(node.ingested, false) AS ingested,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY start_char, key
