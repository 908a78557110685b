"""The two engines behind graph.store: the embedded one and Neo4j, and raw Cypher within bounds on either."""
