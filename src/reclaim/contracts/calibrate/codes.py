"""Candidates for single codes and families of codes, and for codes that have no price."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np
import polars as pl

from reclaim.contracts.calibrate.amounts import (
    DOLLARS,
    PERCENTAGE,
    Number,
    at_value,
    in_cents,
    likeliest,
    number_of,
    on_trial,
)
from reclaim.contracts.calibrate.change import add_term, priced
from reclaim.contracts.calibrate.limits import CLEAR_PERCENT, LEAST_LINES, SAME_CODES
from reclaim.contracts.calibrate.rows import UNKNOWN, Cents, Flags
from reclaim.contracts.calibrate.state import State, around
from reclaim.contracts.calibrate.terms import for_codes, free_id
from reclaim.contracts.calibrate.weigh import Candidate
from reclaim.contracts.exact import UNITS
from reclaim.contracts.model.conditions import When
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import AnyPrice, Flat, PercentOfCharges
from reclaim.contracts.patterns import range_ends

CLAUSE = "not found yet: seen in payments"
"""Stands in a proposed term where the contract's clause belongs."""

RATE = Number("amount", DOLLARS, (0, 2))
"""Dollars for one unit."""

LIKELY_FAMILIES = 3
"""Numbers that most codes of a term agree on, of which families are made."""

LONG_RUN = 3
"""So many codes in a row are written as a range."""

SEVERAL_CHARGES = 5
"""A share of charges shows only where charges differ."""


def families(state: State) -> Iterator[Candidate]:
    """Codes of a term that all have another number than it, and the same one."""
    if int(state.misses.sum()) < LEAST_LINES:
        return
    part = around(state, state.misses)
    base = part.desk.expected(on_trial(state.contract)).cents
    for place, term in enumerate(state.contract.terms):
        number = number_of(term.price)
        lines = _lines(part, part.misses & (part.current.term == place), base)
        if number is None or lines.is_empty():
            continue
        by_code = _missed_by_code(lines)
        for value in _agreed(by_code, number):
            codes = [code for code, group in by_code.items() if _fit(group, value, number)]
            if len(codes) >= SAME_CODES and value != getattr(term.price, number.field):
                price = priced(term.price, **{number.field: value})
                yield _family(state, term, price, codes, _codes_of(state, place))


def single_rates(state: State) -> Iterator[Candidate]:
    """Codes with one other amount a unit, each."""
    for place, term in enumerate(state.contract.terms):
        scope = state.priced & (state.current.term == place)
        if (state.misses & scope).any():
            yield from _single(state, term, _lines(state, scope, _units(state)))


def missing_rates(state: State) -> Iterator[Candidate]:
    """Codes without a price that have one amount a unit, or many of them one share of charges."""
    lines = _lines(state, _unpriced(state), _units(state))
    for (place,), group in lines.group_by("term", maintain_order=True):
        term = None if place == UNKNOWN else state.contract.terms[int(str(place))]
        of_charges = _of_charges(state, term, group)
        if of_charges is not None:
            yield of_charges
        else:
            yield from _single(state, term, group)


def _unpriced(state: State) -> Flags:
    rows = state.rows
    unpriced = state.usable & (state.current.cents == UNKNOWN) & (rows.allowed > 0)
    lines: Flags = unpriced & rows.frame["line_number"].is_not_null().to_numpy()
    return lines


def _lines(state: State, scope: Flags, base: Cents) -> pl.DataFrame:
    """Lines with a code: `row`, `term`, `code`, `first` modifier, `base`, amounts, `missed`."""
    return (
        state.rows.frame.select(
            "row",
            "code",
            "charge_cents",
            first=pl.col("modifiers").list.first().fill_null(""),
        )
        .with_columns(
            term=pl.Series(state.current.term),
            base=pl.Series(base),
            allowed=pl.Series(state.rows.allowed),
            missed=pl.Series(state.misses | (state.current.cents == UNKNOWN)),
        )
        .filter(pl.Series(scope), pl.col("code").is_not_null(), pl.col("base") > 0)
        .sort("term", "code", "row")
    )


