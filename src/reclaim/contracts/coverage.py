"""On which days the rate tables of a contract hold, and on which of its days they do not."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.references import files_named

ONE_DAY = dt.timedelta(days=1)

Span = tuple[dt.date | None, dt.date | None]
"""First and last day, both included; null: open."""


@dataclass(frozen=True)
class TableCovered:
    """A rate table: how the contract calls it, its kind, rows, days, and where it says nothing.

    Args:
        gaps: days of the contract on which no row of the table holds.
    """

    name: str
    kind: str
    path: str
    rows: int
    days: Span
    gaps: tuple[Span, ...]


def covered(contract: Contract, book: ContractBook) -> Iterator[TableCovered]:
    """Every table that the contract names, in their order."""
    own = (contract.effective_from, contract.effective_to)
    for _, name, kind, path in files_named(contract):
        table = book.table(contract, name)
        spans = _spans(table)
        days = (spans[0][0], _last(spans)) if spans else (None, None)
        yield TableCovered(name, kind, path, table.height, days, tuple(_gaps(spans, own)))


def _spans(table: pl.DataFrame) -> list[Span]:
    """The different spans of the rows, in the order of their first days."""
    spans = table.select("effective_from", "effective_to").unique().rows()
    return sorted(spans, key=lambda span: span[0] or dt.date.min)


def _last(spans: list[Span]) -> dt.date | None:
    days = [last for _, last in spans]
    return None if None in days else max(day for day in days if day)


def _gaps(spans: list[Span], own: Span) -> Iterator[Span]:
    """Days of `own` that are in none of the spans."""
    begin, end = own[0] or dt.date.min, own[1] or dt.date.max
    reached = begin
    for first, last in spans:
        if first and first > reached and reached <= end:
            yield _open(reached), min(first - ONE_DAY, end)
        if last is None:
            return
        if last >= reached:
            reached = last + ONE_DAY
    if reached <= end:
        yield _open(reached), own[1]


def _open(day: dt.date) -> dt.date | None:
    return None if day == dt.date.min else day
