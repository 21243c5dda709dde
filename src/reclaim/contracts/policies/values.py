"""Medicare's relative values of a service at its place: work, practice expense, malpractice."""

import polars as pl

from reclaim.contracts.exact import EXACT
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.policies import Policy
from reclaim.contracts.policies.indicators import indices_of, rows_of

FACILITY = "facility"
VALUES = (
    "work_millionths",
    "nonfacility_millionths",
    "facility_millionths",
    "malpractice_millionths",
)
PRACTICE = "practice"
TOTAL = "total"


def practice_value() -> pl.Expr:
    """The relative value of practice expense in the line's setting; not stated: no facility."""
    in_facility = pl.col("setting") == FACILITY
    return pl.when(in_facility).then("facility_millionths").otherwise("nonfacility_millionths")


def total_value() -> pl.Expr:
    """The sum of the relative values, not adjusted to the place."""
    return pl.col("work_millionths") + practice_value() + pl.col("malpractice_millionths")


def at_place(lines: pl.DataFrame, modifier: str, policy: Policy, under: Under) -> pl.DataFrame:
    """The lines with PRACTICE and TOTAL: relative values x indices of the line's locality.

    They are those of the code's row with exactly this modifier ("": the row without), exact whole
    numbers in proportion to the fee. Null where there is no such row, or no such locality.
    """
    bare = lines.drop(VALUES, strict=False)
    valued = indices_of(rows_of(bare, modifier, policy, under, VALUES), policy, under)
    work, malpractice = (
        pl.col(f"{part}_millionths").cast(EXACT) * pl.col(f"{part}_index")
        for part in ("work", "malpractice")
    )
    practice = practice_value().cast(EXACT) * pl.col("practice_index")
    return valued.with_columns(
        practice.alias(PRACTICE), (work + practice + malpractice).alias(TOTAL)
    ).drop(*VALUES, "work_index", "practice_index", "malpractice_index")
