// One indicator, with how many figures are set for it.
MATCH (n:Indicator {id: $indicator_id})
RETURN n.id AS indicator_id, n.name AS indicator, n.aliases AS aliases, n.unit AS unit,
       COUNT { (n)<-[:MEASURES]-(:Target) } AS targets, COUNT { (n)<-[:MENTIONS]-(:Document) } AS documents
