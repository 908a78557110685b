// Nodes of one label that belong to a document, without one.
MATCH (n:<<label>>)
WHERE NOT EXISTS { (n)<-[:HAS_TASK|SETS|PLANS]-(:Document) }
DETACH DELETE n
