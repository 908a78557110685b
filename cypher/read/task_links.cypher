// The tasks of a document with the upstream tasks that each carries out, with the words on both sides.
MATCH (document:Document {id: $document_id})-[:HAS_TASK]->(t:Task)-[r:DERIVES_FROM]->(u:Task)<-[:HAS_TASK]-(upstream:Document)
RETURN t.id AS task_id, t.name AS task, t.path AS task_path, t.text AS text, u.id AS upstream_task_id,
       u.name AS upstream_task, u.path AS upstream_path, u.text AS upstream_text, upstream.id AS upstream_id,
       upstream.name AS upstream, r.score AS score, r.method AS method, r.terms AS terms,
       r.upstream_quote AS upstream_quote,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page, r.table AS table, r.recognised AS recognised,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY start_char, task_id, upstream_id, score DESC, upstream_task_id, key
