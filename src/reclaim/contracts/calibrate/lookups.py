"""Candidates for how prices are looked up: number, release, file, locality, setting."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from reclaim.contracts.calibrate.amounts import on_trial
from reclaim.contracts.calibrate.change import NO_CHANGE, Change, Path, apply_change, set_value
from reclaim.contracts.calibrate.desk import Files
from reclaim.contracts.calibrate.fold import Tables
from reclaim.contracts.calibrate.limits import COMPARED_CLAIMS, LEAST_LINES
from reclaim.contracts.calibrate.rows import Flags
from reclaim.contracts.calibrate.state import State, sample
from reclaim.contracts.calibrate.terms import set_price
from reclaim.contracts.calibrate.views import Looked, Values, View, base_of, candidate, look, plain
from reclaim.contracts.calibrate.weigh import Candidate
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import FeeSchedule
from reclaim.contracts.model.values import Setting
from reclaim.contracts.places import setting

MOST_DAYS = 12
"""Days on which rates of a schedule begin that are tried: those of the most rows."""

BEST_LOCALITIES = 3
"""Localities that are tried on all lines: those that fit best on a few claims."""

MOST_LOCATED = 4
"""Billing providers or ZIP codes whose own locality is tried."""

WHOLE: Path = ("locality",)
"""Where the contract says which locality holds for all."""

OTHER: dict[str, Setting] = {"facility": "nonfacility", "nonfacility": "facility"}
"""The other setting."""


@dataclass(frozen=True)
class Alternatives:
    """What else a payer may have priced by.

    Args:
        days: by schedule, days whose rates it may have taken.
        files: by schedule, other tables of its kind by file.
        localities: localities whose rates it may have taken.
    """

    days: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    localities: tuple[str, ...] = ()


def alternatives_of(contract: Contract, tables: Tables, files: Files | None = None) -> Alternatives:
    """All days on which rates begin, and all localities, of the contract's own tables."""
    days = {name: _first_days(tables[name]) for name in _schedules(contract) if name in tables}
    found = [
        table["locality"].drop_nulls().unique()
        for table in tables.values()
        if "locality" in table.columns
    ]
    names = pl.concat(found).unique().sort().to_list() if found else []
    return Alternatives(days, files or {}, tuple(names))


def numbers(state: State) -> Iterator[Candidate]:
    """Each term as it is, with another number; terms that have one and the same, together."""
    part = sample(state, state.priced)
    looked = _plainly(part, part.misses)
    groups: dict[tuple[str, ...], dict[str, Values]] = {}
    for term in state.contract.terms:
        for name, value in looked.values.get(term.id, {}).items():
            group = groups.setdefault((name, str(getattr(term.price, name)), str(value)), {})
            group[term.id] = {name: value}
    for group in groups.values():
        view = View("amount", {term_id: {} for term_id in group})
        yield from _given(state, view, Looked(group, numbers=True, fits={}))


def releases(state: State, alternatives: Alternatives) -> Iterator[Candidate]:
    """Rates of another day, or of another file."""
    part = sample(state, state.priced)
    views = (*_by_day(state.contract, alternatives), *_by_file(state.contract, alternatives))
    yield from _tried(state, part, views)


def localities(state: State, alternatives: Alternatives) -> Iterator[Candidate]:
    """Rates of another locality, for all lines or for those of one billing provider or ZIP code.

    Those that fit best on a few claims are tried.
    """
    terms = [term for each in _by_schedule(state.contract).values() for term in each]
    if not alternatives.localities or not terms:
        return
    few = sample(state, state.priced, COMPARED_CLAIMS)
    bare = apply_change(state.contract, _set_locality(state.contract, terms, None))
    bases = few.desk.expected_in(on_trial(bare), alternatives.localities)
    as_is = base_of(few, plain(few.contract))
    found = []
    for path in (WHOLE, *(("localities", key) for key in _located(state))):
        misses = few.misses & _of(few, path)
        but_for = look(few, plain(few.contract), as_is, misses, None)
        for locality, base in zip(alternatives.localities, bases, strict=True):
            view = _in_locality(state.contract, terms, path, locality)
            if view.change.edits[0].old == locality:
                continue
            looked = look(few, view, base.cents, misses, but_for)
            found.append((-looked.all_fits, looked.numbers, path, locality, looked, view))
    found.sort(key=lambda each: each[:4])
    for *_, looked, view in found[:BEST_LOCALITIES]:
        yield from _given(state, view, looked)


