// The figures that documents set.
// Only ids are sorted, and a page of them looked up again: whole nodes in a sort take five times as long.
MATCH (document:Document)
WHERE ($document_id IS NULL OR document.id = $document_id)
  AND ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($level IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {level: $level}) })
MATCH (document)-[r:SETS]->(t:Target)
WHERE ($status IS NULL OR t.status = $status) AND ($year IS NULL OR t.year = $year)
  AND ($state IS NULL OR r.state = $state)
WITH document.id AS document_id, r.start_char AS start_char, t.id AS target_id, r.key AS key
ORDER BY document_id, start_char, target_id, key SKIP $skip LIMIT $limit
MATCH (document:Document {id: document_id})-[r:SETS]->(t:Target {id: target_id})
WHERE r.key = key
OPTIONAL MATCH (document)-[:GOVERNS]->(governed:Region)
WITH document, r, t, document_id, start_char, target_id, key, min(governed.id) AS governed_id
OPTIONAL MATCH (region:Region {id: governed_id})
OPTIONAL MATCH (t)-[:MEASURES]->(indicator:Indicator)
RETURN target_id, t.name AS target, indicator.id AS indicator_id, indicator.name AS indicator,
       t.value AS value, t.value_text AS value_text, t.unit AS unit, t.comparator AS comparator, t.year AS year,
       t.kind AS kind, t.status AS status, t.text AS text, document.issue_date AS issue_date,
       region.id AS region_id, region.name AS region, region.level AS region_level,
       key, document_id, document.name AS document, start_char, r.end_char AS end_char, r.quote AS quote,
       r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised, r.row AS row, r.extractor AS extractor, r.confidence AS confidence,
       r.source AS source, r.state AS state
ORDER BY document_id, start_char, target_id, key
