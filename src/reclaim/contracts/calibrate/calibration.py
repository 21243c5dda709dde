"""Holds a contract against payments and finds why they differ, one cause after the other."""

from collections.abc import Iterator

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
from reclaim.contracts.calibrate.ranks import ranks
from reclaim.contracts.calibrate.rows import rows_of
from reclaim.contracts.calibrate.shares import modifiers, non_physicians, pairs
from reclaim.contracts.calibrate.state import State, begin, sample
from reclaim.contracts.calibrate.weigh import Candidate, Weighed, weigh, weigh_apart, whole
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
    state, proposals = first, []
    new = np.ones(len(rows), dtype=np.bool_)
    for found in _causes(first, others):
        changed = _with(state, found)
        for weighed in found:
            proposals.append(proposal(state, weighed, new))
            new &= ~weighed.explained
        state = changed
    return summed_up(first, state, proposals)


def _causes(state: State, alternatives: Alternatives) -> Iterator[list[Weighed]]:
    """General causes, the one that explains most first; then single codes; then missing ones."""
    for _ in range(MOST_ROUNDS):
        found = _best(state, _general(state, alternatives))
        if found is None:
            break
        yield [found]
        state = _with(state, [found])
    for narrow in (single_rates, missing_rates):
        apart = [each for each in weigh_apart(state, list(narrow(state))) if each.enough]
        if apart:
            apart.sort(key=lambda each: each.gain, reverse=True)
            yield apart
            state = _with(state, apart)


def _general(state: State, alternatives: Alternatives) -> Iterator[Candidate]:
    """Whatever may be the cause of many misses at once."""
    misses = int(state.misses.sum())
    if misses < LEAST_LINES:
        return
    yield from numbers(state)
    yield from releases(state, alternatives)
    if misses * 100 >= int(state.priced.sum()) * OFTEN_PERCENT:
        yield from localities(state, alternatives)
    for found in (settings, modifiers, pairs, non_physicians, ranks, charges, roundings):
        yield from found(state)
    yield from escalators(state)
    yield from families(state)


def _best(state: State, candidates: Iterator[Candidate]) -> Weighed | None:
    """The candidate that explains most, tried on a sample, then on all lines; null: none does."""
    samples: dict[bytes, State] = {}
    tried = []
    for candidate in candidates:
        scope = candidate.scope.tobytes()
        if scope not in samples:
            samples[scope] = sample(state, candidate.scope)
        part = samples[scope]
        weighed = weigh(part, whole(candidate, len(part.rows)))
        if weighed.enough:
            tried.append((weighed.gain, candidate))
    tried.sort(key=lambda each: each[0], reverse=True)
    for _, candidate in tried[:CONFIRMED]:
        weighed = weigh(state, candidate)
        if weighed.enough:
            return weighed
    return None


def _with(state: State, found: list[Weighed]) -> State:
    """The state once the changes are made."""
    contract = state.contract
    for weighed in found:
        contract = apply_change(contract, weighed.candidate.change)
    return state.under(contract)
