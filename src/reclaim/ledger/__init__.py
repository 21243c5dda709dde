"""The practice's own accounts: who owes what, since when, and what changed it."""