def _units(state: State) -> Cents:
    """What each line would bring at the trial value of a rate."""
    units = state.rows.frame["units_thousandths"].fill_null(UNITS).to_numpy()
    return units * (DOLLARS * 100 // UNITS)


def _codes_of(state: State, place: int) -> list[str]:
    """All codes that a term prices."""
    lines = state.rows.take(state.priced & (state.current.term == place))
    return lines["code"].drop_nulls().unique().to_list()


def _missed_by_code(lines: pl.DataFrame) -> dict[str, tuple[Cents, Cents]]:
    missed = lines.group_by("code", maintain_order=True).agg("base", "allowed")
    return {
        code: (np.asarray(base, np.int64), np.asarray(allowed, np.int64))
        for code, base, allowed in missed.iter_rows()
    }


def _agreed(by_code: dict[str, tuple[Cents, Cents]], number: Number) -> list[Decimal]:
    """The numbers that fit most codes best; the most frequent first."""
    votes: dict[Decimal, int] = {}
    for base, allowed in by_code.values():
        value = likeliest(base, allowed, number)
        if value is not None:
            votes[value] = votes.get(value, 0) + 1
    ranked = sorted(votes, key=lambda value: (-votes[value], value))
    return [value for value in ranked if votes[value] >= SAME_CODES][:LIKELY_FAMILIES]


def _fit(group: tuple[Cents, Cents], value: Decimal, number: Number) -> bool:
    base, allowed = group
    fits = in_cents(at_value(base, value, number), allowed)
    return int(fits.sum()) * 100 >= len(allowed) * CLEAR_PERCENT


def _family(
    state: State, term: Term, price: AnyPrice, codes: list[str], every: list[str]
) -> Candidate:
    name = f"{codes[0]}-on"
    change = for_codes(state.contract, term, name, price, codes=as_patterns(codes, every))
    return Candidate(("family",), change, _with_codes(state, codes))


def as_patterns(codes: Iterable[str], every: Iterable[str]) -> list[str]:
    """The codes, as ranges where none of the others that are seen lies between."""
    wanted = set(codes)
    runs: list[list[str]] = [[]]
    for code in sorted(set(every) | wanted):
        if code not in wanted:
            runs.append([])
        elif runs[-1] and range_ends(f"{runs[-1][0]}-{code}") is None:
            runs.append([code])
        else:
            runs[-1].append(code)
    patterns = []
    for run in runs:
        patterns += [f"{run[0]}-{run[-1]}"] if len(run) >= LONG_RUN else run
    return patterns


def _single(state: State, term: Term | None, lines: pl.DataFrame) -> Iterator[Candidate]:
    """Of each code the amount that most of its misses have; else of each first modifier of it."""
    for (code,), group in lines.group_by("code", maintain_order=True):
        amount = _amount(group)
        if amount is not None:
            yield _rated(state, term, str(code), amount, group)
            continue
        for (modifier,), part in group.group_by("first", maintain_order=True):
            amount = _amount(part)
            if amount is not None and modifier:
                yield _rated(state, term, str(code), amount, part, modifiers=(str(modifier),))
            elif amount is not None:
                others = tuple(sorted(set(group["first"]) - {""}))
                yield _rated(state, term, str(code), amount, part, without_modifiers=others)


def _amount(lines: pl.DataFrame) -> Decimal | None:
    """Dollars a unit of most missed lines, when these are most of the lines; null: no clear one."""
    missed = lines.filter("missed")
    if missed.height < LEAST_LINES or missed.height * 100 < lines.height * CLEAR_PERCENT:
        return None
    base, allowed = missed["base"].to_numpy(), missed["allowed"].to_numpy()
    amount = likeliest(base, allowed, RATE)
    return amount if amount is not None and _fit((base, allowed), amount, RATE) else None


def _rated(
    state: State,
    term: Term | None,
    code: str,
    amount: Decimal,
    lines: pl.DataFrame,
    **conditions: tuple[str, ...],
) -> Candidate:
    """A rate of its own for the code, before the term that is about it now."""
    name = "-".join([code, *conditions.get("modifiers", ())])
    scope = np.isin(state.rows.frame["row"].to_numpy(), lines["row"].to_numpy())
    if term is None:
        price: AnyPrice = Flat(method="flat", amount=amount)
        when = When.model_validate({"codes": (code,), **conditions})
        change = add_term(_new(state.contract, f"rate-{name}", when, price), before=None)
        return Candidate(("missing",), change, scope)
    of_charge = term.price.lesser_of_charge
    price = Flat(method="flat", amount=amount, lesser_of_charge=of_charge)
    own = term.model_copy(update={"escalate": False})
    change = for_codes(state.contract, own, name, price, codes=(code,), **conditions)
    return Candidate(("missing" if _is_missing(state, scope) else "rate",), change, scope)


def _is_missing(state: State, scope: Flags) -> bool:
    return bool((state.current.cents[scope] == UNKNOWN).all())


def _of_charges(state: State, term: Term | None, lines: pl.DataFrame) -> Candidate | None:
    """One share of charges for all codes without a price; null: there is none."""
    base = lines["charge_cents"].fill_null(0).to_numpy() * PERCENTAGE.trial // 100
    allowed = lines["allowed"].to_numpy()
    several = lines["code"].n_unique() >= SAME_CODES
    if lines.height < LEAST_LINES or not several or len(np.unique(base)) < SEVERAL_CHARGES:
        return None
    percent = likeliest(base, allowed, PERCENTAGE)
    if percent is None or not _fit((base, allowed), percent, PERCENTAGE):
        return None
    price = PercentOfCharges(method="percent_of_charges", percent=percent)
    codes = sorted(lines["code"].unique())
    scope = np.isin(state.rows.frame["row"].to_numpy(), lines["row"].to_numpy())
    if term is None:
        change = add_term(_new(state.contract, "other-services", When(), price), before=None)
    else:
        change = for_codes(state.contract, term, "other-services", price, codes=codes)
    return Candidate(("default",), change, scope)


def _new(contract: Contract, name: str, when: When, price: AnyPrice) -> Term:
    return Term(id=free_id(contract, name), clause=CLAUSE, when=when, price=price)


def _with_codes(state: State, codes: list[str]) -> Flags:
    flags: Flags = state.rows.frame["code"].is_in(codes).fill_null(value=False).to_numpy()
    return state.priced & flags
