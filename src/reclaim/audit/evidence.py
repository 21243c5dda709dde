"""The evidence of each finding: what speaks for it, what against, and what is missing."""

from collections.abc import Sequence

import polars as pl

from reclaim.rules.fact_words import fact_words, statement
from reclaim.rules.signals import Signal
from reclaim.schema import TABLES

TURNED = "-"
"""Before a fact's name: that it holds speaks against the finding."""


def evidence(rows: pl.DataFrame, facts: pl.DataFrame, signals: Sequence[Signal]) -> pl.DataFrame:
    """Table `evidence`: the facts that each finding's signal looks at, answered or missing.

    Args:
        rows: what `findings.named_rows` gave.
        facts: table `facts` of these claims.
        signals: those that `signal` counts in.
    """
    asked = _asked(signals)
    of_findings = (
        rows.lazy()
        .select("finding_id", "claim_id", "line_number", "signal_id")
        .unique(maintain_order=True)
        .join(asked, on="signal_id")
    )
    on_line = of_findings.filter(pl.col("line_number").is_not_null()).join(
        facts.lazy().filter(pl.col("line_number").is_not_null()),
        on=["claim_id", "line_number", "fact"],
    )
    whole = of_findings.drop("line_number").unique(maintain_order=True)
    on_claim = whole.join(
        facts.lazy().filter(pl.col("line_number").is_null()), on=["claim_id", "fact"]
    )
    answered = pl.concat([on_line, on_claim], how="diagonal_relaxed").with_columns(
        side=pl.when(pl.col("holds") ^ pl.col("turned"))
        .then(pl.lit("for"))
        .otherwise(pl.lit("against"))
    )
    missing = whole.join(answered, on=["finding_id", "fact"], how="anti").with_columns(
        side=pl.lit("missing")
    )
    return (
        pl.concat([answered, missing], how="diagonal_relaxed")
        .with_columns(statement(), input=_input())
        .sort("finding_id", "side", "fact", "line_number", nulls_last=True)
        .select(TABLES["evidence"].polars_schema.names())
        .collect()
    )


def _asked(signals: Sequence[Signal]) -> pl.LazyFrame:
    """`signal_id`, `fact`, and whether the fact speaks the other way."""
    rows = [
        (signal.id, name.removeprefix(TURNED), name.startswith(TURNED))
        for signal in signals
        for name in signal.looks_at
    ]
    return pl.LazyFrame(
        rows,
        schema={"signal_id": pl.String, "fact": pl.String, "turned": pl.Boolean},
        orient="row",
    )


def _input() -> pl.Expr:
    """Where the answer to a fact comes from, or would come from."""
    inputs = {name: words.input for name, words in fact_words().items()}
    return pl.col("fact").replace_strict(inputs, default=None, return_dtype=pl.String)
