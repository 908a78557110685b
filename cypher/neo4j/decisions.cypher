// What people decided.
MATCH (d:Decision)
RETURN d.line AS line
