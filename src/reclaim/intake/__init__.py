"""What a practice writes itself: rosters, reference lists, documents; checked when read."""
