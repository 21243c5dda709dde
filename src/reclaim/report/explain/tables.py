"""The rows that an explanation needs, read from a report's tables and no others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from reclaim.report.explain.lines import Source
from reclaim.schema import TABLES

Row = dict[str, Any]
Frame = pl.DataFrame | pl.LazyFrame

OF_CLAIM = ("dispositions", "expected_lines", "claim_states", "findings")
"""Tables with a `claim_id`."""

UNDER_CLAIM = ("remit_lines", "adjustments", "remarks")
"""Tables whose rows stand under a CLP."""


@dataclass(frozen=True)
class Rows:
    """A few claims' rows out of the tables of a report; a table that is not there is empty."""

    tables: Mapping[str, Frame] = field(repr=False)

    def read(self, table: str, keep: pl.Expr, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows of a table that a condition keeps, in its order; all columns, or some."""
        kept = self.whole(table).filter(keep)
        return (kept if columns is None else kept.select(columns)).collect()

    def whole(self, table: str) -> pl.LazyFrame:
        """A table as it is, not read yet."""
        frame = self.tables.get(table)
        return (TABLES[table].empty() if frame is None else frame).lazy()

    def rows(self, table: str, keep: pl.Expr) -> list[Row]:
        """The same, as dictionaries."""
        return self.read(table, keep).to_dicts()

    def of_claims(self, claim_ids: Iterable[str]) -> "Rows":
        """Only what belongs to these claims, held in memory: cheap to ask again and again."""
        ids = sorted(set(claim_ids))
        held: dict[str, Frame] = dict(self.tables)
        for name in OF_CLAIM:
            held[name] = self.read(name, pl.col("claim_id").is_in(ids))
        held["remit_claims"] = self.read("remit_claims", among(ids, "segment_number"))
        for name in UNDER_CLAIM:
            held[name] = self.read(name, among(ids, "claim_segment"))
        return Rows(held)

    def source(self, row_id: str, claim: str | None, number: int | None = None) -> Source:
        """Where the row of that id stands, or another segment of its file."""
        file_id, segment = split(row_id)
        return Source(self.path(file_id), number or segment, claim)

    def path(self, file_id: str) -> str:
        """Where a file was read."""
        return self._paths.get(file_id, f"file {file_id}")

    @cached_property
    def _paths(self) -> dict[str, str]:
        frame = self.tables.get("files")
        if frame is None:
            return {}
        return dict(frame.lazy().select("file_id", "path").collect().iter_rows())


def split(row_id: str) -> tuple[str, int]:
    """The file and the segment number that an id is made of."""
    file_id, _, segment = row_id.rpartition("-")
    return file_id, int(segment)


def among(ids: Iterable[str], segment: str) -> pl.Expr:
    """Whether a row's file and the segment number in a column make one of the ids.

    The two comparisons of whole columns come first: they are what lets Parquet skip most rows.
    """
    parts = [split(row_id) for row_id in ids]
    named = pl.concat_str("file_id", pl.lit("-"), segment)
    return (
        pl.col("file_id").is_in(sorted({file_id for file_id, _ in parts}))
        & pl.col(segment).is_in(sorted({number for _, number in parts}))
        & named.is_in([f"{file_id}-{number}" for file_id, number in parts])
    )
