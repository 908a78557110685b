// Shared nodes that are there, with exactly these properties.
UNWIND $rows AS row
MATCH (n:Region|Department|Document|Indicator|Award {id: row.id})
SET n = row.properties
RETURN count(n) AS written
