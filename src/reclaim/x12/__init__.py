"""X12 bytes to tables and back."""
