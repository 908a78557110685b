// What the document says as a whole; what others say of it stays.
MATCH (:Document {id: $document_id})-[r]->()
DELETE r
