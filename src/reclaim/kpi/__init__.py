"""Measures: what the practice bills, collects and loses, each by a definition that is data."""
