// One Reading.
MATCH (r:Reading {sha256: $sha256})
RETURN r.content AS content
