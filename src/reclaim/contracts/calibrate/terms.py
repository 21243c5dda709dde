"""Changes of terms: a value of one, or a new one before it for some of its codes or days."""

import datetime as dt
from collections.abc import Iterable

from reclaim.contracts.calibrate.change import NO_CHANGE, Change, add_term, priced, set_value
from reclaim.contracts.calibrate.days import Window
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import AnyPrice


def set_price(contract: Contract, term: Term, **values: object) -> Change:
    """The values set in the term's price; those that it has already are left out."""
    change = NO_CHANGE
    for field, value in values.items():
        if getattr(term.price, field) != value:
            change += set_value(contract, ("terms", term.id, "price", field), value)
    return change


def for_days(contract: Contract, term: Term, window: Window, **values: object) -> Change:
    """A copy of the term before it, for services of some days, with these values in its price.

    No change where the term is in force on none of these days.
    """
    first, last = _later(term.effective_from, window[0]), _earlier(term.effective_to, window[1])
    if first and last and last < first:
        return NO_CHANGE
    copy = term.model_copy(
        update={
            "id": free_id(contract, f"{term.id}-{_span(first, last)}"),
            "effective_from": first,
            "effective_to": last,
            "price": priced(term.price, **values),
        }
    )
    return add_term(copy, before=term.id)


def for_codes(
    contract: Contract,
    term: Term,
    name: str,
    price: AnyPrice,
    *,
    codes: Iterable[str] = (),
    **conditions: object,
) -> Change:
    """A term before this one, for some of its lines, with another price.

    Args:
        contract: the contract.
        term: the term that prices the lines now.
        name: what the new term's id ends with.
        price: its price.
        codes: patterns of codes; none stands for all of the term's.
        conditions: other fields of the term's `when`.
    """
    when = {**term.when.model_dump(), **conditions}
    if patterns := tuple(codes):
        when |= {"codes": patterns, "except_codes": ()}
    copy = term.model_copy(
        update={
            "id": free_id(contract, f"{term.id}-{name}"),
            "when": type(term.when).model_validate(when),
            "price": price,
        }
    )
    return add_term(copy, before=term.id)


def free_id(contract: Contract, wanted: str) -> str:
    """An id that no term has yet."""
    taken = {term.id for term in contract.terms}
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _span(first: dt.date | None, last: dt.date | None) -> str:
    if first is None:
        return f"until-{last}"
    return f"from-{first}" if last is None else f"{first}-to-{last}"


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min((day for day in (one, other) if day is not None), default=None)
