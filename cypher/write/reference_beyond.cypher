// The nodes that facts of the reference data lead to from these.
UNWIND $ids AS id
MATCH (:<<label>> {id: id})-[:PART_OF|BELONGS_TO|GRANTED_BY|SUCCEEDED_BY]->(n:Region|Department)
RETURN DISTINCT labels(n)[0] AS label, n.id AS id ORDER BY label, id
