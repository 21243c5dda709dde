"""What an import gives: rates, and all that did not become one, by place or counted by reason."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from reclaim.intake.rates.kinds import RATES

MOST_PROBLEMS = 1000
"""Of more problems than this the rest are counted."""

MOST_REMARKS = 100
ROWS_IN_MEMORY = 50_000
"""So many rates are kept as they came before they are packed into columns."""

REST = "further problems, not listed"


@dataclass(frozen=True)
class Problem:
    """Something in the source that is no rate and should have been.

    Args:
        where: the place: `Fees!D17`, `harbor.csv:17`, `rates.json at in_network[3]`.
        what: what is wrong there, as words behind the place.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Imported:
    """Rates from one source, and what became of everything else in it.

    Args:
        tables: rates (intake.rates.kinds.RATES) by part of the source; the part "" is about all
            claims, others ("inpatient", "professional") about some, and `terms` says which.
        problems: what could not be read, in the order of the source, at most MOST_PROBLEMS.
        skipped: rows or prices that were left aside, counted by reason.
        notes: what a reader should know of how the source was read.
        terms: terms of a contract, as YAML to be checked and copied: what a table cannot say.
    """

    tables: Mapping[str, pl.DataFrame]
    problems: tuple[Problem, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    terms: str = ""

    @property
    def rates(self) -> pl.DataFrame:
        """All rates, of whatever part."""
        return pl.concat([*self.tables.values(), RATES.to_frame()])


class Rate(NamedTuple):
    """One row of RATES."""

    code: str
    code_to: str | None = None
    code_type: str | None = None
    modifier: str | None = None
    place_of_service: str | None = None
    setting: str | None = None
    taxonomy: str | None = None
    provider: str | None = None
    locality: str | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    rate_micros: int | None = None
    percent_millionths: int | None = None
    per: str | None = None
    status: str | None = None
    row: int | None = None


class Tally:
    """Collects what an importer finds on its way through a source."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self._rows: dict[str, list[Rate]] = {}
        self._packed: dict[str, list[pl.DataFrame]] = {}

    def rate(self, part: str, rate: Rate) -> None:
        """Keep a rate of a part of the source."""
        rows = self._rows.setdefault(part, [])
        rows.append(rate)
        if len(rows) >= ROWS_IN_MEMORY:
            self._pack(part)

    def problem(self, where: str, what: str) -> None:
        """Keep what is wrong at a place."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where, what))
        else:
            self.skipped[REST] += 1

    def remark(self, text: str) -> None:
        """Keep what the source says in words beside a price, each wording once."""
        note = f"the source says: {' '.join(text.split())}"
        if note in self.notes or len(self.notes) < MOST_REMARKS:
            self.notes[note] += 1
        else:
            self.notes["further wordings beside prices, not listed"] += 1

    def tables(self) -> dict[str, pl.DataFrame]:
        """All rates that were kept, by part; equal ones once."""
        for part in self._rows:
            self._pack(part)
        return {
            part: pl.concat(packed).unique(
                [name for name in RATES if name != "row"], keep="first", maintain_order=True
            )
            for part, packed in sorted(self._packed.items())
        }

    def said(self) -> tuple[str, ...]:
        """The notes, each with how often it holds."""
        return tuple(f"{note}: {number:,}" for note, number in self.notes.items())

    def _pack(self, part: str) -> None:
        """Into columns; equal rows once, so that a part never grows beyond what it says."""
        rows = pl.DataFrame(self._rows[part], schema=RATES, orient="row")
        self._rows[part] = []
        same = [name for name in RATES if name != "row"]
        self._packed.setdefault(part, []).append(
            rows.unique(same, keep="first", maintain_order=True)
        )
