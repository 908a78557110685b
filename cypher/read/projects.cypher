// Construction projects and programmes of all documents.
MATCH (document:Document)
WHERE ($document_id IS NULL OR document.id = $document_id)
  AND ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($level IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {level: $level}) })
  AND ($year IS NULL OR substring(document.issue_date, 0, 4) = toString($year))
MATCH (document)-[r:PLANS]->(t:Project)
WHERE $state IS NULL OR r.state = $state
RETURN t.id AS project_id, t.name AS project, t.text AS text,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY document_id, start_char, project_id, key SKIP $skip LIMIT $limit
