"""Contradictions and defects of one document: a module for each rule, pure functions over its part and text."""
