// The relationships at these nodes.
UNWIND $ids AS id
MATCH (:Region|Department|Document|Task|Indicator|Target|Project|Award {id: id})-[r]-()
WHERE $relations IS NULL OR type(r) IN $relations
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b, r.document_id AS told_by
OPTIONAL MATCH (document:Document {id: told_by})
RETURN type(r) AS relation, labels(a)[0] AS source_label, a.id AS source_id, a.name AS source_name,
       labels(b)[0] AS target_label, b.id AS target_id, b.name AS target_name, r.mode AS mode, r.scope AS scope,
       r.open_list AS open_list, r.score AS score, r.method AS method, r.year AS year,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state,
       r.reviewer AS reviewer, r.why AS why, r.decision AS decision
ORDER BY relation, key LIMIT $limit
