// Tasks of all documents or some, in the order of their texts.
// Only ids are sorted, and a page of them looked up again: whole nodes in a sort take five times as long.
MATCH (document:Document)
WHERE ($document_id IS NULL OR document.id = $document_id)
  AND ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($level IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {level: $level}) })
  AND ($year IS NULL OR substring(document.issue_date, 0, 4) = toString($year))
MATCH (document)-[r:HAS_TASK]->(t:Task)
WHERE ($kind IS NULL OR t.kind = $kind) AND ($state IS NULL OR r.state = $state)
WITH document.id AS document_id, r.start_char AS start_char, t.`order` AS position, t.id AS task_id, r.key AS key
ORDER BY document_id, start_char, position, task_id, key SKIP $skip LIMIT $limit
MATCH (document:Document {id: document_id})-[r:HAS_TASK]->(t:Task {id: task_id})
WHERE r.key = key
OPTIONAL MATCH (t)-[:PART_OF]->(item:Task)
RETURN task_id, t.name AS task, t.kind AS kind, t.number AS number, position, t.path AS task_path, t.text AS text,
       t.deadline AS deadline, t.deadline_text AS deadline_text, t.recurrence AS recurrence,
       item.id AS item_id, item.name AS item,
       key, document_id, document.name AS document, start_char, r.end_char AS end_char, r.quote AS quote,
       r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised, r.row AS row, r.extractor AS extractor, r.confidence AS confidence,
       r.source AS source, r.state AS state
ORDER BY document_id, start_char, position, task_id, key
