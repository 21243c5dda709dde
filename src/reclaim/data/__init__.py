"""Dated, cited facts that are not code: code sets, problems, X12 tables."""
