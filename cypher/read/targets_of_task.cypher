// The figures that stand in the words of one task.
MATCH (:Task {id: $task_id})-[:SETS]->(t:Target)
MATCH (document:Document)-[r:SETS]->(t)
OPTIONAL MATCH (document)-[:GOVERNS]->(governed:Region)
WITH t, r, document, min(governed.id) AS governed_id
OPTIONAL MATCH (region:Region {id: governed_id})
OPTIONAL MATCH (t)-[:MEASURES]->(indicator:Indicator)
RETURN t.id AS target_id, t.name AS target, indicator.id AS indicator_id, indicator.name AS indicator,
       t.value AS value, t.value_text AS value_text, t.unit AS unit, t.comparator AS comparator, t.year AS year,
       t.kind AS kind, t.status AS status, t.text AS text, document.issue_date AS issue_date,
       region.id AS region_id, region.name AS region, region.level AS region_level,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY document_id, start_char, target_id, key
