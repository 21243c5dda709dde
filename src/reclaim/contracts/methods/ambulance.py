"""Ambulance: a base by kind of transport, loaded miles, and what the place of pickup adds.

Sources for Medicare: 42 U.S.C. 1395m(l), 42 CFR 414.610: the index of the pickup's locality moves a
share of the base and nothing of the mileage; the add-ons of urban and rural areas are on both; that
of super-rural areas is on the base alone, beside the rural one; the first rural miles count more.
"""

from decimal import Decimal

import polars as pl

from reclaim.contracts.exact import EXACT, ONE, UNITS, exact, fraction, times, times_units
from reclaim.contracts.frames import PRICED
from reclaim.contracts.methods.in_force import SEVERAL, in_force
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.units import UNCOUNTED, units
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.prices import HUNDRED, Ambulance
from reclaim.contracts.shown import shown_dollars, shown_percent
from reclaim.contracts.trace import added

THOUSANDTHS = 3
RURAL = ("rural", "super_rural")
LEFT = ("row", "code", "zip_code", "minutes", "units_thousandths", "day")
UNIT_PRICES = {
    "code": pl.String(),
    "unit": EXACT,
    "said": pl.String(),
    "mileage": pl.Boolean(),
}


def ambulance(lines: pl.DataFrame, price: Ambulance, under: Under) -> pl.DataFrame:
    """The price of each line, a base or its mileage: frames.PRICED.

    The units of a mileage line are its loaded miles. Where the area of the pickup changes nothing
    in this contract, it is not asked for; else a line whose ZIP code is not stated or has no area
    has no price.
    """
    asked = lines.select(LEFT).with_columns(count=units())
    placed = _with_area(asked, price, under)
    known = placed.join(_unit_prices(price), on="code", how="left", maintain_order="left")
    reasoned = known.with_columns(why_not=_why_not(price))
    priced = reasoned.with_columns(_by_count(price))
    for area, percent, of in _add_ons(price):
        priced = _raised(priced, of & pl.col("area").is_in(area), percent)
    found = pl.col("why_not").is_null()
    return priced.select(
        "row",
        exact=pl.when(found).then("exact"),
        step=pl.when(found).then("step"),
        why_not="why_not",
    ).cast(PRICED)


def _unit_prices(price: Ambulance) -> pl.DataFrame:
    """By code: the exact price of a transport, or of a mile, and how it came."""
    moved = price.practice_expense_percent / HUNDRED
    adjusted = moved * price.practice_expense_index + (1 - moved)
    words = (
        f"({shown_percent(price.practice_expense_percent)} percent x "
        f"{price.practice_expense_index:f} + "
        f"{shown_percent(HUNDRED - price.practice_expense_percent)} percent)"
    )
    rows = []
    for code, value in price.relative_values.items():
        unit = exact(price.conversion_factor * value * adjusted)
        said = f"{shown_dollars(price.conversion_factor)} x {value:f} x {words}"
        rows.append((code, unit, said, False))
    for code, rate in price.mileage_rates.items():
        rows.append((code, exact(rate), f"{shown_dollars(rate)} a mile", True))
    return pl.DataFrame(rows, schema=UNIT_PRICES, orient="row")


def _with_area(lines: pl.DataFrame, price: Ambulance, under: Under) -> pl.DataFrame:
    """The lines with `area`, null where it is not known, and `two_areas`."""
    stated = pl.lit(price.area, pl.String())
    if price.areas is None:
        return lines.with_columns(area=stated, two_areas=pl.lit(value=False))
    found = in_force(lines, under.table(price.areas).drop("row"), ["zip_code"], ["area"])
    otherwise = pl.when(pl.col("zip_code").is_not_null()).then(stated)
    return found.rename({SEVERAL: "two_areas"}).with_columns(
        area=pl.coalesce(pl.col("area"), otherwise)
    )


