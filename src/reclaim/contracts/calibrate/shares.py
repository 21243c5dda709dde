"""Candidates for what modifiers and the rendering provider do to a price."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import polars as pl

from reclaim.contracts.calibrate.amounts import PERCENTAGE, Number, at_value, in_cents, likeliest
from reclaim.contracts.calibrate.change import NO_CHANGE, Change, apply_change, set_value
from reclaim.contracts.calibrate.limits import CLEAR_PERCENT, LEAST_LINES
from reclaim.contracts.calibrate.rows import Flags
from reclaim.contracts.calibrate.state import State
from reclaim.contracts.calibrate.weigh import Candidate
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.model.policies import Bilateral

CLAUSE = "not found yet: seen in payments"
"""Stands in a proposed policy where the contract's clause belongs."""

SHARE = Number("percent", 100, PERCENTAGE.decimals)
"""Of what is expected now."""

HUNDREDTH = Decimal("0.01")
"""Percentages are proposed as exactly as this."""

DAY = ["claim_id", "service_date", "rendering_npi"]
"""What services of a day by one provider have in common."""

BOTH_SIDES = Bilateral.model_fields["modifiers"].default
PAIR = Bilateral.model_fields["pair"].default


def modifiers(state: State) -> Iterator[Candidate]:
    """A share of the price for lines with a modifier, one candidate for each modifier."""
    for modifier in _missed_modifiers(state):
        scope = _carries(state, modifier)
        share = _share(state, scope)
        if share is not None:
            yield from _shared(state, modifier, share, scope)


def alone(state: State) -> Change:
    """Shares of modifiers as they show on days with a single service, where company hides them."""
    lonely = (pl.len().over(DAY) == 1).alias("lonely")
    single = state.rows.frame.select(lonely).to_series().to_numpy()
    change = NO_CHANGE
    for modifier in _missed_modifiers(state):
        scope = _carries(state, modifier)
        share = _share(state, scope & single)
        if share is not None and share != _share(state, scope):
            contract = apply_change(state.contract, change)
            hidden = state.having(contract)
            change += next(_shared(hidden, modifier, share, scope)).change
    return change


def pairs(state: State) -> Iterator[Candidate]:
    """A share for both sides where two lines have one side each."""
    scope = np.logical_or.reduce([_carries(state, side) for side in PAIR])
    share = _share(state, scope)
    if share is not None:
        yield from _bilateral(state, share * 2, scope)


def non_physicians(state: State) -> Iterator[Candidate]:
    """A share of the price for the rendering providers whose lines are all cut alike."""
    npis = state.rows.frame["rendering_npi"]
    counted = npis.filter(pl.Series(state.misses)).drop_nulls().value_counts(name="lines")
    found: dict[Decimal, list[str]] = {}
    for npi in counted.filter(pl.col("lines") >= LEAST_LINES)["rendering_npi"].sort():
        scope = state.priced & (npis == npi).fill_null(value=False).to_numpy()
        share = _share(state, scope)
        if share is not None and share < 100:
            found.setdefault(share, []).append(npi)
    for share, cut in found.items():
        scope = state.priced & npis.is_in(cut).fill_null(value=False).to_numpy()
        yield Candidate(("non_physician",), _non_physician(state.contract, share, cut), scope)


def _missed_modifiers(state: State) -> list[str]:
    missed = state.rows.take(state.misses)["modifiers"].explode().drop_nulls()
    counted = missed.value_counts(name="lines").filter(pl.col("lines") >= LEAST_LINES)
    return counted.get_column("modifiers").sort().to_list()


def _shared(state: State, modifier: str, share: Decimal, scope: Flags) -> Iterator[Candidate]:
    if modifier in BOTH_SIDES:
        yield from _bilateral(state, share, scope)
    yield Candidate(("modifier",), _modifier(state.contract, modifier, share), scope)


def _share(state: State, scope: Flags) -> Decimal | None:
    """The share of what is expected that most lines of the scope have; null: no clear one."""
    misses = state.misses & scope
    if int(misses.sum()) < LEAST_LINES:
        return None
    expected, allowed = state.current.cents, state.rows.allowed
    share = likeliest(expected[misses], allowed[misses], SHARE)
    if share is None or share == 100:
        return None
    fits = in_cents(at_value(expected[misses], share, SHARE), allowed[misses])
    return share if int(fits.sum()) * 100 >= int(misses.sum()) * CLEAR_PERCENT else None


def _carries(state: State, modifier: str) -> Flags:
    carried = state.rows.frame["modifiers"].list.contains(modifier).fill_null(value=False)
    flags: Flags = state.priced & carried.to_numpy()
    return flags


def _modifier(contract: Contract, modifier: str, share: Decimal) -> Change:
    """The share set where the contract has one, else added to the first general policy, or new."""
    policies = contract.policies.modifier_shares
    for place, policy in enumerate(policies):
        if isinstance(policy.shares, dict) and modifier in policy.shares:
            now = policy.shares[modifier] * share / 100
            path = ("policies", "modifier_shares", place, "shares", modifier)
            return set_value(contract, path, now.quantize(HUNDREDTH).normalize())
    general = [
        place
        for place, policy in enumerate(policies)
        if isinstance(policy.shares, dict)
        and not (policy.codes or policy.indicators or policy.except_codes)
    ]
    if general:
        path = ("policies", "modifier_shares", general[0], "shares", modifier)
        return set_value(contract, path, share)
    new = {"clause": CLAUSE, "shares": {modifier: share}}
    return set_value(contract, ("policies", "modifier_shares", len(policies)), new)


def _bilateral(state: State, share: Decimal, scope: Flags) -> Iterator[Candidate]:
    """A percentage for both sides, by modifier alone and by pairs of lines, too."""
    now = state.contract.policies.bilateral
    if now is not None:
        if now.percent is not None:
            percent = (now.percent * share / 100).quantize(HUNDREDTH).normalize()
            change = set_value(state.contract, ("policies", "bilateral", "percent"), percent)
            yield Candidate(("bilateral",), change, scope)
        return
    both = scope | np.logical_or.reduce([_carries(state, side) for side in PAIR])
    new = {"clause": CLAUSE, "percent": share}
    yield Candidate(("bilateral",), set_value(state.contract, ("policies", "bilateral"), new), both)
    alone = {**new, "pair": None}
    change = set_value(state.contract, ("policies", "bilateral"), alone)
    yield Candidate(("bilateral",), change, scope)


def _non_physician(contract: Contract, share: Decimal, npis: list[str]) -> Change:
    """The providers added to the contract's rule where it has their share, else a new rule."""
    now = contract.policies.non_physician
    if now is None:
        new = {"clause": CLAUSE, "percent": share, "rendering_npis": npis}
        return set_value(contract, ("policies", "non_physician"), new)
    if now.percent == share:
        every = sorted({*now.rendering_npis, *npis})
        return set_value(contract, ("policies", "non_physician", "rendering_npis"), every)
    percent = (now.percent * share / 100).quantize(HUNDREDTH).normalize()
    return set_value(contract, ("policies", "non_physician", "percent"), percent)
