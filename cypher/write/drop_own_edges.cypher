// What the document says of its own nodes; links that other documents draw to them stay.
MATCH (:Document {id: $document_id})-[:HAS_TASK|SETS|PLANS]->()-[r]-()
WHERE coalesce(r.document_id, $document_id) = $document_id
WITH DISTINCT r
DELETE r
