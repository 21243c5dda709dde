"""Other ways to look a price up: another release, file, locality or setting, another number."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reclaim.contracts.calibrate.amounts import (
    at_value,
    in_cents,
    likeliest,
    number_of,
    on_trial,
)
from reclaim.contracts.calibrate.change import NO_CHANGE, Change, apply_change, priced
from reclaim.contracts.calibrate.days import Window
from reclaim.contracts.calibrate.limits import LEAST_LINES
from reclaim.contracts.calibrate.rows import UNKNOWN, Cents, Flags
from reclaim.contracts.calibrate.state import State
from reclaim.contracts.calibrate.terms import for_codes, for_days, set_price
from reclaim.contracts.calibrate.weigh import Candidate
from reclaim.contracts.model.contract import Contract, Term

PROMISING_PERCENT = 20
"""A view is tried on all lines when it fits so many of the sampled misses of a term."""

BETTER_PERCENT = 10
"""Another number must fit so many more misses than the number that the contract has."""

Values = Mapping[str, object]
"""Fields of a price, as they would be."""


@dataclass(frozen=True)
class View:
    """Another way to look prices up.

    Args:
        cause: key of words.CAUSES.
        values: by the id of each term that it is about, fields of its price.
        change: what is changed beside the prices of terms.
        place: it is about lines of this place of service only; null: about all.
    """

    cause: str
    values: Mapping[str, Values]
    change: Change = NO_CHANGE
    place: str | None = None


@dataclass(frozen=True)
class Looked:
    """What a view gives on some claims.

    Args:
        values: by the id of each term that it fits, fields of its price, perhaps a number too.
        numbers: whether such a number is among them.
        fits: by term, sampled misses that it explains.
    """

    values: Mapping[str, Values]
    numbers: bool
    fits: Mapping[str, int]

    @property
    def all_fits(self) -> int:
        return sum(self.fits.values())


def plain(contract: Contract) -> View:
    """The contract as it is: only numbers may be others."""
    return View("amount", {term.id: {} for term in contract.terms})


def base_of(part: State, view: View) -> Cents:
    """What lines would bring under a view at the trial values of the numbers."""
    change = _change(part.contract, view, view.values)
    return part.desk.expected(on_trial(apply_change(part.contract, change))).cents


def look(part: State, view: View, base: Cents, misses: Flags, but_for: Looked | None) -> Looked:
    """Try a view on some claims, with the number of each term that fits best.

    The number of the contract is kept where no other fits clearly more of the misses. A term is
    left out where another number alone explains as much.

    Args:
        part: the claims.
        view: the view.
        base: what base_of gives.
        misses: the misses to explain.
        but_for: what another number alone gives; null: that is the view.
    """
    values, fits, numbers = {}, {}, False
    for place, term in enumerate(part.contract.terms):
        of_term = misses & (part.current.term == place)
        missed = of_term & (base != UNKNOWN)
        if term.id not in view.values or not missed.any():
            continue
        value, fitting = _number(term, base[missed], part.rows.allowed[missed])
        without = but_for.fits.get(term.id, 0) if but_for else 0
        wanted = without * (100 + BETTER_PERCENT) if value else without * (100 - BETTER_PERCENT)
        often = fitting * 100 >= int(of_term.sum()) * PROMISING_PERCENT
        if often and fitting * 100 > wanted:
            values[term.id], fits[term.id] = {**view.values[term.id], **value}, fitting
            numbers = numbers or bool(value)
    return Looked(values, numbers, fits)


def candidate(state: State, view: View, looked: Looked) -> Candidate | None:
    """The change that a view comes to; null: it comes to none."""
    change = _change(state.contract, view, looked.values)
    if not looked.values or not change.edits:
        return None
    causes = (view.cause, "amount") if looked.numbers and view.cause != "amount" else (view.cause,)
    terms = [term for term in state.contract.terms if term.id in looked.values]

    def within(window: Window) -> Change:
        changes = NO_CHANGE
        for term in terms:
            changes += for_days(state.contract, term, window, **looked.values[term.id])
        return changes

    limited = not view.change.edits and view.place is None
    return Candidate(causes, change, _scope(state, view), within if limited else None)


def _number(term: Term, base: Cents, allowed: Cents) -> tuple[Values, int]:
    """The term's number, if another fits clearly better, and how many lines are as allowed."""
    number = number_of(term.price)
    if number is None:
        return {}, 0
    now = getattr(term.price, number.field)
    kept = int(in_cents(at_value(base, now, number), allowed).sum())
    value = likeliest(base, allowed, number)
    if value is None or value == now:
        return {}, kept
    fits = int(in_cents(at_value(base, value, number), allowed).sum())
    better = fits >= LEAST_LINES and fits * 100 > kept * (100 + BETTER_PERCENT)
    return ({number.field: value}, fits) if better else ({}, kept)


def _change(contract: Contract, view: View, values: Mapping[str, Values]) -> Change:
    change = view.change
    for term in contract.terms:
        if term.id not in values:
            continue
        if view.place is None:
            change += set_price(contract, term, **values[term.id])
        else:
            price = priced(term.price, **values[term.id])
            conditions = {"places_of_service": (view.place,)}
            change += for_codes(contract, term, f"place-{view.place}", price, **conditions)
    return change


def _scope(state: State, view: View) -> Flags:
    places = [at for at, term in enumerate(state.contract.terms) if term.id in view.values]
    scope = state.priced & np.isin(state.current.term, places)
    if view.place is not None:
        here = (state.rows.frame["place_of_service"] == view.place).fill_null(value=False)
        scope &= here.to_numpy()
    return scope
