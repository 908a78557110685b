// Departments, with how often they lead and cooperate.
// Only ids are sorted, and a page of them looked up again: whole nodes in a sort take five times as long.
MATCH (d:Department)
WHERE ($kind IS NULL OR d.kind = $kind) AND ($level IS NULL OR d.level = $level)
  AND ($region_id IS NULL OR EXISTS { (d)-[:BELONGS_TO]->(:Region {id: $region_id}) })
WITH d.id AS department_id ORDER BY department_id SKIP $skip LIMIT $limit
MATCH (d:Department {id: department_id})
OPTIONAL MATCH (d)-[:BELONGS_TO]->(region:Region)
RETURN department_id, d.name AS department, d.level AS level, d.function AS function, d.kind AS kind,
       d.aliases AS aliases, region.id AS region_id, region.name AS region, COUNT { (d)-[:LEADS]->() } AS leads,
       COUNT { (d)-[:COOPERATES]->() } AS cooperates, COUNT { (d)<-[:MENTIONS]-(:Document) } AS documents
ORDER BY department_id, region_id