def _add_ons(price: Ambulance) -> list[tuple[tuple[str, ...], Decimal, pl.Expr]]:
    """In which areas what percent is due, and on which lines."""
    any_line = pl.lit(value=True)
    return [
        (("urban",), price.urban_percent, any_line),
        (RURAL, price.rural_percent, any_line),
        (("super_rural",), price.super_rural_percent, ~pl.col("mileage")),
    ]


def _asks_for_area(price: Ambulance) -> bool:
    """Whether the area of the pickup changes a price in this contract."""
    percents = [percent for _, percent, _ in _add_ons(price)]
    if price.rural_miles:
        percents.append(price.rural_mile_percent)
    return any(percent != HUNDRED for percent in percents)


def _why_not(price: Ambulance) -> pl.Expr:
    reasons: list[tuple[pl.Expr, str]] = [
        (pl.col("code").is_null(), "not stated: code"),
        (pl.col("unit").is_null(), "no rate"),
        (pl.col("count").is_null(), UNCOUNTED),
    ]
    if _asks_for_area(price) and price.areas is not None:
        reasons += [
            (pl.col("zip_code").is_null(), "not stated: ZIP code of the pickup"),
            (pl.col("two_areas"), "two rates: the pickup has two areas"),
            (pl.col("area").is_null(), "no rate: the ZIP code of the pickup has no area"),
        ]
    elif _asks_for_area(price):
        reasons.append((pl.col("area").is_null(), "not stated: area of the pickup"))
    return pl.coalesce(*(pl.when(holds).then(pl.lit(reason)) for holds, reason in reasons))


def _by_count(price: Ambulance) -> list[pl.Expr]:
    """`exact` and `step` of so many transports or miles, before add-ons."""
    first = pl.min_horizontal("count", pl.lit(price.rural_miles * UNITS, pl.Int64))
    beyond = pl.col("count") - first
    counts_more = pl.col("mileage") & pl.col("area").is_in(RURAL)
    counts_more &= pl.lit(price.rural_miles > 0 and price.rural_mile_percent != HUNDRED)
    short = times(times_units(pl.col("unit"), first), fraction(price.rural_mile_percent))
    amount = (
        pl.when(counts_more)
        .then(short + times_units(pl.col("unit"), beyond))
        .otherwise(times_units(pl.col("unit"), pl.col("count")))
    )
    rural = pl.concat_str(
        pl.lit("("),
        decimal(first, THOUSANDTHS),
        pl.lit(f" miles x {shown_percent(price.rural_mile_percent)} percent + "),
        decimal(beyond, THOUSANDTHS),
        pl.lit(" miles)"),
    )
    many = pl.when(counts_more).then(rural).otherwise(_count())
    step = pl.concat_str("said", _times(many), pl.lit(" = "), dollars(amount))
    return [amount.alias("exact"), step.alias("step")]


def _count() -> pl.Expr:
    """So many miles, or units where there is more than one; else null."""
    number = decimal(pl.col("count"), THOUSANDTHS)
    miles = pl.concat_str(number, pl.lit(" miles"))
    several = pl.concat_str(number, pl.lit(" units"))
    return pl.when("mileage").then(miles).when(pl.col("count") != UNITS).then(several)


def _times(count: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(" x "), count).fill_null("")


def _raised(priced: pl.DataFrame, due: pl.Expr, percent: Decimal) -> pl.DataFrame:
    """Prices with an add-on where it is due, and the step that says so."""
    share = fraction(percent)
    if share == ONE:
        return priced
    raised = times(pl.col("exact"), share)
    said = pl.concat_str(
        pl.col("area").str.replace("_", "-"),
        pl.lit(f" area: x {shown_percent(percent)} percent = "),
        dollars(raised),
    )
    holds = due.fill_null(value=False)
    return priced.with_columns(
        exact=pl.when(holds).then(raised).otherwise("exact"),
        step=added("step", pl.when(holds).then(said)),
    )
