"""Lines with their claims: what terms, methods and policies look at."""

import polars as pl

from reclaim.contracts.frames import CLAIMS, LINES, WIDE
from reclaim.contracts.places import is_stay, setting


def wide(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Every line with its claim, in the order of the lines: frames.WIDE, no contract bound yet.

    `locality` and `contract` are null. A line whose claim is missing has null in the claim's place.

    Args:
        claims: frames.CLAIMS.
        lines: frames.LINES.
    """
    of_claims = claims.select(CLAIMS.names()).with_columns(stay=is_stay())
    return (
        lines.select(LINES.names())
        .with_row_index("row")
        .join(of_claims, on="claim_id", how="left", maintain_order="left")
        .with_columns(day=_day(), modifiers=pl.col("modifiers").fill_null([]))
        .with_columns(
            setting=setting(),
            locality=pl.lit(None, pl.String),
            contract=pl.lit(None, pl.UInt32),
        )
        .select(WIDE.names())
    )


def _day() -> pl.Expr:
    """The day whose contract and rates hold."""
    of_line = pl.coalesce("service_date", "claim_date")
    return pl.when("stay").then(pl.coalesce("admission_date", of_line)).otherwise(of_line)
