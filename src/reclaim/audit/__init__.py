"""Where every charged cent went, and what it was lost to."""
