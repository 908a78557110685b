// What a department leads and where it cooperates; as_of keeps documents issued by then and not yet run out.
// With as_of also what they say of the offices that it took over from by then (inherited).
MATCH (asked:Department {id: $department_id})
MATCH line = (d:Department)-[:SUCCEEDED_BY*0..1]->(asked)
WHERE length(line) = 0 OR all(step IN relationships(line) WHERE toString(step.year) <= substring($as_of, 0, 4))
WITH DISTINCT d
MATCH (d)-[r:LEADS|COOPERATES]->(t:Task|Project|Target)
WHERE ($role IS NULL OR type(r) = $role) AND ($document_id IS NULL OR r.document_id = $document_id)
  AND ($state IS NULL OR r.state = $state)
WITH d, r, t, r.document_id AS told_by
OPTIONAL MATCH (document:Document {id: told_by})
OPTIONAL MATCH (t)-[:PART_OF]->(item:Task)
WITH d, r, t, document, item, coalesce(document.issue_date, $as_of) AS issued,
     coalesce(toString(document.period_end), $as_of) AS ended
WHERE ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($as_of IS NULL OR (issued <= $as_of AND substring($as_of, 0, size(ended)) <= ended))
RETURN d.id AS department_id, d.name AS department, type(r) AS role, r.mode AS mode, r.scope AS scope,
       r.open_list AS open_list, t.id AS task_id, t.name AS task, labels(t)[0] AS task_label,
       t.kind AS task_kind, t.path AS task_path, t.text AS task_text, t.deadline AS deadline,
       t.deadline_text AS deadline_text, t.recurrence AS recurrence, item.id AS item_id, item.name AS item,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state,
       r.reviewer AS reviewer, r.why AS why, r.decision AS decision, $as_of AS as_of,
       CASE WHEN $as_of IS NULL THEN null ELSE d.id <> $department_id END AS inherited
ORDER BY inherited, document_id, start_char, key SKIP $skip LIMIT $limit
