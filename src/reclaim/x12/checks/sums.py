"""Exact sums of the rows below each claim or line, found by place and not by joining texts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

FILE_SHIFT = 40
"""A place is a file's number and a segment's number in one integer: room for 2**40 segments."""

ROOM = 1 << 62
"""Sums that stay below this in every order fit 64 bits."""

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Below:
    """Rows beside the rows above them: `segment` of `rows` is the `segment_number` of `above`.

    The key of `above` is (file_id, segment_number). Rows that stand under none take no part.
    """

    above: pl.DataFrame
    rows: pl.DataFrame
    segment: str

    @cached_property
    def at(self) -> Places:
        """For each row, where in `above` the row above it is; -1: nowhere."""
        files = _files(self.above)
        keys = _places(self.above, "segment_number", files)
        wanted = _places(self.rows, self.segment, files)
        if not len(keys):
            return np.full(len(wanted), -1)
        in_order = bool((keys[1:] >= keys[:-1]).all())
        order = None if in_order else np.argsort(keys, kind="stable")
        found = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
        found = found if order is None else order[found]
        return np.where((wanted >= 0) & (keys[found] == wanted), found, -1)

    def cents(self, column: str, where: Flags | None = None) -> pl.Series:
        """The exact sum of a column for each row above, where null counts as 0."""
        cents = self.rows[column].fill_null(0).to_numpy()
        largest = max(int(cents.max(initial=0)), -int(cents.min(initial=0)))
        fits = largest * len(cents) < ROOM
        sums = np.zeros(self.above.height, np.int64 if fits else object)
        kept = self._kept(where)
        np.add.at(sums, self.at[kept], cents[kept] if fits else cents[kept].astype(object))
        return pl.Series(sums if fits else sums.tolist(), dtype=pl.Int128)

    def count(self, where: Flags | None = None) -> pl.Series:
        """How many rows are below each row above."""
        return pl.Series(np.bincount(self.at[self._kept(where)], minlength=self.above.height))

    def nulls(self, column: str) -> pl.Series:
        """How many rows below each row above lack a value."""
        return self.count(self.rows[column].is_null().to_numpy())

    def _kept(self, where: Flags | None) -> Flags:
        under = self.at >= 0
        return under if where is None else under & where


def _files(rows: pl.DataFrame) -> dict[str, int]:
    """A number for each file."""
    names = rows["file_id"].rle().struct.field("value").unique(maintain_order=True)
    return {name: number for number, name in enumerate(names)}


def _places(rows: pl.DataFrame, segment: str, files: dict[str, int]) -> Places:
    """File and segment as one number; negative where either is not known."""
    runs = rows["file_id"].rle().struct.unnest()
    numbers = np.array([files.get(name, -1) for name in runs["value"]], np.int64)
    file_number = np.repeat(numbers, runs["len"].to_numpy())
    number = rows[segment].fill_null(-1).to_numpy()
    known = (file_number >= 0) & (number >= 0)
    return np.where(known, (file_number << FILE_SHIFT) + number, -1)
