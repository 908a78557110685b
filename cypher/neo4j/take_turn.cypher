// One writer after the other: the lock on this node lasts as long as the transaction.
MATCH (s:Store {id: 'zhitu'})
SET s.writing = $document_id
RETURN s.id AS id
