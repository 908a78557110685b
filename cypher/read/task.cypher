// One task.
MATCH (t:Task {id: $task_id})
MATCH (document:Document)-[r:HAS_TASK]->(t)
OPTIONAL MATCH (t)-[:PART_OF]->(item:Task)
RETURN t.id AS task_id, t.name AS task, t.kind AS kind, t.number AS number, t.`order` AS position,
       t.path AS task_path, t.text AS text, t.deadline AS deadline, t.deadline_text AS deadline_text,
       t.recurrence AS recurrence, item.id AS item_id, item.name AS item,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY task_id, key
