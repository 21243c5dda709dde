"""Medicare's conversion factor of the physician fee schedule on a day, where its file lacks one."""

import polars as pl

from reclaim.contracts.methods.medicare import medicare_rule
from reclaim.rules.dated import DatedRule

FILE = "conversion_factors.yaml"
GENERAL = "conversion-factor/physician"
MILLIONTHS = 100
"""Millionths of a dollar in the unit of the rule, a ten-thousandth."""


def conversion_factor(stated: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Millionths of a dollar for one relative value unit on each row's day; null: not known.

    `stated`, the factor that stands in the file of relative values, holds. But where it is one of
    several that Medicare had in the year of the day, a file of one quarter tells only one of them,
    and the one in force on the day holds. Where the file states none, Medicare's of the day holds,
    for those who are no qualifying participants.
    """
    rule = medicare_rule(FILE, GENERAL)
    in_force = rule.expr(day) * MILLIONTHS
    changed = pl.lit(value=False)
    for year, values in _changed_years(rule).items():
        changed |= (day.dt.year() == year) & stated.is_in(values)
    last_year = max(value.from_date.year for value in rule.values)
    known = pl.when(day.dt.year() <= last_year).then(in_force)
    return pl.when(stated.is_null() | changed).then(known).otherwise(stated)


def _changed_years(rule: DatedRule) -> dict[int, list[int]]:
    """The years with more than one factor, and these."""
    years: dict[int, list[int]] = {}
    for value in rule.values:
        years.setdefault(value.from_date.year, []).append(value.value * MILLIONTHS)
    return {year: values for year, values in years.items() if len(values) > 1}
