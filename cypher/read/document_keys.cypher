// Who names which document by which words: what its identity rests on. mentioned_by is null where nobody does.
MATCH (document:Document)
OPTIONAL MATCH (document)<-[m:MENTIONS]-(other:Document)
RETURN document.id AS document_id, document.name AS document, document.doc_number AS doc_number,
       coalesce(document.ingested, false) AS ingested, document.former_ids AS former_ids,
       other.id AS mentioned_by, m.forms AS forms, m.quote AS quote
ORDER BY document_id, mentioned_by
