// Nodes of one label with exactly these properties: what a node had before is gone.
UNWIND $rows AS row
MERGE (n:<<label>> {id: row.id})
SET n = row.properties
RETURN count(n) AS written
