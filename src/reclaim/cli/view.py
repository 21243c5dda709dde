"""One file as `reclaim show` looks at it: whom to mask, and how a segment is shown."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from reclaim.cli.excerpts import Delimiters
from reclaim.wording import clean, joined, short_path
from reclaim.x12.phi import mask_segment
from reclaim.x12.reader import Tables

Row = dict[str, Any]
HIDDEN = "masked; --reveal shows who"


@dataclass(frozen=True)
class View:
    """A file with its name, and whether people may be named."""

    file: str
    reveal: bool

    @property
    def name(self) -> str:
        """The file as it stands before what is said about it."""
        return short_path(clean(self.file))

    def person(self, row: Row, role: str = "patient") -> str:
        """Last name, first name and member id of someone in a row, or that they are masked."""
        if not self.reveal:
            return HIDDEN
        names = (f"{role}_last_name", f"{role}_first_name", f"{role}_id")
        return joined(*(row.get(name) for name in names)) or "not given"

    def segments(self, rows: pl.DataFrame, delimiters: Delimiters) -> list[str]:
        """The segments as sent, each behind its number."""
        shown = rows.select("segment_number", "text").iter_rows()
        return [f"  {number:>7} | {self.text(text, delimiters)}" for number, text in shown]

    def text(self, text: str, delimiters: Delimiters) -> str:
        """A segment on one line, masked unless people may be named."""
        return clean(text if self.reveal else mask_segment(text, delimiters))


def of_claim(batch: Tables, segment_number: int) -> Tables:
    """The rows of one claim: those that stand under its segment, and its own."""
    here = pl.col("claim_segment") == segment_number
    own = pl.col("segment_number") == segment_number
    return {
        name: frame.filter(here if "claim_segment" in frame.columns else own)
        for name, frame in batch.items()
        if "segment_number" in frame.columns
    }


def procedure(row: Row) -> str:
    """`99213-25`, or the revenue code of a line without procedure."""
    modifiers = (row[f"modifier_{n}"] for n in (1, 2, 3, 4))
    code = joined(row["procedure_code"], *modifiers, by="-")
    revenue = f"revenue code {clean(row['revenue_code'])}" if row["revenue_code"] else ""
    return joined(code, revenue, by=" / ") or "no procedure"


def days(first: object, last: object) -> str:
    """One day, or a span of days."""
    if not first:
        return ""
    return f"on {first}" if last in (None, first) else f"from {first} to {last}"
