// The constraints and indexes that there are.
SHOW INDEXES YIELD name
RETURN collect(name) AS names
