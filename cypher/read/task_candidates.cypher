// The tasks and figures of one document, for linking, with the words that links rest on.
CALL {
  MATCH (:Document {id: $document_id})-[r:HAS_TASK]->(t:Task) RETURN r, t, 'Task' AS label
  UNION ALL
  MATCH (:Document {id: $document_id})-[r:SETS]->(t:Target) RETURN r, t, 'Target' AS label
}
OPTIONAL MATCH (t)-[:MEASURES]->(indicator:Indicator)
RETURN label, t.id AS id, t.name AS name, t.kind AS kind, t.path AS path, t.number AS number, t.text AS text,
       indicator.id AS indicator_id, indicator.name AS indicator, t.value AS value, t.unit AS unit,
       t.comparator AS comparator, t.year AS year, t.status AS status,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote
ORDER BY label, start_char, id
