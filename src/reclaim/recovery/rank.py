"""Ranks findings: by when, how much, with what chance, and what still stands on a day."""

import datetime as dt

import polars as pl

from reclaim.recovery.chances import chances
from reclaim.recovery.deadlines import deadlines
from reclaim.recovery.worth import worth
from reclaim.rules.chances import CERTAIN
from reclaim.rules.payer_map import PayerMap

NOTHING_TO_DO = ("accept", "write_off")
"""Actions that end a finding whose money cannot come back."""

STANDING = ("open", "hold", "expired", "closed")
"""The states of a finding, in the order in which they are listed."""


def rank(
    findings: pl.DataFrame,
    *,
    stakes: pl.DataFrame,
    shares: pl.DataFrame,
    outcomes: pl.DataFrame,
    payers: PayerMap,
    as_of: dt.date,
) -> pl.DataFrame:
    """The findings with deadline, worth, chance, expected value and status, best first.

    The expected value is worth times chance, rounded half up, for the chance and for both ends of
    its range; null when the chance is. Status, first that holds: `closed`, when nothing can be won
    (recoverable is no, or a hard stop) and the action is none or to accept it; `hold`, when the
    payer has not decided; `expired`, when the deadline lies before `as_of`; else `open`. What is
    expired keeps the worth and chance that it had in time.

    In order of status, expected value, stake, and name; so the order of the rows given changes
    nothing.

    Args:
        findings: table findings, with `clock` and `prior` of its signal, and where known
            `payer_name`, `network` and `received_date`; all columns are kept.
        stakes: what is at stake by line, see `worth`.
        shares: what payers pay of their charges, see `paid_shares`.
        outcomes: the client's own, see `outcomes`.
        payers: the payer map.
        as_of: the day of the audit.
    """
    own = findings.columns
    found = chances(worth(deadlines(findings, payers), stakes, shares), outcomes, as_of=as_of)
    ranked = found.with_columns(_expected(), status=_status(as_of))
    listed = pl.col("status").replace_strict(
        {name: place for place, name in enumerate(STANDING)}, return_dtype=pl.Int8
    )
    order = [listed, *map(pl.col, ("expected_cents", "at_stake_cents", "finding_id"))]
    added = [name for name in ranked.columns if name not in own]
    return ranked.sort(order, descending=[False, True, True, False], nulls_last=True).select(
        *own, *added
    )


def _expected() -> list[pl.Expr]:
    return [
        ((pl.col("worth_cents") * pl.col(f"chance{end}_bp") + CERTAIN // 2) // CERTAIN).alias(
            f"expected{end}_cents"
        )
        for end in ("", "_low", "_high")
    ]


def _status(as_of: dt.date) -> pl.Expr:
    lost = (pl.col("recoverable") == "no") | pl.col("hard_stop")
    over = pl.col("action").fill_null("accept").is_in(NOTHING_TO_DO)
    waits = (pl.col("place") == "pending") | (pl.col("action") == "hold")
    late = pl.col("deadline") < as_of
    return (
        pl.when(lost.fill_null(value=False) & over)
        .then(pl.lit("closed"))
        .when(waits.fill_null(value=False))
        .then(pl.lit("hold"))
        .when(late.fill_null(value=False))
        .then(pl.lit("expired"))
        .otherwise(pl.lit("open"))
    )
