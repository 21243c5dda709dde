"""Segments as small numbers: what the checks ask of millions of them, without comparing texts."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reclaim.x12.checks.declared import BOUNDARY, LEVELS, structure

NEEDS = (*LEVELS, "undeclared")
UNDECLARED = NEEDS.index("undeclared")
"""Stands for what a segment needs in a set that does not declare it."""

Numbers = NDArray[np.uint16]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Numbering:
    """Which number stands for which segment name and which transaction set.

    Boundaries have the first numbers. A name or set that is not declared has the number that
    follows the last. `needs` holds, by set and name, a place in NEEDS.
    """

    names: pl.Enum
    sets: pl.Enum
    needs: NDArray[np.uint8]

    @property
    def unknown_name(self) -> int:
        return len(self.names.categories)

    @property
    def unknown_set(self) -> int:
        return len(self.sets.categories)

    def name(self, name: str) -> int:
        """The number of a declared segment name."""
        return self.names.categories.to_list().index(name)


@cache
def numbering() -> Numbering:
    """The numbers of everything that the structure declares."""
    rules = structure().rules
    names = pl.Enum([*BOUNDARY, *sorted(set(rules["segment_id"]) - set(BOUNDARY))])
    sets = pl.Enum(sorted(structure().sets))
    shape = len(sets.categories) + 1, len(names.categories) + 1
    needs = np.full(shape, UNDECLARED, np.uint8)
    kinds = {"transaction_set": sets, "segment_id": names, "needs": pl.Enum(NEEDS)}
    row, column, wanted = (
        rules[name].cast(kind).to_physical().to_numpy() for name, kind in kinds.items()
    )
    needs[row, column] = wanted
    return Numbering(names, sets, needs)


@dataclass(frozen=True)
class Kinds:
    """The segments of a batch, and for each the number of its name and of its transaction set."""

    segments: pl.DataFrame

    @cached_property
    def name(self) -> Numbers:
        return _numbers(self.segments["segment_id"], numbering().names)

    @cached_property
    def set(self) -> Numbers:
        """A set holds for many segments in a row, so that runs are looked up."""
        runs = self.segments["transaction_set"].rle().struct.unnest()
        return np.repeat(_numbers(runs["value"], numbering().sets), runs["len"].to_numpy())

    @cached_property
    def boundary(self) -> Flags:
        return self.name < len(BOUNDARY)

    def has(self, column: str) -> Flags:
        """Where a column of the segments is filled."""
        return self.segments[column].is_not_null().to_numpy()

    def rows(self, where: Flags) -> pl.DataFrame:
        """The segments there, in their order."""
        return self.segments[np.flatnonzero(where)]


def _numbers(texts: pl.Series, known: pl.Enum) -> Numbers:
    numbers = texts.cast(known, strict=False).to_physical().cast(pl.UInt16)
    return numbers.fill_null(len(known.categories)).to_numpy()
