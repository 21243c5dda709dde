"""What a payer takes from a payment, or adds to it, on account of a claim: the PLB that name it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import polars as pl

from reclaim.cli.excerpts import Delimiters, Excerpts
from reclaim.cli.view import Row, View
from reclaim.cli.words import money
from reclaim.codes.words import plb_labels
from reclaim.pipeline.kept import kept
from reclaim.wording import joined
from reclaim.x12.reader import Tables

TITLE = "Adjustments of whole payments that name this claim (PLB)"
PLACE = ["file_id", "segment_number"]


@dataclass
class Plbs:
    """The provider-level adjustments of one file, which may come before or long after a claim.

    `names` are the numbers under which a payer may mean the claim.
    """

    names: set[str]
    _rows: list[pl.DataFrame] = field(default_factory=list)

    def note(self, batch: Tables) -> None:
        """Keep those of the next batch, with their segments."""
        texts = batch["segments"].select(*PLACE, "segment_id", "text")
        self._rows.append(kept(batch["provider_adjustments"].join(texts, on=PLACE)))

    def lines(self, view: View, excerpts: Excerpts) -> Iterator[str]:
        """Each that names the claim, and the segment it stands in."""
        rows = [row for rows in self._rows for row in rows.iter_rows(named=True)]
        meant = [row for row in rows if self._names(row["reference"])]
        if meant:
            yield f"{view.name}: {TITLE}"
        for number, of_segment in groupby(meant, key=lambda row: row["segment_number"]):
            told = list(of_segment)
            yield from map(_adjustment, told)
            delimiters: Delimiters = excerpts.delimiters(told[0])
            yield f"  {number:>7} | {view.text(told[0]['text'], delimiters)}"

    def _names(self, reference: str | None) -> bool:
        """Whether a reference is a number of the claim, or has it among its words."""
        words = (reference or "").split()
        return not self.names.isdisjoint([reference or "", *words])


def _adjustment(row: Row) -> str:
    code = row["reason_code"] or ""
    label = plb_labels().get(code, "reason not known")
    return f"{money(row['adjustment_cents']):>14}  {joined(f'{code}: {label}', _effect(row))}"


def _effect(row: Row) -> str:
    """What the sign means: a positive amount lowers the payment."""
    cents = row["adjustment_cents"]
    if not cents:
        return ""
    return "lowers the payment" if cents > 0 else "raises the payment"
