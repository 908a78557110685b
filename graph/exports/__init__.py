"""The graph as files for others: one format, one module."""
