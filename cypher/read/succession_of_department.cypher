// Which departments came before and after this one.
MATCH (d:Department {id: $department_id})-[r:SUCCEEDED_BY]-(:Department)
WITH startNode(r) AS former, r, endNode(r) AS successor
RETURN DISTINCT
       r.key AS key, former.id AS former_id, former.name AS former, successor.id AS successor_id,
       successor.name AS successor, r.year AS year, r.source AS source, r.quote AS quote
ORDER BY year, key
