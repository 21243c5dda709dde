"""The one number of a term that would make it right: a percentage, a base rate, a factor."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from reclaim.contracts.calibrate.change import priced
from reclaim.contracts.calibrate.rows import Cents, Flags
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.policies import ClaimRules
from reclaim.contracts.model.prices import (
    Ambulance,
    Anesthesia,
    AnyPrice,
    CaseRate,
    Drg,
    FeeSchedule,
    Flat,
    PercentOfCharges,
)

LIKELIEST = 3
"""So many numbers are tried at each precision."""

CLOSER_PERCENT = 2
"""A number with more decimals must fit so many more of the lines; else the rounder one is meant."""


@dataclass(frozen=True)
class Number:
    """The number that a price grows with.

    Args:
        field: its name in the price.
        trial: the value at which it is tried: large, so that no fraction of it is lost to cents.
        decimals: how exactly people write it, roundest first.
    """

    field: str
    trial: int
    decimals: tuple[int, ...]


PERCENTAGE = Number("percent", 10_000, (0, 1, 2))
DOLLARS = 10**6
NUMBERS: dict[type, Number] = {
    FeeSchedule: PERCENTAGE,
    PercentOfCharges: PERCENTAGE,
    Flat: Number("amount", DOLLARS, (0, 2)),
    CaseRate: Number("amount", DOLLARS, (0, 2)),
    Drg: Number("base_rate", DOLLARS, (0, 2)),
    Anesthesia: Number("conversion_factor", DOLLARS, (0, 2)),
    Ambulance: Number("conversion_factor", DOLLARS, (0, 2)),
}


def number_of(price: AnyPrice) -> Number | None:
    """The number that the price grows with; null: it has none."""
    number = NUMBERS.get(type(price))
    return number if number and getattr(price, number.field) is not None else None


def on_trial(contract: Contract) -> Contract:
    """The contract with every such number at its trial value, and without limits on prices."""
    return contract.model_copy(
        update={
            "terms": tuple(_on_trial(term) for term in contract.terms),
            "lesser_of_charge": "none",
            "claim_rules": ClaimRules(),
        }
    )


def likeliest(base: Cents, allowed: Cents, number: Number) -> Decimal | None:
    """The value with which most of the lines are as allowed, to the cent; null: there are none.

    Args:
        base: what lines would bring at the trial value.
        allowed: what was allowed.
        number: what the value is.
    """
    known = (base > 0) & (allowed > 0)
    base, allowed = base[known], allowed[known]
    best, most = None, 0
    for decimals in number.decimals:
        scale = 10**decimals
        for whole in _frequent(_half_up(allowed * (number.trial * scale), base)):
            fits = int((_half_up(base * whole, number.trial * scale) == allowed).sum())
            if fits * 100 > most * (100 + CLOSER_PERCENT):
                best, most = Decimal(int(whole)).scaleb(-decimals), fits
    return best


def at_value(base: Cents, value: Decimal, number: Number) -> Cents:
    """What lines would bring at a value, from what they would bring at the trial value."""
    decimals = number.decimals[-1]
    return _half_up(base * int(value.scaleb(decimals)), number.trial * 10**decimals)


def in_cents(amounts: Cents, allowed: Cents) -> Flags:
    """Whether amounts are those allowed, but for a cent of rounding."""
    near: Flags = np.abs(amounts - allowed) <= 1
    return near


def _on_trial(term: Term) -> Term:
    number = number_of(term.price)
    free: dict[str, object] = {"lesser_of_charge": False, "minimum": None, "maximum": None}
    if number:
        free[number.field] = Decimal(number.trial)
    return term.model_copy(update={"price": priced(term.price, **free)})


def _frequent(values: Cents) -> list[int]:
    """The most frequent values; of equals the smallest first."""
    if not len(values):
        return []
    found, times = np.unique(values, return_counts=True)
    return [int(found[at]) for at in np.argsort(-times, kind="stable")[:LIKELIEST] if found[at] > 0]


def _half_up(numerator: Cents, denominator: Cents | int) -> Cents:
    rounded: Cents = (2 * numerator + denominator) // (2 * denominator)
    return rounded
