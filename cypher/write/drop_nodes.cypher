// Nodes that nothing needs any more, of one label.
UNWIND $ids AS id
MATCH (n:<<label>> {id: id})
DETACH DELETE n
