// Nodes whose name, alias or number holds all of the words; names that begin so first, short ones before long.
// Only ids are sorted, and a page of them looked up again: whole nodes in a sort take five times as long.
MATCH (n:Region|Department|Document|Task|Indicator|Target|Project|Award)
WHERE n.search CONTAINS $first AND all(word IN $others WHERE n.search CONTAINS word)
  AND ($labels IS NULL OR labels(n)[0] IN $labels)
WITH n.id AS id, size(n.name) AS length,
     CASE WHEN n.search = $first THEN 0 WHEN n.search STARTS WITH $first THEN 1 ELSE 2 END AS rank
ORDER BY rank, length, id SKIP $skip LIMIT $limit
MATCH (n:Region|Department|Document|Task|Indicator|Target|Project|Award {id: id})
OPTIONAL MATCH (n)-[:BELONGS_TO|GOVERNS]->(of:Region)
WITH n, id, rank, min(of.id) AS region_id
OPTIONAL MATCH (region:Region {id: region_id})
OPTIONAL MATCH (document:Document {id: n.document_id})
RETURN labels(n)[0] AS label, id, n.name AS name, n.kind AS kind, document.id AS document_id,
       document.name AS document, region.name AS region, rank
ORDER BY rank, size(name), id
