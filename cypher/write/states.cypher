// What is stated of shared nodes of one label, and how many documents state just that.
UNWIND $ids AS id
MATCH (n:<<label>> {id: id})
OPTIONAL MATCH (n)<-[m:MENTIONS]-(:Document)
RETURN n.id AS id, n.base AS base, m.states AS states, count(m) AS mentions ORDER BY id, states
