// The documents that this one derives from, step by step.
MATCH p = (:Document {id: $document_id})-[:DERIVES_FROM*1..8]->(node:Document)
WHERE length(p) <= $depth
WITH node, last(relationships(p)) AS r, min(length(p)) AS depth
WITH node, r, depth, startNode(r) AS document
RETURN depth, document.id AS from_id, endNode(r).id AS to_id, node.id AS id, node.name AS name,
       node.doc_number AS doc_number, node.issue_date AS issue_date, coalesce(node.ingested, false) AS ingested,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY depth, id, from_id, key
