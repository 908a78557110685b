"""Answers that take more than one query: chains, comparison, versions, peers, the matrix, the ledger, the audit."""
