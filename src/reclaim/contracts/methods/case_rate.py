"""A claim at one amount, with an amount for each day beyond those that it stands for."""

from decimal import Decimal

import polars as pl

from reclaim.contracts.exact import EXACT, exact
from reclaim.contracts.frames import CLAIM_PRICED
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.prices import CaseRate
from reclaim.contracts.shown import shown, shown_dollars
from reclaim.contracts.stay import NOT_STATED, one_per_claim, shown_days, shown_stay


def case_rate(lines: pl.DataFrame, price: CaseRate, under: Under) -> pl.DataFrame:  # noqa: ARG001 - every method takes the contract
    """The case rate of each claim: frames.CLAIM_PRICED.

    A stay of just as many days as the rate stands for has none beyond them.

    Args:
        lines: all lines of each claim, frames.WIDE.
        price: the term's price.
        under: the contract.
    """
    claims = one_per_claim(lines)
    rate = f"case rate {shown_dollars(price.amount)}"
    if price.days is None:
        return claims.select(
            "claim_id",
            exact=pl.lit(exact(price.amount), EXACT),
            step=pl.lit(rate),
            why_not=pl.lit(None, dtype=pl.String),
        ).cast(CLAIM_PRICED)
    return _with_further_days(claims, price, price.days, rate)


def _with_further_days(
    claims: pl.DataFrame, price: CaseRate, included: int, rate: str
) -> pl.DataFrame:
    extra = price.extra_day or Decimal(0)
    further = (pl.col("days") - included).clip(lower_bound=0)
    paid = pl.lit(exact(price.amount), EXACT) + further.cast(EXACT) * exact(extra)
    stay = pl.concat_str(pl.lit(f"{rate} for {included} days\n"), shown_stay())
    beyond = pl.concat_str(
        stay,
        pl.lit("\n+ "),
        shown_days(further),
        pl.lit(f" beyond x {shown_dollars(extra)} = "),
        shown(paid),
    )
    return claims.select(
        "claim_id",
        exact=paid,
        step=pl.when(further > 0).then(beyond).otherwise(stay),
        why_not=pl.when(pl.col("days").is_null()).then(pl.lit(NOT_STATED)),
    ).cast(CLAIM_PRICED)
