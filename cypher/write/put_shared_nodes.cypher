// New shared nodes of one label, so that relationships find them; what they say is settled afterwards.
UNWIND $rows AS row
MERGE (n:<<label>> {id: row.id})
ON CREATE SET n.name = row.name, n.base = row.base
RETURN count(n) AS written
