"""Judges placed dollars on the evidence: the first signal that holds says what they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.audit.candidates import wide
from reclaim.audit.found import as_found
from reclaim.codes import carcs, categories
from reclaim.rules.actions import stages
from reclaim.rules.rulebook import Rulebook
from reclaim.rules.signals import Signal
from reclaim.schema import TABLES

LOSSES = ("denial", "payer_reduction", "underpayment")
"""Places where something was lost, so that somebody may have lost it."""


@dataclass(frozen=True)
class Judged:
    """What came of judging.

    Args:
        dispositions: the rows in the shape of the table, in the order they came.
        found: those that a signal holds for (`found.FOUND`).
    """

    dispositions: pl.DataFrame
    found: pl.DataFrame


def judge(
    rows: pl.DataFrame,
    claims: pl.DataFrame,
    lines: pl.DataFrame,
    facts: pl.DataFrame,
    book: Rulebook,
) -> Judged:
    """Judge dispositions that some signal may be about.

    The first signal that holds says the category, whether the loss was necessary and recoverable,
    where it went wrong, and what to do; what it leaves open stays as the placement rule said it.
    A row for which none holds stays as it is. Amounts never change, so that every claim still adds
    up to its charge.

    Args:
        rows: columns of `dispositions`; of claims that count.
        claims: what `candidates.claim_attributes` gave, for all claims of the rows.
        lines: what `candidates.line_attributes` gave.
        facts: table `facts` of these claims.
        book: the signals, in order.
    """
    about = wide(rows, claims, lines, facts, book)
    chosen = about.select("row", signal=book.signal_decision)
    judged = (
        rows.lazy()
        .with_row_index("row")
        .join(chosen.lazy(), on="row", how="left", maintain_order="left")
        .with_columns(*_outcome(book.signals))
        .with_columns(_place(), _preventable())
        .collect()
    )
    found = about.drop(CHANGED).join(
        judged.filter(pl.col("signal").is_not_null()).select("row", "signal", *CHANGED), on="row"
    )
    return Judged(
        judged.select(TABLES["dispositions"].polars_schema.names()), as_found(found.sort("row"))
    )


CHANGED = ("place", "category", "necessary", "recoverable", "stage", "preventable_by", "trace")
"""What a signal may change, and the found rows carry as judged."""


def _outcome(signals: Sequence[Signal]) -> list[pl.Expr]:
    """The columns of a disposition as the signal says them."""

    def said(value: Callable[[Signal], object], kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
        values = pl.Series([value(signal) for signal in signals], dtype=kind)
        return pl.lit(values).gather(pl.col("signal"))

    stage_of_code = pl.col("carc").replace_strict(
        dict(carcs().select("code", "stage").drop_nulls().iter_rows()),
        default=None,
        return_dtype=pl.String,
    )
    name = said(lambda signal: signal.id, pl.String)
    lost = pl.col("place").is_in(LOSSES)
    return [
        pl.coalesce(said(lambda signal: signal.category, pl.String), "category").alias("category"),
        pl.coalesce(said(lambda signal: signal.necessary, pl.Boolean), "necessary").alias(
            "necessary"
        ),
        pl.coalesce(said(lambda signal: signal.recoverable, pl.String), "recoverable").alias(
            "recoverable"
        ),
        name.alias("signal_id"),
        pl.coalesce(
            said(lambda signal: signal.stage, pl.String), pl.when(lost).then(stage_of_code)
        ).alias("stage"),
        said(lambda signal: signal.prevented_by, pl.String).alias("preventable_by"),
        said(lambda signal: signal.decides, pl.String).alias("decides"),
        pl.coalesce(said(lambda signal: signal.action, pl.String), "next_action").alias(
            "next_action"
        ),
        pl.concat_str("trace", name, separator=" > ", ignore_nulls=True).alias("trace"),
    ]


def _place() -> pl.Expr:
    places = dict(categories().select("category", "place").iter_rows())
    return pl.col("category").replace_strict(places, return_dtype=pl.String).alias("place")


def _preventable() -> pl.Expr:
    """Who could have prevented it: what a necessary loss is, nobody could."""
    by_stage = pl.col("stage").replace_strict(
        {name: stage.preventable_by for name, stage in stages().items()},
        default=None,
        return_dtype=pl.String,
    )
    lost = pl.col("place").is_in(LOSSES) & pl.col("necessary").fill_null(value=False).not_()
    return pl.when(lost).then(pl.coalesce("preventable_by", by_stage)).alias("preventable_by")
