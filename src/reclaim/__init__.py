"""Reclaim: find, prove, govern and win back healthcare write-offs."""

__version__ = "0.1.0"
