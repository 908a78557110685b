// Who answers for a task (project, target), directly or through its measures.
MATCH (asked:Task|Project|Target {id: $task_id})
MATCH (asked)<-[:PART_OF*0..2]-(t)
MATCH (t)<-[r:LEADS|COOPERATES]-(d:Department)
WITH d, r, t, r.document_id AS told_by
OPTIONAL MATCH (document:Document {id: told_by})
OPTIONAL MATCH (t)-[:PART_OF]->(item:Task)
RETURN d.id AS department_id, d.name AS department, type(r) AS role, r.mode AS mode, r.scope AS scope,
       r.open_list AS open_list, t.id AS task_id, t.name AS task, labels(t)[0] AS task_label,
       t.kind AS task_kind, t.path AS task_path, t.text AS task_text, t.deadline AS deadline,
       t.deadline_text AS deadline_text, t.recurrence AS recurrence, item.id AS item_id, item.name AS item,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state,
       r.reviewer AS reviewer, r.why AS why, r.decision AS decision
ORDER BY document_id, start_char, key
