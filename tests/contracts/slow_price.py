"""Pricing again, one line at a time, in plain Python with fractions: the kernel's auditor.

It knows a small part of the contract language: codes, modifiers and charges as conditions; tables
of rates by code, modifier and setting; shares of charges; flat amounts; escalators and limits.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import FeeSchedule, Flat, PercentOfCharges
from tests.contracts.pricing import Row

FACILITIES = {"22", "24"}
HALF = Fraction(1, 2)


def price_slowly(line: Row, contract: Contract, rates: Sequence[Row]) -> int | None:
    """Cents of a line; null: no term, no rate, or two."""
    term = next((term for term in contract.terms if _holds(line, term)), None)
    if term is None:
        return None
    found = _of_method(line, term, rates, contract)
    if found is None:
        return None
    return round_slowly(_limited(found, line, term, contract), contract.rounding)


def round_slowly(cents: Fraction, rounding: str) -> int:
    """Whole cents."""
    whole, left = floor(cents), cents - floor(cents)
    if rounding == "truncate_per_line":
        return whole
    if rounding == "half_even_per_line" and left == HALF:
        return whole + whole % 2
    return whole + (left >= HALF)


def _holds(line: Row, term: Term) -> bool:
    when = term.when
    modifiers = set(line["modifiers"])
    return (
        (not when.codes or line["code"] in when.codes)
        and (not when.modifiers or bool(modifiers & set(when.modifiers)))
        and not modifiers & set(when.without_modifiers)
        and (when.charge_over is None or line["charge_cents"] > when.charge_over * 100)
    )


def _of_method(line: Row, term: Term, rates: Sequence[Row], contract: Contract) -> Fraction | None:
    """Cents of the line by its method and the escalators."""
    price: Any = term.price
    units = Fraction(line["units_thousandths"], 1000)
    if isinstance(price, PercentOfCharges):
        charge = Fraction(line["charge_cents"])
        return _share(price.percent) * charge * _escalation(line, contract)
    if isinstance(price, Flat):
        one, counted = Fraction(price.amount) * 100, price.per == "unit"
    else:
        assert isinstance(price, FeeSchedule)
        rate = _rate(line, rates)
        if rate is None:
            return None
        one, counted = rate * _share(price.percent), price.per == "unit"
    one *= _escalation(line, contract)
    if counted and contract.rounding == "half_up_per_unit":
        one = Fraction(round_slowly(one, contract.rounding))
    return one * units if counted else one


def _rate(line: Row, rates: Sequence[Row]) -> Fraction | None:
    setting = "facility" if line["place_of_service"] in FACILITIES else "nonfacility"
    fitting = [
        row
        for row in rates
        if row["code"] == line["code"]
        and row["modifier"] in {None, *line["modifiers"]}
        and row["setting"] in {None, setting}
        and not ("26" in line["modifiers"] and row["modifier"] != "26")
    ]
    if not fitting:
        return None
    most = max(_criteria(row) for row in fitting)
    best = {row["rate_micros"] for row in fitting if _criteria(row) == most}
    return Fraction(best.pop(), 10_000) if len(best) == 1 else None


def _criteria(row: Row) -> int:
    return sum(row[name] is not None for name in ("modifier", "setting"))


def _share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def _escalation(line: Row, contract: Contract) -> Fraction:
    day: dt.date = line["service_date"]
    share = Fraction(1)
    for escalator in contract.escalators:
        if day >= escalator.effective_from:
            share *= _share(escalator.percent)
    return share


def _limited(cents: Fraction, line: Row, term: Term, contract: Contract) -> Fraction:
    price = term.price
    if price.minimum is not None:
        cents = max(cents, Fraction(price.minimum) * 100)
    if price.maximum is not None:
        cents = min(cents, Fraction(price.maximum) * 100)
    capped = price.lesser_of_charge
    if capped or (capped is None and contract.lesser_of_charge == "line"):
        cents = min(cents, Fraction(line["charge_cents"]))
    return cents
