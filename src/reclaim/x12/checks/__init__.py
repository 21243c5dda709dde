"""Does a file say what it must, and does it add up? Frames in, rows of the table of problems out.

Claims are checked batch by batch. Envelopes and payments may span batches: each batch gives a small
partial, and `finish` judges them together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.schema import TABLES
from reclaim.x12.checks.balance import check_balances
from reclaim.x12.checks.envelope import closed_transactions, finish_envelope, partial_envelope
from reclaim.x12.checks.kinds import Kinds
from reclaim.x12.checks.rows import all_problems
from reclaim.x12.checks.structure import check_structure
from reclaim.x12.checks.totals import finish_totals, partial_totals

__all__ = ["Partial", "check_batch", "finish", "partial"]

CHECKED = (
    *("segments", "payments", "remit_claims", "remit_lines", "adjustments"),
    *("provider_adjustments", "claims", "claim_lines", "problems"),
)
"""The tables that the checks read."""


@dataclass(frozen=True)
class Partial:
    """What one batch contributes to the checks of whole files."""

    envelope: pl.DataFrame
    totals: Mapping[str, pl.DataFrame]


def check_batch(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Problems within a batch of whole claims; `tables["problems"]` are those of the reader.

    A table that the batch does not have counts as empty, here and in `partial`.
    """
    whole = _complete(tables)
    return all_problems([check_structure(whole), check_balances(whole)])


def partial(tables: Mapping[str, pl.DataFrame]) -> Partial:
    """What `finish` needs of a batch: its envelope segments and the sums of its payments."""
    whole = _complete(tables)
    kinds = Kinds(whole["segments"])
    return Partial(partial_envelope(kinds), partial_totals(whole, kinds))


def finish(partials: Sequence[Partial]) -> pl.DataFrame:
    """Problems with the envelopes and payments of whole files, once every batch was read."""
    if not partials:
        return all_problems([])
    envelopes = [part.envelope for part in partials]
    totals = [part.totals for part in partials]
    closed = closed_transactions(envelopes)
    return all_problems([finish_envelope(envelopes), finish_totals(totals, closed)])


def _complete(tables: Mapping[str, pl.DataFrame]) -> Mapping[str, pl.DataFrame]:
    return {name: tables[name] if name in tables else TABLES[name].empty() for name in CHECKED}
