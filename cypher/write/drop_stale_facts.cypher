// Facts of the reference data about these nodes that no document brings any more; returns where they led.
UNWIND $rows AS row
MATCH (:Region|Department|Indicator|Award {id: row.id})
      -[r:PART_OF|BELONGS_TO|GRANTED_BY|COMPARABLE_TO|SUCCEEDED_BY]->(n)
WHERE r.document_id IS NULL AND NOT r.key IN row.facts
WITH r, labels(n)[0] AS label, n.id AS id
DELETE r
RETURN DISTINCT label, id
