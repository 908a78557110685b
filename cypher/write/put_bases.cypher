// What the reference data, or a document's own text, says of these nodes of one label.
UNWIND $rows AS row
MATCH (n:<<label>> {id: row.id})
SET n.base = row.base
RETURN count(n) AS written
