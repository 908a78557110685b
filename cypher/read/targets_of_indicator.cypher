// The figures for one indicator, across documents or in some.
MATCH (indicator:Indicator {id: $indicator_id})<-[:MEASURES]-(t:Target)<-[r:SETS]-(document:Document)
WHERE ($document_id IS NULL OR document.id = $document_id) AND ($year IS NULL OR t.year = $year)
  AND ($state IS NULL OR r.state = $state)
  AND ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($level IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {level: $level}) })
OPTIONAL MATCH (document)-[:GOVERNS]->(governed:Region)
WITH indicator, t, r, document, min(governed.id) AS governed_id
OPTIONAL MATCH (region:Region {id: governed_id})
RETURN t.id AS target_id, t.name AS target, indicator.id AS indicator_id, indicator.name AS indicator,
       t.value AS value, t.value_text AS value_text, t.unit AS unit, t.comparator AS comparator, t.year AS year,
       t.kind AS kind, t.status AS status, t.text AS text, document.issue_date AS issue_date,
       region.id AS region_id, region.name AS region, region.level AS region_level,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY region_id, document_id, year, start_char, target_id, key SKIP $skip LIMIT $limit
