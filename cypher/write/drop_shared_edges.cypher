// What the document says of shared nodes; facts of the reference data between them stay.
MATCH (:Document {id: $document_id})-[:MENTIONS]->()-[r:PART_OF|BELONGS_TO|GRANTED_BY|COMPARABLE_TO|SUCCEEDED_BY]->()
WHERE r.document_id = $document_id
WITH DISTINCT r
DELETE r
