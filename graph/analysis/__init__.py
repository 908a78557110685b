"""Questions over rows of queries: pure functions, one concern a module."""