def settings(state: State) -> Iterator[Candidate]:
    """Rates of the other setting, for each place of service with misses."""
    places = state.rows.take(state.misses)["place_of_service"].drop_nulls()
    for place, lines in places.value_counts(name="lines").sort("place_of_service").iter_rows():
        here = (state.rows.frame["place_of_service"] == place).fill_null(value=False).to_numpy()
        if lines >= LEAST_LINES:
            part = sample(state, state.priced & here)
            view = _by_setting(state.contract, place, _other_setting(state, place))
            yield from _tried(state, part, [view])


def _plainly(part: State, misses: Flags) -> Looked:
    """What other numbers alone give."""
    view = plain(part.contract)
    return look(part, view, base_of(part, view), misses, None)


def _tried(state: State, part: State, views: Sequence[View]) -> Iterator[Candidate]:
    """The views that explain clearly more of a sample than other numbers alone."""
    but_for = _plainly(part, part.misses) if views else None
    for view in views:
        yield from _given(state, view, look(part, view, base_of(part, view), part.misses, but_for))


def _given(state: State, view: View, looked: Looked) -> Iterator[Candidate]:
    found = candidate(state, view, looked)
    if found:
        yield found


def _by_day(contract: Contract, alternatives: Alternatives) -> Iterator[View]:
    for schedule, terms in _by_schedule(contract).items():
        for day in (None, *alternatives.days.get(schedule, ())):
            values = {term.id: {"as_of": day} for term in terms if _as_of(term) != day}
            if values:
                yield View("release", values)


def _by_file(contract: Contract, alternatives: Alternatives) -> Iterator[View]:
    terms = _by_schedule(contract)
    for schedule, tables in alternatives.files.items():
        for file in tables:
            if schedule in contract.schedules and contract.schedules[schedule].file != file:
                change = set_value(contract, ("schedules", schedule, "file"), file)
                yield View("release", {term.id: {} for term in terms.get(schedule, ())}, change)


def _in_locality(contract: Contract, terms: list[Term], path: Path, locality: str) -> View:
    """A locality for the contract and for terms that have their own, or for a part of it."""
    values: dict[str, Values] = {term.id: {} for term in terms}
    if path == WHOLE:
        values |= {term.id: {"locality": locality} for term in terms if _own_locality(term)}
    return View("locality", values, set_value(contract, path, locality))


def _own_locality(term: Term) -> str | None:
    own: str | None = getattr(term.price, "locality", None)
    return own


def _set_locality(contract: Contract, terms: list[Term], locality: str | None) -> Change:
    change = NO_CHANGE
    for term in terms:
        change += set_price(contract, term, locality=locality)
    return change


def _of(state: State, path: Path) -> Flags:
    """The lines that a locality is about: all, or those of a billing provider or ZIP code."""
    if path == WHOLE:
        return np.ones(len(state.rows), dtype=np.bool_)
    here = (pl.col("billing_npi") == path[1]) | (pl.col("zip_code") == path[1])
    flags: Flags = state.rows.frame.select(here.fill_null(value=False)).to_series().to_numpy()
    return flags


def _located(state: State) -> list[str]:
    """What may have a locality of its own: as in the contract, else billing providers."""
    npis = state.rows.take(state.misses)["billing_npi"].drop_nulls().unique().sort().to_list()
    others = npis if len(npis) > 1 else []
    return list(state.contract.localities or others)[:MOST_LOCATED]


def _by_setting(contract: Contract, place: str, other: Setting) -> View:
    terms = [term for each in _by_schedule(contract).values() for term in each]
    return View("setting", {term.id: {"setting": other} for term in terms}, place=place)


def _other_setting(state: State, place: str) -> Setting:
    """The setting in which the place does not count, by most days of its lines."""
    lines = state.rows.frame.filter(place_of_service=place).select(
        "place_of_service", day="service_date"
    )
    return OTHER[lines.select(setting()).to_series().mode().sort()[0]]


def _by_schedule(contract: Contract) -> dict[str, list[Term]]:
    """The terms that look a fee up, by the schedule that they look it up in."""
    terms: dict[str, list[Term]] = {}
    for term in contract.terms:
        if isinstance(term.price, FeeSchedule):
            terms.setdefault(term.price.schedule, []).append(term)
    return terms


def _schedules(contract: Contract) -> list[str]:
    return list(_by_schedule(contract))


def _as_of(term: Term) -> dt.date | None:
    day: dt.date | None = getattr(term.price, "as_of", None)
    return day


def _first_days(table: pl.DataFrame) -> tuple[dt.date, ...]:
    counted = table["effective_from"].drop_nulls().value_counts(name="rows")
    most = counted.sort("rows", "effective_from", descending=[True, False]).head(MOST_DAYS)
    return tuple(most["effective_from"].sort().to_list())
