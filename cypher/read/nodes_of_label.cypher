// The nodes of one label, for exports: all, or those with some ids.
MATCH (n:<<label>>)
WHERE $ids IS NULL OR n.id IN $ids
RETURN n.id AS id, <<properties>> AS properties
ORDER BY id
