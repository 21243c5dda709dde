"""The deadline of a finding: the last day for its action, and why there is none."""

from typing import get_args

import polars as pl

from reclaim.rules.clocks import with_clock
from reclaim.rules.payer_map import PayerMap, Question

NO_CLOCK = "no clock is known for this payer: add it to payers.yaml"
NO_LIMIT = "this step has no deadline"
NO_START = "; the day it counts from is not known"
COLUMNS = ("deadline", "deadline_rule", "deadline_cite")


def deadlines(findings: pl.DataFrame, payers: PayerMap) -> pl.DataFrame:
    """The findings with `deadline` (the last day, inclusive), `deadline_rule`, `deadline_cite`.

    `clock` says which question the signal's action answers to. Without a deadline the citation
    says why: the action has none, no clock is known for the payer, or its first day is not known.

    Args:
        findings: `clock`, and what `with_clock` asks for; `payer` also counts as the payer's name
            where `payer_name` is missing. Order and further columns are kept.
        payers: the payer map.
    """
    own = [name for name in findings.columns if name not in COLUMNS]
    name = pl.coalesce("payer_name" if "payer_name" in own else "payer", "payer")
    asked = findings.select(own).with_row_index("row").lazy().with_columns(payer_name=name)
    parts = [
        with_clock(asked.filter(pl.col("clock") == question), question, payers, prefix="found")
        for question in get_args(Question)
    ]
    found = (
        pl.concat(parts).select("row", "found_rule", "found_cite", deadline="found_date").collect()
    )
    return (
        findings.select(own)
        .with_row_index("row")
        .join(found, on="row", how="left", maintain_order="left")
        .with_columns(deadline_rule="found_rule", deadline_cite=_cite())
        .select(*own, *COLUMNS)
    )


def _cite() -> pl.Expr:
    asks = pl.col("clock").is_in(get_args(Question)).fill_null(value=False)
    return (
        pl.when(~asks)
        .then(pl.lit(NO_LIMIT))
        .when(pl.col("found_rule").is_null())
        .then(pl.lit(NO_CLOCK))
        .when(pl.col("deadline").is_null())
        .then(pl.col("found_cite") + NO_START)
        .otherwise("found_cite")
    )
