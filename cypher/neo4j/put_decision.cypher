// What people decided, as the lines that the embedded store keeps in a file.
UNWIND $rows AS row
MERGE (d:Decision {id: row.id})
SET d.line = row.line
