// What is stated of these shared nodes, and how many documents state just that.
UNWIND $ids AS id
MATCH (n:Region|Department|Document|Indicator|Award {id: id})
OPTIONAL MATCH (n)<-[m:MENTIONS]-(:Document)
RETURN labels(n)[0] AS label, n.id AS id, n.base AS base, m.states AS states, count(m) AS mentions ORDER BY label, id, states
