// Nodes whose name, alias or number holds all of the words; names that begin so first, short ones before long.
MATCH (n:Region|Department|Document|Task|Indicator|Target|Project|Award)
WHERE n.search CONTAINS $first AND all(word IN $others WHERE n.search CONTAINS word)
  AND ($labels IS NULL OR labels(n)[0] IN $labels)
OPTIONAL MATCH (document:Document {id: n.document_id})
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n.kind AS kind, document.id AS document_id,
       document.name AS document,
       CASE WHEN n.search = $first THEN 0 WHEN n.search STARTS WITH $first THEN 1 ELSE 2 END AS rank
ORDER BY rank, size(name), id SKIP $skip LIMIT $limit
