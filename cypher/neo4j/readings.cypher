// The heads of all Readings.
MATCH (r:Reading)
RETURN r.sha256 AS sha256, r.source AS source, r.encoding AS encoding, r.heading AS title,
       r.issue_date AS issue_date, r.text_length AS text_length
ORDER BY sha256
