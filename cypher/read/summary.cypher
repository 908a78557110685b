// How many nodes of each label and relationships of each type there are, save what the store keeps for itself.
CALL {
  MATCH (n) WHERE NOT labels(n)[0] IN ['Reading', 'Decision', 'Store'] WITH labels(n)[0] AS name, count(*) AS count RETURN 'node' AS kind, name, count
  UNION ALL
  MATCH ()-[r]->() WITH type(r) AS name, count(*) AS count RETURN 'relationship' AS kind, name, count
}
RETURN kind, name, count ORDER BY kind, name
