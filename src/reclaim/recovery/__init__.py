"""What is worth winning back: by when, how much, with what chance."""
