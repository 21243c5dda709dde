"""A contract in plain words: what each term is about, what it pays, and what policies do to it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from reclaim.contracts.model.conditions import AppliesTo, When
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import (
    Ambulance,
    Anesthesia,
    AscGroups,
    Capitation,
    CaseRate,
    Drg,
    FeeSchedule,
    Flat,
    NotCovered,
    PercentOfCharges,
    PerDiem,
    Price,
    Tier,
    Unpriced,
)
from reclaim.contracts.shown import shown_dollars, shown_percent

CONDITIONS: Mapping[str, str] = {
    "forms": "{} claims",
    "codes": "codes {}",
    "except_codes": "but not {}",
    "modifiers": "with modifier {}",
    "without_modifiers": "without modifier {}",
    "revenue_codes": "revenue codes {}",
    "types_of_bill": "types of bill {}",
    "drgs": "DRG {}",
    "places_of_service": "places of service {}",
    "setting": "{} setting",
    "taxonomies": "taxonomies {}",
    "rendering_npis": "rendering NPI {}",
    "billing_npis": "billing NPI {}",
    "charge_over": "charges over {}",
    "claim_charge_over": "claims over {}",
    "days_over": "stays over {} days",
    "filing_indicators": "filing indicator {}",
    "contract_classes": "contract class {}",
    "group_numbers": "group {}",
    "tax_ids": "tax id {}",
    "localities": "locality {}",
}
"""By the field of a condition; in the order in which they are told."""

SHOWN = 8
"""Of more values than this and one, the rest are counted."""

EVERYTHING = "everything else"

ROUNDED = {
    "half_up_per_line": "each line once, at its end, half a cent up",
    "half_even_per_line": "each line once, at its end, half a cent to the even cent",
    "truncate_per_line": "each line once, at its end; what is less than a cent falls away",
    "half_up_per_unit": "the price of one unit half a cent up, and the line at its end",
}


def when_words(when: When | AppliesTo) -> str:
    """What a term is about: `codes J*, without modifier JZ`; empty where it is about anything."""
    told = []
    for name, words in CONDITIONS.items():
        value = getattr(when, name, None)
        if value not in (None, ()):
            told.append(words.format(_some(value)))
    return ", ".join(told)


def price_words(price: Price) -> str:
    """What a price is: `118 percent of medicare, not more than the charge`."""
    words = PRICES[type(price)](price)
    if price.minimum is not None:
        words += f", at least {shown_dollars(price.minimum)}"
    if price.maximum is not None:
        words += f", at most {shown_dollars(price.maximum)}"
    if price.lesser_of_charge:
        words += ", not more than the charge"
    if price.lesser_of_charge is False:
        words += ", even if the charge is less"
    return words


def term_words(term: Term) -> str:
    """What a term says, in one sentence."""
    about = when_words(term.when) or EVERYTHING
    aside = ", beside the price of the claim" if term.carve_out else ""
    return (
        f"{about}: {price_words(term.price)}{aside}{_dates(term.effective_from, term.effective_to)}"
    )


def policy_words(contract: Contract) -> Iterator[tuple[str, str]]:
    """Clause and words of each policy and claim rule, in the order in which they are applied."""
    for group in (contract.policies, contract.claim_rules):
        for name in type(group).model_fields:
            given = getattr(group, name)
            for one in given if isinstance(given, tuple) else (given,):
                if isinstance(one, BaseModel):
                    yield getattr(one, "clause", ""), f"{_plain(name)}: {_fields(one)}"
                elif one is not None:
                    yield "", f"{_plain(name)} of a claim: {shown_dollars(one)}"


def _fee_schedule(price: FeeSchedule) -> str:
    words = f"{shown_percent(price.percent)} percent of {price.schedule}"
    words += f" as of {price.as_of}" if price.as_of else ""
    words += f", locality {price.locality}" if price.locality else ""
    return words + (", whatever the units" if price.per == "line" else "")


def _anesthesia(price: Anesthesia) -> str:
    factor = price.schedule or shown_dollars(price.conversion_factor or Decimal(0))
    minutes = f"units of {price.minutes_per_unit} minutes ({_plain(price.time_units)})"
    return f"({price.base_units} + {minutes}) x {factor}"


def _ambulance(price: Ambulance) -> str:
    factor = shown_dollars(price.conversion_factor)
    return f"ambulance: base {factor} x relative value, and mileage by the mile"


def _drg(price: Drg) -> str:
    words = f"base rate {shown_dollars(price.base_rate)} x {price.weights}, for the whole claim"
    return words + (", transfers by the day" if price.transfer_per_diem else "")


def _tier(tier: Tier) -> str:
    days = "" if tier.first_day == 1 and not tier.last_day else f" from day {tier.first_day}"
    days += f" to {tier.last_day}" if tier.last_day else ""
    codes = f" with {_listed(tier.revenue_codes)}" if tier.revenue_codes else ""
    return f"{shown_dollars(tier.amount)} a day{days}{codes}"


def _case_rate(price: CaseRate) -> str:
    words = f"{shown_dollars(price.amount)} for the whole claim"
    if price.days is not None and price.extra_day is not None:
        words += f", {shown_dollars(price.extra_day)} for each day after {price.days}"
    return words


PRICES: Mapping[type[Price], Callable[[Any], str]] = {
    FeeSchedule: _fee_schedule,
    PercentOfCharges: lambda price: f"{shown_percent(price.percent)} percent of the charge",
    Flat: lambda price: f"{shown_dollars(price.amount)} a {price.per}",
    Anesthesia: _anesthesia,
    Ambulance: _ambulance,
    AscGroups: lambda price: f"the rate of the code's group in {price.groups}",
    Drg: _drg,
    PerDiem: lambda price: "; ".join(map(_tier, price.tiers)),
    CaseRate: _case_rate,
    Capitation: lambda _: "nothing, for it is paid by the member and month",
    NotCovered: lambda price: f"nothing: {price.reason}",
    Unpriced: lambda price: f"no price can be worked out: {price.reason}",
}


def _fields(model: BaseModel) -> str:
    """What a policy states beside its clause: `percents 100 50 25, rank by charge`."""
    told = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name not in ("clause", "cite") and value not in (None, (), False, {}):
            told.append(_plain(name) if value is True else f"{_plain(name)} {_listed(value)}")
    return ", ".join(told) or "as Medicare has it"


def _listed(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_listed(each)}" for key, each in value.items())
    if isinstance(value, (tuple, list)):
        return " ".join(_listed(each) for each in value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _some(value: object) -> str:
    """The values of a condition, one of which must hold; of many the first and their number."""
    if isinstance(value, Decimal):
        return shown_dollars(value)
    if not isinstance(value, tuple):
        return str(value)
    rest = len(value) - SHOWN
    return f"{', '.join(value[:SHOWN])} and {rest} more" if rest > 1 else " or ".join(value)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _dates(first: dt.date | None, last: dt.date | None) -> str:
    words = [f"from {first}" if first else "", f"to {last}" if last else ""]
    return f", {' '.join(filter(None, words))}" if any(words) else ""
