"""Seeded synthetic practices: linked files with planted leaks, and the truth about them."""

from reclaim.x12.generate.bulk import many_835, write_many_835
from reclaim.x12.generate.practice import DEFAULT_START, Practice, generate
from reclaim.x12.generate.tiles import many_practice

__all__ = ["DEFAULT_START", "Practice", "generate", "many_835", "many_practice", "write_many_835"]
