// One relationship by its key, with the words it rests on: an arm for each type, as each has its index.
CALL {
  MATCH (a)-[r:ISSUED_BY]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:GOVERNS]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:DERIVES_FROM]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:CITES]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:HAS_TASK]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:SETS]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:PLANS]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:NAMES]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:MENTIONS]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:PART_OF]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:MEASURES]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:COMPARABLE_TO]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:BELONGS_TO]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:GRANTED_BY]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:LEADS]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:COOPERATES]->(b) WHERE r.key = $key RETURN a, r, b
  UNION ALL
  MATCH (a)-[r:SUCCEEDED_BY]->(b) WHERE r.key = $key RETURN a, r, b
}
WITH a, r, b, r.document_id AS told_by
OPTIONAL MATCH (document:Document {id: told_by})
RETURN type(r) AS relation, labels(a)[0] AS source_label, a.id AS source_id, a.name AS source_name,
       labels(b)[0] AS target_label, b.id AS target_id, b.name AS target_name, r.mode AS mode, r.scope AS scope,
       r.open_list AS open_list, r.score AS score, r.method AS method, r.year AS year,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state,
       r.reviewer AS reviewer, r.why AS why, r.decision AS decision
ORDER BY relation, source_id, target_id
