// Indicators, with how many figures are set for them.
MATCH (n:Indicator)
RETURN n.id AS indicator_id, n.name AS indicator, n.aliases AS aliases, n.unit AS unit,
       COUNT { (n)<-[:MEASURES]-(:Target) } AS targets, COUNT { (n)<-[:MENTIONS]-(:Document) } AS documents
ORDER BY targets DESC, indicator_id SKIP $skip LIMIT $limit
