"""Prices that need no table: a share of charges, one amount, nothing at all, or no price."""

import polars as pl

from reclaim.contracts.exact import EXACT, exact, exact_of_cents, fraction, times
from reclaim.contracts.frames import PRICED, PRICED_BY_UNIT, WHY_NOT
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.units import UNCOUNTED, is_first, units
from reclaim.contracts.methods.written import dollars
from reclaim.contracts.model.prices import (
    Capitation,
    Flat,
    NotCovered,
    PercentOfCharges,
    Unpriced,
)
from reclaim.contracts.shown import shown_cents, shown_dollars, shown_percent

NOTHING = pl.lit(0, EXACT)


def percent_of_charges(lines: pl.DataFrame, price: PercentOfCharges, _: Under) -> pl.DataFrame:
    """A share of the charge of each line; none where no charge is stated. Gives frames.PRICED.

    A charge below zero, by which a provider takes another back, is none to take a share of.
    """
    charge = pl.when(pl.col("charge_cents") >= 0).then("charge_cents")
    share = times(exact_of_cents(charge), fraction(price.percent))
    said = pl.lit(f"{shown_percent(price.percent)} percent of the charge ")
    return lines.select(
        "row",
        exact=share,
        step=pl.concat_str(said, shown_cents(charge), pl.lit(" = "), dollars(share)),
        why_not=pl.when(charge.is_null()).then(pl.lit("not stated: charge")),
    ).cast(PRICED)


def flat(lines: pl.DataFrame, price: Flat, _: Under) -> pl.DataFrame:
    """One amount for each unit, line, or day of a claim. Gives frames.PRICED_BY_UNIT.

    Of the lines of a claim on one day that the term is about the first has the amount of the day.
    """
    amount = pl.lit(exact(price.amount), EXACT)
    due, counted, uncounted = pl.lit(value=True), pl.lit(None, pl.Int64), pl.lit(value=False)
    if price.per == "day":
        due = is_first(["claim_id", "day"])
    if price.per == "unit":
        counted, uncounted = units(), units().is_null()
    said = pl.lit(f"{shown_dollars(price.amount)} a {price.per}")
    once = pl.lit(f"{shown_dollars(price.amount)} a day, which another line of the day has")
    return lines.select(
        "row",
        exact=pl.when(~uncounted).then(pl.when(due).then(amount).otherwise(NOTHING)),
        step=pl.when(due).then(said).otherwise(once),
        why_not=pl.when(uncounted).then(pl.lit(UNCOUNTED)),
        times_thousandths=counted,
        rate_modifier=None,
    ).cast(PRICED_BY_UNIT)


def capitation(lines: pl.DataFrame, _: Capitation, __: Under) -> pl.DataFrame:
    """Nothing is due for the service itself. Gives frames.PRICED."""
    return _alike(lines, NOTHING, "paid by the member and month: nothing for the service itself")


def not_covered(lines: pl.DataFrame, price: NotCovered, _: Under) -> pl.DataFrame:
    """Nothing is due at all. Gives frames.PRICED."""
    return _alike(lines, NOTHING, f"not covered: {price.reason}")


def unpriced(lines: pl.DataFrame, price: Unpriced, _: Under) -> pl.DataFrame:
    """No price, for the contract's reason. Gives frames.PRICED.

    A reason that does not begin with one of frames.WHY_NOT tells of an unknown algorithm.
    """
    known = price.reason.partition(":")[0] in WHY_NOT
    reason = price.reason if known else f"algorithm unknown: {price.reason}"
    return _alike(lines, pl.lit(None, EXACT), None, reason)


def _alike(
    lines: pl.DataFrame, exact: pl.Expr, step: str | None, why_not: str | None = None
) -> pl.DataFrame:
    said = {"exact": exact, "step": pl.lit(step), "why_not": pl.lit(why_not)}
    return lines.select("row", **said).cast(PRICED)
