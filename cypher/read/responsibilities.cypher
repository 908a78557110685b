// Who answers for what, in all documents or some.
// Only ids are sorted, and a page of them looked up again: whole nodes in a sort take five times as long.
MATCH (document:Document)
WHERE ($document_id IS NULL OR document.id = $document_id)
  AND ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($level IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {level: $level}) })
  AND ($year IS NULL OR substring(document.issue_date, 0, 4) = toString($year))
MATCH (document)-[:HAS_TASK|PLANS|SETS]->(t:Task|Project|Target)<-[r:LEADS|COOPERATES]-(d:Department)
WHERE ($role IS NULL OR type(r) = $role) AND ($state IS NULL OR r.state = $state)
WITH DISTINCT document.id AS document_id, r.start_char AS start_char, r.key AS key, t.id AS task_id, d.id AS department_id
ORDER BY document_id, start_char, key SKIP $skip LIMIT $limit
MATCH (d:Department {id: department_id})-[r:LEADS|COOPERATES]->(t:Task|Project|Target {id: task_id})
WHERE r.key = key
MATCH (document:Document {id: document_id})
OPTIONAL MATCH (t)-[:PART_OF]->(item:Task)
RETURN department_id, d.name AS department, type(r) AS role, r.mode AS mode, r.scope AS scope,
       r.open_list AS open_list, task_id, t.name AS task, labels(t)[0] AS task_label,
       t.kind AS task_kind, t.path AS task_path, t.text AS task_text, t.deadline AS deadline,
       t.deadline_text AS deadline_text, t.recurrence AS recurrence, item.id AS item_id, item.name AS item,
       key, document_id, document.name AS document, start_char, r.end_char AS end_char, r.quote AS quote,
       r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised, r.row AS row, r.extractor AS extractor, r.confidence AS confidence,
       r.source AS source, r.state AS state,
       r.reviewer AS reviewer, r.why AS why, r.decision AS decision
ORDER BY document_id, start_char, key
