// Relationships that rest on a document which is not in the store.
MATCH ()-[r]->()
WHERE r.document_id IS NOT NULL AND NOT EXISTS { (d:Document) WHERE d.id = r.document_id }
DELETE r
