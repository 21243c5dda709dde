"""Turns the prices of one item of an in-network file into rates."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reclaim.intake.rates.imports import amounts
from reclaim.intake.rates.imports.codes import billed_code
from reclaim.intake.rates.imports.filters import Codes
from reclaim.intake.rates.imports.imported import Rate, Tally
from reclaim.intake.rates.imports.in_network_groups import Providers
from reclaim.intake.rates.imports.parts import part

TYPES = ("negotiated", "fee schedule", "percentage", "per diem")
"""Kinds of price that a contract sets; `derived` is what the payer works out for itself."""

PROFESSIONAL = "professional"
ANY_PLACE = "CSTM-00"
"""Stands for all places of service (schema 1.3 and later)."""

_PLACES = (
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 "
    "41 42 49 50 51 52 53 54 55 56 57 58 60 61 62 65 66 71 72 81 99"
)
PLACES = frozenset(_PLACES.split())
"""All that the schema lets a price name; a price that names all of them is for any."""

HEADER = (
    "negotiation_arrangement",
    "billing_code_type",
    "billing_code",
    "severity_of_illness",
)
INSIDE = ("bundled_codes", "covered_services")


@dataclass(frozen=True)
class Prices:
    """Which prices are asked for; what is empty or null stands for all.

    Args:
        codes: patterns of codes.
        types: of `negotiated_type`.
        billing_class: professional or institutional; prices for both are always taken.
        on: prices that expired before this day are left aside.
        effective_from: first day of the rates, which the file does not say.
    """

    codes: Codes = field(default_factory=Codes)
    types: tuple[str, ...] = TYPES
    billing_class: str | None = None
    on: dt.date | None = None
    effective_from: dt.date | None = None


@dataclass
class Item:
    """What an item says beside its prices."""

    header: dict[str, str] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether its code and arrangement have been read."""
        return all(name in self.header for name in HEADER[:3])

    @property
    def arrangement(self) -> str:
        return self.header.get("negotiation_arrangement", "ffs").lower()

    def code(self) -> tuple[str, str | None]:
        """Its code and type, by our names.

        Raises:
            ValueError: where it is no code of its type.
        """
        code, type_ = billed_code(
            self.header.get("billing_code", ""), self.header.get("billing_code_type", "")
        )
        severity = self.header.get("severity_of_illness")
        return (f"{code}-{severity}" if severity else code), type_


def rates_of(
    item: Item,
    providers: Providers,
    price: Mapping[str, object],
    prices: Prices,
    where: str,
    tally: Tally,
) -> Iterator[tuple[str, Rate]]:
    """The rates of one price, each with the part of the file it belongs to.

    One for each provider and place of service. A bundle or capitation becomes a status without a
    price. What is not asked for, or cannot be read, is counted or named in the tally.
    """
    reason = _left_aside(price, prices)
    if reason:
        tally.skipped[reason] += 1
        return
    try:
        rate = _rate(item, price, prices)
    except ValueError as error:
        tally.problem(where, str(error))
        return
    if rate is None:
        tally.skipped["rates of 0.00"] += 1
        return
    text = price.get("additional_information")
    if isinstance(text, str):
        tally.remark(text)
    places = _places(price)
    belongs = part(_text(price, "billing_class"), _setting(price, places))
    for provider in sorted(providers, key=str):
        for place in places:
            yield belongs, rate._replace(provider=provider, place_of_service=place)


def _left_aside(price: Mapping[str, object], prices: Prices) -> str | None:
    type_ = _text(price, "negotiated_type")
    class_ = _text(price, "billing_class")
    if type_ and prices.types and type_ not in prices.types:
        return f"prices of the type {type_}"
    if prices.billing_class and class_ not in {prices.billing_class, "both", None}:
        return f"prices of the class {class_}"
    until = price.get("expiration_date")
    if prices.on and isinstance(until, str) and until[:10] < prices.on.isoformat():
        return "prices that have expired"
    return None


def _rate(item: Item, price: Mapping[str, object], prices: Prices) -> Rate | None:
    """The rate without provider and place; None for one of 0.00, which no schema allows."""
    code, type_ = item.code()
    given = str(price.get("negotiated_rate", ""))
    kind = _text(price, "negotiated_type")
    shared = kind == "percentage"
    number = amounts.percent_millionths(given) if shared else amounts.micros(given)
    if not number:
        return None
    until = price.get("expiration_date")
    modifiers = [str(code).upper() for code in _list(price.get("billing_code_modifier")) if code]
    rate = Rate(
        code=code,
        code_type=type_,
        modifier=":".join(modifiers) or None,
        effective_from=prices.effective_from,
        effective_to=amounts.last_day(until) if isinstance(until, str) else None,
        per=_per(kind, type_),
    )
    if item.arrangement != "ffs":
        what = amounts.shown_percent(number) if shared else amounts.shown(number)
        return rate._replace(per=None, status=_status(item, what))
    return rate._replace(
        rate_micros=None if shared else number, percent_millionths=number if shared else None
    )


def _per(kind: str | None, code_type: str | None) -> str | None:
    if kind == "per diem":
        return "day"
    return "claim" if code_type and code_type.endswith("DRG") and kind != "percentage" else None


def _status(item: Item, what: str) -> str:
    inside = f" with {', '.join(item.inside)}" if item.inside else ""
    return f"{item.arrangement}: {what}{inside}"


def _places(price: Mapping[str, object]) -> list[str | None]:
    places = [str(place) for place in _list(price.get("service_code"))]
    if not places or ANY_PLACE in places or set(places) >= PLACES:
        return [None]
    return list(dict.fromkeys(places))


def _setting(price: Mapping[str, object], places: list[str | None]) -> str | None:
    """Inpatient or outpatient; where a professional's price names places, they say it better."""
    if places != [None] and _text(price, "billing_class") == PROFESSIONAL:
        return None
    return _text(price, "setting")


def _text(price: Mapping[str, object], name: str) -> str | None:
    value = price.get(name)
    return value.strip().lower() or None if isinstance(value, str) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
