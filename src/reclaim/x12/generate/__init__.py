"""Seeded synthetic practices: linked files with planted leaks, and the truth about them."""

from reclaim.x12.generate.practice import DEFAULT_START, Practice, generate

__all__ = ["DEFAULT_START", "Practice", "generate"]
