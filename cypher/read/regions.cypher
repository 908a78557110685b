// Regions in the graph, with how many documents govern them and departments belong to them.
MATCH (n:Region)
WHERE $level IS NULL OR n.level = $level
OPTIONAL MATCH (n)-[:PART_OF]->(parent:Region)
WITH n, parent
WHERE $parent_id IS NULL OR parent.id = $parent_id
RETURN n.id AS region_id, n.name AS region, n.level AS level, n.adcode AS adcode, n.aliases AS aliases,
       parent.id AS parent_id, parent.name AS parent, COUNT { (n)<-[:GOVERNS]-(:Document) } AS documents,
       COUNT { (n)<-[:BELONGS_TO]-(:Department) } AS departments
ORDER BY region_id, parent_id SKIP $skip LIMIT $limit
