"""Holds a contract against payments and finds why they differ, one cause after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.calibrate.change import apply_change
from reclaim.contracts.calibrate.codes import families, missing_rates, single_rates
from reclaim.contracts.calibrate.desk import Desk, Pricer
from reclaim.contracts.calibrate.ends import charges, escalators, roundings
from reclaim.contracts.calibrate.limits import CONFIRMED, LEAST_LINES, MOST_ROUNDS, OFTEN_PERCENT
from reclaim.contracts.calibrate.lookups import (
    Alternatives,
    alternatives_of,
    localities,
    numbers,
    releases,
    settings,
)
from reclaim.contracts.calibrate.proposals import Calibration, proposal, summed_up
from reclaim.contracts.calibrate.ranks import ranks, ranks_and_shares
from reclaim.contracts.calibrate.rows import rows_of
from reclaim.contracts.calibrate.shares import modifiers, non_physicians, pairs
from reclaim.contracts.calibrate.state import State, begin, sample
from reclaim.contracts.calibrate.weigh import Candidate, Weighed, weigh, weigh_apart
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price


def calibrate(
    contract: Contract,
    book: ContractBook,
    claims: pl.DataFrame,
    lines: pl.DataFrame,
    expected: pl.DataFrame,
    *,
    alternatives: Alternatives | None = None,
    pricer: Pricer = price,
) -> Calibration:
    """Group what the payer allowed otherwise than expected by likely cause, largest first.

    A proposal that lowers what is expected may as well be an underpayment that the payer makes
    again and again: only a person who reads the contract can tell, and decides.

    Args:
        contract: the contract.
        book: it and its rate tables.
        claims: frames.CLAIMS, as they were priced.
        lines: frames.LINES, likewise, all lines of these claims.
        expected: table `expected_lines`, perhaps of some months only; of other contracts, too.
        alternatives: what else the payer may have priced by; null: all days and localities of the
            contract's own tables.
        pricer: prices claims and lines.
    """
    mine = {name: each for (of, name), each in book.tables.items() if of == contract.contract}
    others = alternatives or alternatives_of(contract, mine)
    rows = rows_of(contract, claims, lines, expected)
    first = begin(contract, Desk.laid_out(rows, claims, lines, mine, others.files, pricer))
    last, proposals = first, []
    new = np.ones(len(rows), dtype=np.bool_)
    for step in _causes(first, others):
        for weighed in step.found:
            proposals.append(proposal(step.before, weighed, new))
            new &= ~weighed.explained
        last = step.after
    return summed_up(first, last, proposals)


@dataclass(frozen=True)
class _Step:
    """Causes that are about different lines, and the state before and after their changes."""

    found: list[Weighed]
    before: State
    after: State


def _causes(state: State, alternatives: Alternatives) -> Iterator[_Step]:
    """General causes, in the order in which a price comes about; then single codes.

    What a fee is looked up by goes before what is done to it, however much either explains: the
    share of a modifier would else make up for a wrong percentage as well.
    """
    for _ in range(MOST_ROUNDS):
        tried = (_best(state, candidates) for candidates in _general(state, alternatives))
        best = next((found for found in tried if found), None)
        if best is None:
            break
        step = _step(state, [best])
        yield step
        state = step.after
    for narrow in (single_rates, missing_rates):
        apart = [each for each in weigh_apart(state, list(narrow(state))) if each.enough]
        if apart:
            step = _step(state, sorted(apart, key=lambda each: each.gain, reverse=True))
            yield step
            state = step.after


def _step(state: State, found: list[Weighed]) -> _Step:
    contract = state.contract
    for weighed in found:
        contract = apply_change(contract, weighed.candidate.change)
    if len(found) == 1:
        return _Step(found, state, state.having(contract, found[0].after))
    return _Step(found, state, state.under(contract))


def _general(state: State, alternatives: Alternatives) -> Iterator[Iterator[Candidate]]:
    """Whatever may be the cause of many misses at once, step by step of a price."""
    misses = int(state.misses.sum())
    if misses < LEAST_LINES:
        return
    places = localities(state, alternatives)
    if misses * 100 < int(state.priced.sum()) * OFTEN_PERCENT:
        places = iter(())
    yield escalators(state)
    yield chain(numbers(state), releases(state, alternatives), places, settings(state))
    yield chain(
        modifiers(state), pairs(state), non_physicians(state), ranks(state), ranks_and_shares(state)
    )
    yield chain(charges(state), roundings(state))
    yield families(state)


def _best(state: State, candidates: Iterator[Candidate]) -> Weighed | None:
    """The candidate that explains most, tried on a sample, then on all lines; null: none does."""
    samples: dict[bytes, State] = {}
    tried = []
    for candidate in candidates:
        scope = candidate.scope.tobytes()
        if scope not in samples:
            samples[scope] = sample(state, candidate.scope)
        weighed = weigh(samples[scope], candidate)
        if weighed.enough:
            tried.append((weighed.gain, candidate))
    tried.sort(key=lambda each: each[0], reverse=True)
    every = (weigh(state, candidate) for _, candidate in tried[:CONFIRMED])
    return next((weighed for weighed in every if weighed.enough), None)
