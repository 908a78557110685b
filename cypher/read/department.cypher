// One department, with how often it leads and cooperates.
MATCH (d:Department {id: $department_id})
OPTIONAL MATCH (d)-[:BELONGS_TO]->(region:Region)
RETURN d.id AS department_id, d.name AS department, d.level AS level, d.function AS function, d.kind AS kind,
       d.aliases AS aliases, region.id AS region_id, region.name AS region, COUNT { (d)-[:LEADS]->() } AS leads,
       COUNT { (d)-[:COOPERATES]->() } AS cooperates, COUNT { (d)<-[:MENTIONS]-(:Document) } AS documents
ORDER BY department_id, region_id
