// Each figure beside its upstream one: derived from it, or the nation's for the same or a near indicator.
CALL {
  MATCH (document:Document)-[:SETS]->(t:Target)
  WHERE $document_id IS NULL OR document.id = $document_id
  MATCH p = (t)-[:DERIVES_FROM*1..4]->(u:Target)
  WITH t, u, last(relationships(p)) AS link, min(length(p)) AS steps
  RETURN t, u, 'derives_from' AS via, link.score AS score, link.method AS method
  UNION ALL
  MATCH (document:Document)-[:SETS]->(t:Target)
  WHERE $document_id IS NULL OR document.id = $document_id
  MATCH (t)-[:MEASURES]->(:Indicator)<-[:MEASURES]-(u:Target)
        <-[:SETS]-(other:Document)-[:GOVERNS]->(:Region {level: 'country'})
  WHERE other.id <> document.id
  RETURN t, u, 'same_indicator' AS via, null AS score, null AS method
  UNION ALL
  MATCH (document:Document)-[:SETS]->(t:Target)
  WHERE $document_id IS NULL OR document.id = $document_id
  MATCH (t)-[:MEASURES]->(:Indicator)-[near:COMPARABLE_TO]-(:Indicator)<-[:MEASURES]-(u:Target)
        <-[:SETS]-(other:Document)-[:GOVERNS]->(:Region {level: 'country'})
  WHERE other.id <> document.id
  RETURN t, u, 'comparable' AS via, near.score AS score, near.method AS method
}
MATCH (document:Document)-[r:SETS]->(t)
MATCH (upstream:Document)-[s:SETS]->(u)
OPTIONAL MATCH (t)-[:MEASURES]->(indicator:Indicator)
OPTIONAL MATCH (u)-[:MEASURES]->(national:Indicator)
RETURN DISTINCT via, score, method, t.id AS target_id, indicator.id AS indicator_id, indicator.name AS indicator,
       t.value AS value, t.value_text AS value_text, t.unit AS unit, t.comparator AS comparator, t.year AS year,
       t.status AS status, u.id AS national_target_id, upstream.id AS national_document_id,
       upstream.name AS national_document, national.name AS national_indicator, u.value AS national_value,
       u.unit AS national_unit, u.comparator AS national_comparator, u.year AS national_year,
       s.key AS national_key, s.quote AS national_quote, s.source AS national_source,
       s.start_char AS national_start_char, s.end_char AS national_end_char,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY document_id, start_char, target_id, via, score DESC, national_target_id, key
