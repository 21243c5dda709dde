"""The step that is taken batch by batch: what it reads, what it writes, what must stay together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from reclaim.audit.allowed import AMOUNTS as AMOUNTS_SCHEMA
from reclaim.audit.allowed import amounts, is_price_cut
from reclaim.audit.habits import COUNT_SCHEMA, counts
from reclaim.audit.place import placed
from reclaim.recovery.worth import SHARE_SCHEMA, paid_shares
from reclaim.rules.payer_map import LABEL
from reclaim.rules.rulebook import Rulebook
from reclaim.schema import TABLES

Tables = Mapping[str, pl.DataFrame]
Kernel = Callable[[Tables, Rulebook], dict[str, pl.DataFrame]]

TO_JUDGE = "to_judge"
"""Placed rows that wait for the evidence. The others are final."""

TO_SETTLE = "to_settle"
"""Price cuts that wait for a contract, and for nothing else."""

AMOUNTS = "amounts"
"""The parts of each charge by what they have to do with the allowed amount."""

SHARES = "paid_shares"
HABIT_COUNTS = "habit_counts"
"""Sums of a batch; those of all batches add up."""


@dataclass(frozen=True)
class Step:
    """One kernel: what it reads, what it writes, and by what its input may be split.

    An engine may run it on any share of the rows, as long as those of one `partition` come
    together. What follows needs all claims at once: `pipeline.judging`.
    """

    name: str
    kernel: Kernel
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    partition: tuple[str, ...]


def _place(tables: Tables, book: Rulebook) -> dict[str, pl.DataFrame]:
    rows = placed(tables, book)
    final = rows.dispositions.filter(~rows.to_judge)
    waiting = {TO_JUDGE: rows.dispositions.filter(rows.to_judge)}
    if not book.contracts:
        return {"dispositions": final, **waiting}
    cuts = is_price_cut()
    return {
        "dispositions": final.filter(~cuts),
        TO_SETTLE: final.filter(cuts),
        AMOUNTS: amounts(rows.dispositions),
        **waiting,
    }


def measure(tables: Tables, book: Rulebook) -> dict[str, pl.DataFrame]:
    """SHARES and HABIT_COUNTS of some claims: `remit_claims`, `remit_lines`, `adjustments`."""
    claims = book.payers.with_payer(tables["remit_claims"]).with_columns(payer=LABEL)
    return {
        SHARES: paid_shares(tables["remit_lines"], claims),
        HABIT_COUNTS: counts(tables["adjustments"], claims),
    }


WAITING = {
    TO_JUDGE: TABLES["dispositions"].polars_schema,
    TO_SETTLE: TABLES["dispositions"].polars_schema,
    AMOUNTS: AMOUNTS_SCHEMA,
}
"""What the steps leave for all claims at once; the last two only where there are contracts."""

SUM_SCHEMAS = {SHARES: SHARE_SCHEMA, HABIT_COUNTS: COUNT_SCHEMA}

AUDIT_STEPS = (
    Step(
        "place",
        _place,
        reads=("remit_claims", "remit_lines", "adjustments", "remarks"),
        writes=("dispositions", TO_JUDGE, TO_SETTLE, AMOUNTS),
        partition=("file_id", "claim_segment"),
    ),
    Step(
        "measure",
        measure,
        reads=("remit_claims", "remit_lines", "adjustments"),
        writes=(SHARES, HABIT_COUNTS),
        partition=("file_id", "claim_segment"),
    ),
)
"""What is done to the tables of whole claims, in order."""


def run_steps(tables: Tables, book: Rulebook) -> dict[str, pl.DataFrame]:
    """The tables of some whole claims, with those that the steps write."""
    out = dict(tables)
    for step in AUDIT_STEPS:
        if all(name in out for name in step.reads):
            out |= step.kernel(out, book)
    return out


def added(name: str, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The sums of several batches: rows with the same words, their numbers added up."""
    schema = SUM_SCHEMAS[name]
    every = pl.concat([schema.to_frame(), *(part.select(schema.names()) for part in parts)])
    keys = [column for column, kind in schema.items() if kind == pl.String]
    return every.group_by(keys).agg(pl.all().sum()).sort(keys)
