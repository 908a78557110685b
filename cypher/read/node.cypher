// One node, whatever its label, with its properties; those it lacks are null.
MATCH (n:Region|Department|Document|Task|Indicator|Target|Project|Award {id: $id})
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n {.adcode, .aliases, .comparator, .deadline,
       .deadline_text, .doc_number, .document_id, .end_char, .former_ids, .function, .ingested, .issue_date,
       .issuer, .kind, .level, .number, .`order`, .path, .period_end, .period_start, .recurrence, .region_id,
       .sha256, .source, .start_char, .status, .text, .unit, .valid_from, .valid_to, .value, .value_text,
       .year} AS properties
