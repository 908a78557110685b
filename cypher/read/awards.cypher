// Honours and brand titles that all documents name.
MATCH (document:Document)-[r:NAMES]->(t:Award)
RETURN t.id AS award_id, t.name AS award, t.level AS level, t.region_id AS region_id,
       r.key AS key, document.id AS document_id, document.name AS document,
       r.start_char AS start_char, r.end_char AS end_char, r.quote AS quote, r.path AS path, r.page AS page,
       r.row AS row, r.extractor AS extractor, r.confidence AS confidence, r.source AS source, r.state AS state
ORDER BY document_id, start_char, award_id, key SKIP $skip LIMIT $limit
