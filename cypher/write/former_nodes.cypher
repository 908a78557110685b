// What the document has in the graph: its own nodes, the shared ones that it points to, and those that its own claims
// about these point to.
MATCH (:Document {id: $document_id})-[]->(n:Region|Department|Document|Task|Indicator|Target|Project|Award)
RETURN labels(n)[0] AS label, n.id AS id
UNION
MATCH (:Document {id: $document_id})-[:MENTIONS]->()
      -[r:PART_OF|BELONGS_TO|GRANTED_BY|COMPARABLE_TO|SUCCEEDED_BY]->(n:Region|Department|Indicator)
WHERE r.document_id = $document_id
RETURN labels(n)[0] AS label, n.id AS id
