"""Judges what was posted to the ledger on what was received."""
