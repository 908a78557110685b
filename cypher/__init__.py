"""The Cypher: schema/ for each engine, read/ and write/ one named query a file, the same on every engine."""
