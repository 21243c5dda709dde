"""Conditions of rules that are data: SQL over named columns, and the days on which they hold."""

import datetime as dt
from collections.abc import Container, Sequence

import polars as pl

from reclaim.rules.yaml_file import rule_error

ALWAYS = dt.date(1995, 1, 1)
"""The first day of the code lists. A rule in force since then holds for every remittance."""


def in_force(from_date: dt.date, until: dt.date | None) -> list[pl.Expr]:
    """That the payment lies inside the rule's dates; a remittance without a date counts as inside.

    Empty for a rule that has always held. `until` is exclusive.
    """
    day = pl.col("payment_date")
    bounds = []
    if from_date > ALWAYS:
        bounds.append(day.is_null() | (day >= from_date))
    if until is not None:
        bounds.append(day.is_null() | (day < until))
    return bounds


def first_that_holds(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """The position of the first condition that is true; null when none is. Null is not true."""
    positions = (
        pl.when(condition).then(pl.lit(position, dtype=pl.UInt16))
        for position, condition in enumerate(conditions)
    )
    return pl.coalesce(pl.lit(None, dtype=pl.UInt16), *positions)


def check_when(where: str, rule_id: str, when: str, known: Container[str]) -> None:
    """Raise RULE-FILE when a condition is no SQL, or asks for a column that there is not."""
    try:
        asked = pl.sql_expr(when).meta.root_names()
    except pl.exceptions.PolarsError as error:
        raise rule_error(where, f"rule {rule_id}, when: {error}", "it must be SQL") from None
    for column in asked:
        if column not in known:
            raise rule_error(
                where,
                f"rule {rule_id}, when: unknown column {column}",
                "docs/reference/rules.md lists what a rule may ask.",
            )
