// Relationships of one type between two labels. The key in the pattern keeps parallel statements apart.
UNWIND $rows AS row
MATCH (a:<<source>> {id: row.source})
MATCH (b:<<target>> {id: row.target})
MERGE (a)-[r:<<type>> {key: row.key}]->(b)
SET r = row.properties
RETURN count(r) AS written
