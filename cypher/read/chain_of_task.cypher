// The task, its item, and the upstream tasks that it derives from; depth 0 is the task, or its item.
MATCH (:Task {id: $task_id})-[:PART_OF*0..2]->(s:Task)
MATCH p = (s)-[:DERIVES_FROM*0..6]->(t:Task)
WITH t, last(relationships(p)) AS link, min(length(p)) AS depth
MATCH (document:Document)-[r:HAS_TASK]->(t)
RETURN depth, t.id AS task_id, t.name AS task, t.kind AS kind, t.path AS task_path, t.text AS text,
       document.issue_date AS issue_date, startNode(link).id AS from_id, endNode(link).id AS to_id,
       link.key AS link_key, link.score AS score, link.method AS method, link.quote AS link_quote,
       link.start_char AS link_start_char, link.end_char AS link_end_char,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY depth, document_id, start_char, task_id, link_key, key
