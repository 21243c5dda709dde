"""One side of a match: rows of a table, whose columns are worked out when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

DAYS = ("from_date", "to_date")
"""First and last day of service: of the document, else of its lines."""


@dataclass(frozen=True)
class Side:
    """Some rows of a table. `rows` has `row`, their number in order, and `place`, in `source`.

    Most rows are matched by their numbers alone. So only these stand in `rows` from the start;
    `having` works out the others for the rows that are still there.

    Args:
        table: the table's name.
        rows: the rows, with the columns worked out so far.
        source: the table.
        forms: what each column is, by the columns of the table.
        lines: the service lines of the table's rows, which know the days of service.
    """

    table: str
    rows: pl.DataFrame
    source: pl.DataFrame
    forms: Mapping[str, pl.Expr]
    lines: pl.DataFrame

    def having(self, *names: str) -> "Side":
        """The same rows with these columns."""
        wanted = list(dict.fromkeys(name for name in names if name not in self.rows.columns))
        if any(name in DAYS for name in wanted):
            return self._with_days().having(*names)
        if not wanted:
            return self
        asked = {name for one in wanted for name in self.forms[one].meta.root_names()}
        there = self.source.select(sorted(asked | {"file_id"}))[self.rows["place"]]
        more = there.with_columns(self.forms[name].alias(name) for name in wanted).select(wanted)
        return replace(self, rows=self.rows.hstack(more))

    def with_rows(self, rows: pl.DataFrame) -> "Side":
        """The side with other rows, or more of their columns."""
        return replace(self, rows=rows)

    def at(self, places: pl.Series) -> "Side":
        """The rows at these places of `rows`, in this order."""
        return replace(self, rows=self.rows[places])

    def only(self, condition: pl.Expr) -> "Side":
        """The rows for which the condition holds; it may ask for any column."""
        side = self.having(*condition.meta.root_names())
        return replace(side, rows=side.rows.filter(condition))

    def joined(
        self, other: pl.DataFrame, on: list[str], how: Literal["semi", "anti", "left", "inner"]
    ) -> "Side":
        """The rows joined with another frame, in their order."""
        order: Literal["left", "left_right"] = "left_right" if how == "inner" else "left"
        rows = self.having(*on).rows.join(other, on=on, how=how, maintain_order=order)
        return replace(self, rows=rows)

    def without(self, pairs: pl.DataFrame) -> "Side":
        """The rows that none of the pairs begins with."""
        return self.joined(pairs, ["row"], "anti")

    def ids(self, rows: pl.Series) -> pl.DataFrame:
        """`file_id` and `id` of these rows of the whole side: file and segment number, hyphened."""
        named = self.source.select("file_id", "segment_number")[self.rows["place"].gather(rows)]
        return named.select("file_id", id=pl.concat_str("file_id", pl.lit("-"), "segment_number"))

    def _with_days(self) -> "Side":
        own = self.having("own_from", "own_to", "file_id", "segment_number").rows
        bare = own.filter(pl.col("own_from").is_null()).select(
            "file_id", claim_segment="segment_number"
        )
        last = pl.coalesce("service_end_date", "service_date")
        days = (
            self.lines.lazy()
            .select("file_id", "claim_segment", "service_date", last=last)
            .join(bare.lazy(), on=["file_id", "claim_segment"], how="semi")
            .group_by("file_id", segment_number="claim_segment")
            .agg(first=pl.col("service_date").min(), last=pl.col("last").max())
            .collect()
        )
        rows = own.join(
            days, on=["file_id", "segment_number"], how="left", maintain_order="left"
        ).with_columns(
            from_date=pl.coalesce("own_from", "first"), to_date=pl.coalesce("own_to", "last")
        )
        return replace(
            self, rows=rows.drop("own_from", "own_to", "first", "last", "file_id", "segment_number")
        )


def side(
    table: str, source: pl.DataFrame, forms: Mapping[str, pl.Expr], lines: pl.DataFrame
) -> Side:
    """All rows of a table, in order of file and segment, with `number`, `charge` and `once`.

    `once`: no other row has this number. A row without a number has it not.
    """
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    order = source.lazy().select("file_id", "segment_number", place=place)
    rows = order.sort("file_id", "segment_number").select("place").with_row_index("row").collect()
    every = {"file_id": pl.col("file_id"), "segment_number": pl.col("segment_number"), **forms}
    whole = Side(table, rows, source, every, lines).having("number", "charge")
    # Two numbers under one hash only send both the longer way.
    once = whole.rows["number"].hash().is_unique() & whole.rows["number"].is_not_null()
    return replace(whole, rows=whole.rows.with_columns(once=once))
