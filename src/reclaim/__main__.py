"""Lets `python -m reclaim` do what `reclaim` does."""

from reclaim.cli import main

main()
