"""What is done to a price beside its method: percentage, escalators, units, limits, rounding."""

import polars as pl

from reclaim.contracts.exact import (
    ONE,
    PER_CENT,
    UNITS,
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
from reclaim.contracts.trace import NEW, stepped

ROUNDED: dict[Rounding, str] = {
    "half_up_per_line": "rounded half up: ",
    "half_even_per_line": "rounded, half a cent to the even cent: ",
    "truncate_per_line": "cut to whole cents: ",
    "half_up_per_unit": "rounded half up: ",
}
"""The last step of a price, by the rounding of the contract."""

EXACT = pl.col("exact")
BEYOND = "beyond reckoning"


def by_share(priced: pl.DataFrame) -> pl.DataFrame:
    """Prices times the percentage of their term: `share`, told as `percent`."""
    said = (pl.lit("x "), pl.col("percent"), pl.lit(" percent = "), dollars(pl.col(NEW)))
    due = pl.col("share") != ONE
    return _multiplied(priced, due, times(EXACT, pl.col("share")), pl.concat_str(said))


def escalated(priced: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Prices times every escalator in force on `day`, where the term `escalates`.

    Several apply in the order of their days.
    """
    for escalator in sorted(contract.escalators, key=lambda one: one.effective_from):
        due = pl.col("escalates") & (pl.col("day") >= escalator.effective_from)
        new = times(EXACT, fraction(escalator.percent))
        since = f"since {escalator.effective_from} ({escalator.clause})"
        said = pl.lit(f"x {shown_percent(escalator.percent)} percent {since} = ")
        priced = _multiplied(priced, due, new, pl.concat_str(said, dollars(pl.col(NEW))))
    return priced


def by_units(priced: pl.DataFrame, rounding: Rounding) -> pl.DataFrame:
    """Prices times `times_thousandths`, where a price is that of one unit.

    A contract that rounds by the unit rounds here, before it multiplies.
    """
    number = pl.col("times_thousandths")
    if rounding == "half_up_per_unit":
        broken = number.is_not_null() & (EXACT % PER_CENT != 0)
        new = pl.when(broken).then(exact_of_cents(rounded(EXACT, rounding)))
        said = pl.lit("one unit rounded half up: ")
        priced = stepped(priced, new, pl.concat_str(said, dollars(pl.col(NEW))))
    times_number = pl.concat_str(pl.lit("x "), decimal(number, 3), pl.lit(" units = "))
    said = pl.concat_str(times_number, dollars(pl.col(NEW)))
    return _multiplied(priced, number != UNITS, times_units(EXACT, number), said)


def limited(priced: pl.DataFrame) -> pl.DataFrame:
    """Prices not less than `minimum`, not more than `maximum`, and not more than the charge.

    The charge goes last: where the term is `capped`, no minimum lifts a price above it.
    """
    charge = exact_of_cents(pl.col("charge_cents").clip(0))
    limits = (
        ("not less than ", pl.col("minimum"), pl.col("minimum") > EXACT),
        ("not more than ", pl.col("maximum"), pl.col("maximum") < EXACT),
        ("not more than the charge ", charge, pl.col("capped") & (charge < EXACT)),
    )
    for said, limit, beyond in limits:
        new = pl.when(beyond).then(limit)
        priced = stepped(priced, new, pl.concat_str(pl.lit(said), dollars(pl.col(NEW))))
    return priced


def in_cents(priced: pl.DataFrame, rounding: Rounding) -> pl.DataFrame:
    """Prices in whole cents, `cents`, as the contract rounds; a step tells where that matters."""
    whole = priced.with_columns(cents=rounded(EXACT, rounding))
    new = pl.when(EXACT % PER_CENT != 0).then(exact_of_cents(pl.col("cents")))
    said = pl.lit(ROUNDED[rounding])
    return stepped(whole, new, pl.concat_str(said, shown_cents(pl.col("cents"))))


def reasoned(priced: pl.DataFrame) -> pl.DataFrame:
    """The rows with a reason where reckoning came to no price: no product overflows in silence."""
    lost = pl.col("cents").is_null() & pl.col("why_not").is_null()
    return priced.with_columns(why_not=pl.when(lost).then(pl.lit(BEYOND)).otherwise("why_not"))


def _multiplied(
    priced: pl.DataFrame, due: pl.Expr, product: pl.Expr, said: pl.Expr
) -> pl.DataFrame:
    """The rows with a product where it is due; no price where that is beyond reckoning."""
    lost = priced.select((due & product.is_null()).fill_null(value=False)).to_series()
    after = stepped(priced, pl.when(due).then(product), said)
    return after.with_columns(exact=pl.when(~lost).then("exact")) if lost.any() else after
