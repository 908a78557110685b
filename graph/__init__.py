"""The graph: its model, its reference data, its stores and the questions asked of it."""
