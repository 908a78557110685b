// What the reference data, or a document's own text, says of these shared nodes.
UNWIND $rows AS row
MATCH (n:Region|Department|Document|Indicator|Award {id: row.id})
SET n.base = row.base
RETURN count(n) AS written
