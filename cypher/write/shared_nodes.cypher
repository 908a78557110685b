// What is known of these shared nodes so far, and whether any document mentions them.
UNWIND $ids AS id
MATCH (n:Region|Department|Document|Indicator|Award {id: id})
RETURN n.id AS id, n.base AS base, EXISTS { (n)<-[:MENTIONS]-(:Document) } AS mentioned, <<properties>> AS properties
ORDER BY id
