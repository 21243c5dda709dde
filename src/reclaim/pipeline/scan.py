"""How the steps get at tables: by name, lazily, from wherever they lie."""

from collections.abc import Callable

import polars as pl

Scan = Callable[[str], pl.LazyFrame]
"""Gives a table of `reclaim.schema.TABLES` by its name; an empty one for a table without rows."""
