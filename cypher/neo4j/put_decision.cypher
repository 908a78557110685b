// What a person decided, as the line that the embedded store keeps in a file.
MERGE (d:Decision {id: $id})
SET d.line = $line
