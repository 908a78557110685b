// Documents: read ones (ingested true), only cited ones (false), or both.
// Only ids are sorted, and a page of them looked up again: whole nodes in a sort take five times as long.
MATCH (document:Document)
WHERE ($ingested IS NULL OR coalesce(document.ingested, false) = $ingested)
  AND ($region_id IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {id: $region_id}) })
  AND ($level IS NULL OR EXISTS { (document)-[:GOVERNS]->(:Region {level: $level}) })
  AND ($year IS NULL OR substring(document.issue_date, 0, 4) = toString($year))
  AND ($kind IS NULL OR document.kind = $kind)
WITH document.id AS document_id ORDER BY document_id SKIP $skip LIMIT $limit
MATCH (document:Document {id: document_id})
OPTIONAL MATCH (document)-[:GOVERNS]->(governed:Region)
WITH document, document_id, min(governed.id) AS governed_id
OPTIONAL MATCH (region:Region {id: governed_id})
RETURN document_id, document.name AS document, document.doc_number AS doc_number,
       document.issuer AS issuer, document.issue_date AS issue_date, document.period_start AS period_start,
       document.period_end AS period_end, document.kind AS kind, document.sha256 AS sha256,
       document.source AS source, document.ingested AS ingested, document.former_ids AS former_ids,
       region.id AS region_id, region.name AS region, region.level AS region_level,
       COUNT { (document)-[:HAS_TASK]->(:Task) } AS tasks, COUNT { (document)-[:SETS]->(:Target) } AS targets,
       COUNT { (document)-[:PLANS]->(:Project) } AS projects
ORDER BY document_id
