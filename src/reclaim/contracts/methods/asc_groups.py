"""Surgery centers by groups: each code has a payment group, and each group a rate."""

import polars as pl

from reclaim.contracts.exact import EXACT, UNITS, exact, times_units
from reclaim.contracts.frames import PRICED
from reclaim.contracts.methods.in_force import SEVERAL, in_force
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.units import UNCOUNTED, units
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.prices import AscGroups
from reclaim.contracts.shown import shown_dollars

THOUSANDTHS = 3
LEFT = ("row", "code", "minutes", "units_thousandths", "day")


def asc_groups(lines: pl.DataFrame, price: AscGroups, under: Under) -> pl.DataFrame:
    """The rate of the group of each line's code, times its units: frames.PRICED.

    What several procedures of one day are worth together is a matter of the contract's policies.
    """
    groups = under.table(price.groups).drop("row")
    grouped = in_force(lines.select(LEFT), groups, ["code"], ["group"]).with_columns(count=units())
    known = grouped.join(_rates(price), on="group", how="left", maintain_order="left")
    amount = times_units(pl.col("rate"), pl.col("count"))
    found = pl.col("why_not").is_null()
    return (
        known.with_columns(_why_not())
        .select(
            "row",
            exact=pl.when(found).then(amount),
            step=pl.when(found).then(_step(under.source(price.groups), amount)),
            why_not="why_not",
        )
        .cast(PRICED)
    )


def _rates(price: AscGroups) -> pl.DataFrame:
    rows = [(group, exact(rate), shown_dollars(rate)) for group, rate in price.rates.items()]
    schema = {"group": pl.String(), "rate": EXACT, "said": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _why_not() -> pl.Expr:
    group = pl.concat_str(pl.lit("no rate: for group "), "group")
    reasons: list[tuple[pl.Expr, pl.Expr]] = [
        (pl.col("code").is_null(), pl.lit("not stated: code")),
        (pl.col("day").is_null(), pl.lit("not stated: day of service")),
        (pl.col("group").is_null(), pl.lit("no rate: the code has no group")),
        (pl.col(SEVERAL), pl.lit("two rates: the code has two groups")),
        (pl.col("rate").is_null(), group),
        (pl.col("count").is_null(), pl.lit(UNCOUNTED)),
    ]
    return pl.coalesce(*(pl.when(holds).then(why) for holds, why in reasons)).alias("why_not")


def _step(source: str, amount: pl.Expr) -> pl.Expr:
    """E.g. `group 4 (schedules/groups.csv): rate 1,250.00`, and the units that are not one."""
    rate = pl.concat_str(pl.lit("group "), "group", pl.lit(f" ({source}): rate "), "said")
    times = pl.concat_str(
        pl.lit("x "),
        decimal(pl.col("count"), THOUSANDTHS),
        pl.lit(" units = "),
        dollars(amount),
    )
    several = pl.when(pl.col("count") != UNITS).then(times)
    return pl.concat_str(rate, several, separator="\n", ignore_nulls=True)
