"""What speaks for and against findings, and which inputs would settle what is open."""

import polars as pl

from reclaim.report.audited import Audited
from reclaim.report.findings import OPEN, judged

SIDES = ("for", "against", "missing")

UNNAMED_INPUT = "not named"


def missing_inputs(audited: Audited) -> pl.DataFrame:
    """`input`, `findings`, `at_stake_cents`, `expected_cents`: open findings that lack an answer.

    The most dollars first. A finding that lacks several inputs stands in several rows, so the rows
    do not add up; `lacking` gives the total without repeats.
    """
    missing = _missing(audited).select("finding_id", "input").unique()
    return (
        judged(audited)
        .filter(OPEN)
        .select("finding_id", "at_stake_cents", "expected_cents")
        .join(missing, on="finding_id")
        .group_by("input")
        .agg(
            findings=pl.len().cast(pl.Int64),
            at_stake_cents=pl.col("at_stake_cents").sum(),
            expected_cents=pl.col("expected_cents").sum(),
        )
        .sort(-pl.col("at_stake_cents"), "input")
        .collect(engine="streaming")
    )


def lacking(audited: Audited) -> tuple[int, int]:
    """How many open findings lack at least one input, and what is at stake in them."""
    wanted = _missing(audited).select("finding_id").unique()
    open_ones = judged(audited).filter(OPEN).join(wanted, on="finding_id", how="semi")
    total = open_ones.select(pl.len(), pl.col("at_stake_cents").sum())
    row = total.collect(engine="streaming").row(0, named=True)
    return int(row["len"]), int(row["at_stake_cents"])


def statements(audited: Audited, rows: pl.DataFrame) -> pl.DataFrame:
    """A row a finding of `rows`: its statements `for`, `against` and `missing`, each a list."""
    wanted = rows.lazy().select("finding_id").unique()
    order = ["finding_id", "fact", "line_number"]
    told = (
        audited.table("evidence")
        .join(wanted, on="finding_id", how="semi")
        .select(*order, "side", "statement")
        .collect(engine="streaming")
        .sort(order)
    )
    said = pl.col("statement")
    lists = told.group_by("finding_id", maintain_order=True).agg(
        said.filter(pl.col("side") == side).drop_nulls().unique(maintain_order=True).alias(side)
        for side in SIDES
    )
    joined = rows.join(lists, on="finding_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col(SIDES).fill_null([]))


def _missing(audited: Audited) -> pl.LazyFrame:
    missing = audited.table("evidence").filter(pl.col("side") == "missing")
    return missing.with_columns(pl.col("input").fill_null(UNNAMED_INPUT))
