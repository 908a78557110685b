// What was read in one file, as the bytes that the embedded store keeps in a file.
MERGE (r:Reading {sha256: $sha256})
SET r.source = $source, r.encoding = $encoding, r.heading = $title, r.issue_date = $issue_date,
    r.text_length = $text_length, r.content = $content
