"""Findings: what was judged on one claim for one reason, with a name that stays the same."""

import hashlib
from collections.abc import Sequence

import polars as pl

from reclaim.rules.payer_map import LABEL
from reclaim.rules.signals import Signal
from reclaim.schema import TABLES
from reclaim.schema.findings import finding_key

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which people read as something else."""

NAME_LENGTH = 10

REASON = ["claim_id", "signal", "place", "category", "sent_group_code", "carc"]
"""The dollars of one finding share these."""

ACCEPT = "accept"
"""The action of a signal that finds everything as it should be."""

SETTLED = ((pl.col("recoverable") == "no") & pl.col("necessary")).fill_null(value=False)
"""A proper reduction with nothing to win, such as sequestration at the lawful rate."""


def named_rows(found: pl.DataFrame, signals: Sequence[Signal]) -> pl.DataFrame:
    """The rows that somebody should look at, each with the `finding_id` it belongs to.

    Left out are proper reductions with nothing to win, and rows that cancel each other out. Rows
    of one claim with the same signal, group, reason and category are one finding: it is worked by
    claim, not by line.

    Args:
        found: `Judged.found`, and the rows of the detectors in the same columns.
        signals: those that `signal` counts in.
    """
    ids = pl.Series([signal.id for signal in signals], dtype=pl.String)
    fine = [at for at, signal in enumerate(signals) if signal.action == ACCEPT]
    rows = found.filter(~SETTLED & ~pl.col("signal").is_in(fine)).with_columns(
        signal_id=pl.lit(ids).gather(pl.col("signal")), group_code="sent_group_code"
    )
    keyed = rows.with_columns(key=finding_key())
    cancelled = keyed.group_by("key").agg(pl.col("amount_cents").sum()).filter(amount_cents=0)
    keyed = keyed.join(cancelled, on="key", how="anti", maintain_order="left")
    names = keyed.select("key").unique(maintain_order=True)
    named = names.with_columns(
        finding_id=pl.Series([_name(key) for key in names["key"]], dtype=pl.String)
    )
    return keyed.join(named, on="key", how="left", maintain_order="left").drop("key")


def findings(rows: pl.DataFrame, signals: Sequence[Signal]) -> pl.DataFrame:
    """One row a finding, by claim; deadline, worth and chance are still null (`recovery.rank`).

    Args:
        rows: what `named_rows` gave.
        signals: those that `signal` counts in.
    """
    firsts = (
        "signal",
        "signal_id",
        "file_id",
        "segment_number",
        "claim_id",
        "patient_control_number",
        "payer_control_number",
        "payer_kind",
        "payer_name",
        "network",
        "payment_date",
        "received_date",
        "place",
        "category",
        "group_code",
        "carc",
        "necessary",
        "recoverable",
        "stage",
        "preventable_by",
        "trace",
    )
    grouped = (
        rows.lazy()
        .group_by("finding_id", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in firsts),
            LABEL.first().alias("payer"),
            pl.coalesce("rendering_id", "payee_id").first().alias("provider_id"),
            pl.col("line_number").drop_nulls().unique().sort().alias("lines"),
            pl.col("procedure_code")
            .drop_nulls()
            .unique(maintain_order=True)
            .alias("procedure_codes"),
            pl.col("rarcs")
            .list.explode(keep_nulls=False, empty_as_null=False)
            .unique(maintain_order=True)
            .alias("rarcs"),
            pl.col("service_date").min(),
            pl.col("amount_cents").sum().alias("at_stake_cents"),
        )
        .with_columns(*_said(signals))
        .collect()
    )
    columns = TABLES["findings"].polars_schema
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in columns.items()
        if name not in grouped.columns
    ]
    return grouped.with_columns(missing).select(columns.names())


def finding_lines(rows: pl.DataFrame) -> pl.DataFrame:
    """Table `finding_lines`: what is at stake in each finding by line."""
    keys = ["finding_id", "claim_id", "line_number", "procedure_code"]
    return rows.group_by(keys, maintain_order=True).agg(at_stake_cents=pl.col("amount_cents").sum())


def _said(signals: Sequence[Signal]) -> list[pl.Expr]:
    """What the signal says about the finding as a whole."""
    columns: dict[str, list[object]] = {
        "kind": [signal.kind for signal in signals],
        "decides": [signal.decides for signal in signals],
        "action": [signal.action for signal in signals],
        "money": [signal.money for signal in signals],
    }
    said = [
        pl.lit(pl.Series(values, dtype=pl.String)).gather(pl.col("signal")).alias(name)
        for name, values in columns.items()
    ]
    stops = pl.Series([signal.hard_stop for signal in signals], dtype=pl.Boolean)
    return [*said, pl.lit(stops).gather(pl.col("signal")).alias("hard_stop")]


def _name(key: str) -> str:
    """`F-` and ten letters and digits, made from the key alone."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    letters = []
    for _ in range(NAME_LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "F-" + "".join(letters)
