"""Reading: source file -> text -> clauses -> mentions -> statements."""
