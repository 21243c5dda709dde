"""What is done to a price after its method: escalators, limits, the charge, and rounding."""

import polars as pl

from reclaim.contracts.exact import (
    PER_CENT,
    Rounding,
    exact_of_cents,
    fraction,
    rounded,
    times,
    times_units,
)
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.shown import shown_cents, shown_percent
from reclaim.contracts.trace import added

ROUNDED: dict[Rounding, str] = {
    "half_up_per_line": "rounded half up",
    "half_even_per_line": "rounded, half a cent to the even cent",
    "truncate_per_line": "cut to whole cents",
    "half_up_per_unit": "rounded half up",
}
"""The last step of a price, by the rounding of the contract."""


def escalated(priced: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Prices times every escalator in force on `day`, for terms that the escalators apply to.

    Args:
        priced: `exact`, `steps`, `day`, `escalates`.
        contract: whose escalators they are; they apply in the order of their days.
    """
    for escalator in sorted(contract.escalators, key=lambda one: one.effective_from):
        due = pl.col("escalates") & (pl.col("day") >= escalator.effective_from)
        more = times(pl.col("exact"), fraction(escalator.percent))
        said = f"x {shown_percent(escalator.percent)} percent since {escalator.effective_from}"
        step = pl.concat_str(pl.lit(f"{said} ({escalator.clause}) = "), dollars(more))
        priced = priced.with_columns(
            exact=pl.when(due).then(more).otherwise("exact"),
            steps=added("steps", pl.when(due).then(step)),
        )
    return priced


def by_units(priced: pl.DataFrame, rounding: Rounding) -> pl.DataFrame:
    """Prices times `times_thousandths`, where a price is that of one unit.

    A contract that rounds by the unit rounds here, before it multiplies.
    """
    counted = pl.col("times_thousandths").is_not_null() & pl.col("exact").is_not_null()
    if rounding == "half_up_per_unit":
        cents = rounded(pl.col("exact"), rounding)
        broken = counted & (pl.col("exact") % PER_CENT != 0)
        step = pl.concat_str(pl.lit("one unit rounded half up: "), shown_cents(cents))
        priced = priced.with_columns(
            exact=pl.when(broken).then(exact_of_cents(cents)).otherwise("exact"),
            steps=added("steps", pl.when(broken).then(step)),
        )
    several = counted & (pl.col("times_thousandths") != 1000)
    more = times_units(pl.col("exact"), pl.col("times_thousandths"))
    number = decimal(pl.col("times_thousandths"), 3)
    step = pl.concat_str(pl.lit("x "), number, pl.lit(" units = "), dollars(more))
    return priced.with_columns(
        exact=pl.when(several).then(more).otherwise("exact"),
        steps=added("steps", pl.when(several).then(step)),
    )


def limited(priced: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """Prices not less than `minimum`, not more than `maximum`, and not more than the charge.

    The charge goes last: a minimum never lifts a price above it, where the term is `capped`.

    Args:
        priced: `exact`, `steps`, `minimum`, `maximum`, `capped`, `charge_cents`.
        terms: TERMS, which tell whether there are any limits at all.
    """
    charge = pl.when("capped").then(exact_of_cents(pl.col("charge_cents").clip(0)))
    limits = {
        "not less than": (terms["minimum"].count(), "minimum", pl.col("minimum")),
        "not more than": (terms["maximum"].count(), "maximum", pl.col("maximum")),
        "not more than the charge": (terms["capped"].sum(), "charge", charge),
    }
    for said, (number, name, limit) in limits.items():
        if not number:
            continue
        beyond = pl.col("exact") < limit if name == "minimum" else pl.col("exact") > limit
        step = pl.concat_str(pl.lit(f"{said} "), dollars(limit))
        priced = priced.with_columns(
            exact=pl.when(beyond).then(limit).otherwise("exact"),
            steps=added("steps", pl.when(beyond).then(step)),
        )
    return priced


def in_cents(priced: pl.DataFrame, rounding: Rounding) -> pl.DataFrame:
    """Add `cents`, the price rounded as the contract says, and the step where that changes it."""
    broken = pl.col("exact") % PER_CENT != 0
    cents = rounded(pl.col("exact"), rounding)
    step = pl.concat_str(pl.lit(f"{ROUNDED[rounding]}: "), shown_cents(cents))
    return priced.with_columns(cents=cents, steps=added("steps", pl.when(broken).then(step)))
