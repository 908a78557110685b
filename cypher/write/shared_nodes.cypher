// The shared nodes that the document touches: those it points to, and those its own claims about them point to.
MATCH (:Document {id: $document_id})-[]->(n:Region|Department|Document|Indicator|Award)
RETURN labels(n)[0] AS label, n.id AS id
UNION
MATCH (:Document {id: $document_id})-[:MENTIONS]->()
      -[r:PART_OF|BELONGS_TO|GRANTED_BY|COMPARABLE_TO|SUCCEEDED_BY]->(n:Region|Department|Indicator)
WHERE r.document_id = $document_id
RETURN labels(n)[0] AS label, n.id AS id
