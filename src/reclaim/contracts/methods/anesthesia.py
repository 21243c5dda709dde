"""Anesthesia: base, time and further units x conversion factor, and the share of who gave it.

Sources for Medicare: 42 CFR 414.46, Medicare Claims Processing Manual, chapter 12, 50 and 140.
Contracts of others use the same parts with values of their own.
"""

from decimal import Decimal

import polars as pl

from reclaim.contracts.exact import EXACT, ONE, UNITS, fraction
from reclaim.contracts.frames import PRICED
from reclaim.contracts.methods.in_force import SEVERAL, in_force
from reclaim.contracts.methods.medicare import medicare_rule
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.units import UNCOUNTED, units
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.prices import Anesthesia
from reclaim.contracts.shown import shown_percent

SUPERVISED = "AD"
"""A physician supervises more than four procedures at a time."""
FILE = "anesthesia.yaml"
SUPERVISED_UNITS = "anesthesia/supervised-units"

DIGITS = 6
EXACT_MICRO = 10**8
"""Exact units in a millionth of a dollar."""
WHOLE = ONE * ONE
"""Shares are counted so finely that two of them, one after the other, leave nothing over."""
PARTS = {"hundredths": 100, "tenths": 10, "whole_up": 1, "whole_half_up": 1}
"""Into so many parts a unit of time is divided, by the name of the rounding."""
ROUNDED = {
    "exact": "",
    "hundredths": ", to hundredths",
    "tenths": ", to tenths",
    "whole_up": ", up to whole units",
    "whole_half_up": ", to whole units",
}
LEFT = ("row", "code", "modifiers", "minutes", "units_thousandths", "locality", "day")

MOST_MINUTES = 10**6
"""Nobody is under anesthesia for years: a larger number is none."""


def anesthesia(lines: pl.DataFrame, price: Anesthesia, under: Under) -> pl.DataFrame:
    """The price of each line: frames.PRICED.

    A line of a qualifying circumstance has only its own units. A line with AD has the units of a
    supervised procedure in the place of base and time; the unit more for a physician who was there
    at induction is not added, since only the record shows that he was.

    Unpriced are codes without base units, lines without minutes or locality, and lines with AD
    where the contract's shares do not name it.
    """
    asked = lines.select(LEFT).with_columns(_who(price), _kind(price))
    based = in_force(asked, _base_units(under.table(price.base_units)), ["code"], ["base"])
    based = based.rename({SEVERAL: "two_bases"})
    counted = (
        _with_factor(based, price, under)
        .with_columns(_counts(price))
        .with_columns(total=_total(price))
    )
    why_not = _why_not(price)
    return counted.select(
        "row",
        exact=pl.when(why_not.is_null()).then(_amount(price, _share(price))),
        step=pl.when(why_not.is_null()).then(_steps(price)),
        why_not=why_not,
    ).cast(PRICED)


