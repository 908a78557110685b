// Those of these nodes that nothing points to.
UNWIND $ids AS id
MATCH (n:<<label>> {id: id})
WHERE NOT EXISTS { (n)<-[:MENTIONS|PART_OF|BELONGS_TO|GOVERNS|GRANTED_BY|ISSUED_BY|SUCCEEDED_BY]-() }
RETURN n.id AS id ORDER BY id