def time_units(minutes: pl.Expr, price: Anesthesia) -> pl.Expr:
    """Millionths of a time unit x `minutes_per_unit`, a whole number however minutes divide.

    Seventeen minutes of fifteen are 1.1 units in tenths, 1.13 in hundredths, 2 rounded up.
    """
    per_unit = price.minutes_per_unit
    if price.time_units == "exact":
        return minutes * ONE
    parts = PARTS[price.time_units]
    if price.time_units == "whole_up":
        rounded = (minutes + per_unit - 1) // per_unit
    else:
        rounded = (2 * parts * minutes + per_unit) // (2 * per_unit)
    return rounded * (ONE // parts) * per_unit


def _who(price: Anesthesia) -> pl.Expr:
    locality = pl.lit(price.locality, pl.String())
    return pl.coalesce(locality, pl.col("locality")).alias("locality")


def _kind(price: Anesthesia) -> pl.Expr:
    """What is counted: a circumstance, a supervised procedure, or an anesthesia by its time."""
    supervised = pl.col("modifiers").list.contains(pl.lit(SUPERVISED))
    return (
        pl.when(pl.col("code").is_in(list(price.qualifying)))
        .then(pl.lit("qualifying"))
        .when(supervised)
        .then(pl.lit("supervised"))
        .otherwise(pl.lit("timed"))
        .alias("kind")
    )


def _base_units(table: pl.DataFrame) -> pl.DataFrame:
    return table.select("code", "effective_from", "effective_to", base="units_thousandths")


def _with_factor(lines: pl.DataFrame, price: Anesthesia, under: Under) -> pl.DataFrame:
    """The lines with `factor`, millionths of a dollar for a unit, and `two_factors`."""
    if price.schedule is None or price.conversion_factor is not None:
        stated = int((price.conversion_factor or Decimal(0)).scaleb(DIGITS))
        return lines.with_columns(factor=pl.lit(stated, pl.Int64), two_factors=pl.lit(value=False))
    factors = under.table(price.schedule).select(
        "locality", "effective_from", "effective_to", factor="conversion_millionths"
    )
    return in_force(lines, factors, ["locality"], ["factor"]).rename({SEVERAL: "two_factors"})


def _counts(price: Anesthesia) -> list[pl.Expr]:
    """Millionths of units: `first` (base, or what stands in its place), `status`; and `time`."""
    of_code = {code: _millionths(units) for code, units in price.qualifying.items()}
    if price.supervised_units is None:
        rule = medicare_rule(FILE, SUPERVISED_UNITS).expr(pl.col("day")) * ONE
    else:
        rule = pl.lit(_millionths(price.supervised_units), pl.Int64)
    qualifying = pl.col("code").replace_strict(of_code, default=None, return_dtype=pl.Int64)
    first = (
        pl.when(pl.col("kind") == "qualifying")
        .then(qualifying * units() // UNITS)
        .when(pl.col("kind") == "supervised")
        .then(rule)
        .otherwise(pl.col("base") * (ONE // UNITS))
    )
    timed = pl.col("kind") == "timed"
    time = pl.when(timed).then(time_units(pl.col("minutes"), price)).otherwise(0)
    return [first.alias("first"), _status(price).alias("status"), time.alias("time")]


def _status(price: Anesthesia) -> pl.Expr:
    """Millionths of units for the patient's physical status, of lines that are no circumstance."""
    none = pl.lit(0, pl.Int64)
    found = none
    for modifier, further in price.physical_status.items():
        carried = pl.col("modifiers").list.contains(pl.lit(modifier))
        found += pl.when(carried).then(_millionths(further)).otherwise(none)
    return pl.when(pl.col("kind") == "qualifying").then(none).otherwise(found)


def _total(price: Anesthesia) -> pl.Expr:
    """Millionths of all units x `minutes_per_unit`."""
    return (pl.col("first") + pl.col("status")) * price.minutes_per_unit + pl.col("time")


def _share(price: Anesthesia, upto: int | None = None) -> pl.Expr:
    """Parts (WHOLE is all) that the modifiers leave; only the first `upto` shares, if given."""
    share = pl.lit(WHOLE, EXACT)
    for modifier, percent in list(price.shares.items())[:upto]:
        carried = pl.col("modifiers").list.contains(pl.lit(modifier))
        share = pl.when(carried).then(share * fraction(percent) // ONE).otherwise(share)
    return share


def _amount(price: Anesthesia, share: pl.Expr) -> pl.Expr:
    """Exact amounts; divided last, so that nothing is lost where minutes do not divide evenly."""
    unit = pl.col("factor").cast(EXACT) * EXACT_MICRO * share // WHOLE
    return unit * pl.col("total").cast(EXACT) // (ONE * price.minutes_per_unit)


def _why_not(price: Anesthesia) -> pl.Expr:
    circumstance = pl.col("kind") == "qualifying"
    supervised = pl.col("kind") == "supervised"
    no_minutes = ~pl.col("minutes").is_between(0, MOST_MINUTES).fill_null(value=False)
    unnamed = supervised & pl.lit(SUPERVISED not in price.shares)
    of = pl.col("locality")
    reasons: list[tuple[pl.Expr, pl.Expr]] = [
        (pl.col("code").is_null(), pl.lit("not stated: code")),
        (pl.col("day").is_null(), pl.lit("not stated: day of service")),
        (~circumstance & pl.col("base").is_null(), pl.lit("no rate: no base units")),
        (~circumstance & pl.col("two_bases"), pl.lit("two rates: of base units")),
        (unnamed, pl.lit(f"algorithm unknown: the shares do not name {SUPERVISED}")),
        ((pl.col("kind") == "timed") & no_minutes, pl.lit("not stated: minutes of anesthesia")),
        (circumstance & pl.col("first").is_null(), pl.lit(UNCOUNTED)),
        (pl.col("first").is_null(), pl.lit("no rate: supervised procedures on this day")),
    ]
    if price.schedule is not None:
        reasons += [
            (of.is_null(), pl.lit("no locality")),
            (pl.col("factor").is_null(), pl.lit("no locality: no factor of ") + of),
            (pl.col("two_factors"), pl.lit("two rates: factors of ") + of),
        ]
    return pl.coalesce(*(pl.when(holds).then(reason) for holds, reason in reasons))


def _steps(price: Anesthesia) -> pl.Expr:
    """The units, the factor, and each share that changes something."""
    factor = pl.concat_str(
        pl.lit("x conversion factor "),
        decimal(pl.col("factor"), DIGITS, least=2),
        pl.concat_str(pl.lit(" ("), "locality", pl.lit(")")) if price.schedule else pl.lit(""),
        pl.lit(" = "),
        dollars(_amount(price, pl.lit(WHOLE, EXACT))),
    )
    steps = [_units_step(price), factor]
    for position, (modifier, percent) in enumerate(price.shares.items(), 1):
        carried = pl.col("modifiers").list.contains(pl.lit(modifier))
        said = pl.lit(f"{modifier}: x {shown_percent(percent)} percent = ")
        amount = dollars(_amount(price, _share(price, position)))
        changes = carried & pl.lit(fraction(percent) != ONE)
        steps.append(pl.when(changes).then(pl.concat_str(said, amount)))
    return pl.concat_str(steps, separator="\n", ignore_nulls=True)


def _units_step(price: Anesthesia) -> pl.Expr:
    """E.g. `base 5 + time 1.1 (17 minutes / 15, to tenths) + P3 1 = 7.1 units`."""
    names = {"qualifying": "qualifying ", "supervised": f"supervised ({SUPERVISED}) "}
    name = pl.col("kind").replace_strict(names, default="base ", return_dtype=pl.String)
    time = pl.concat_str(
        pl.lit(" + time "),
        _units(pl.col("time"), price),
        pl.lit(" ("),
        "minutes",
        pl.lit(f" minutes / {price.minutes_per_unit}{ROUNDED[price.time_units]})"),
    )
    parts = [
        pl.concat_str(name, decimal(pl.col("first"), DIGITS)),
        pl.when(pl.col("kind") == "timed").then(time),
    ]
    for modifier, further in price.physical_status.items():
        counts = pl.col("modifiers").list.contains(pl.lit(modifier))
        counts &= pl.col("kind") != "qualifying"
        parts.append(pl.when(counts).then(pl.lit(f" + {modifier} {further.normalize():f}")))
    total = pl.concat_str(pl.lit(" = "), _units(pl.col("total"), price), pl.lit(" units"))
    return pl.concat_str([*parts, total], ignore_nulls=True)


def _units(parts: pl.Expr, price: Anesthesia) -> pl.Expr:
    """Units as text; three dots follow where minutes do not divide evenly."""
    millionths = parts // price.minutes_per_unit
    more = pl.when(parts % price.minutes_per_unit != 0).then(pl.lit("...")).otherwise(pl.lit(""))
    return pl.concat_str(decimal(millionths, DIGITS), more)


def _millionths(units: Decimal) -> int:
    return int(units.scaleb(DIGITS))
