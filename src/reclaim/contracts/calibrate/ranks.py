"""Candidates for several procedures of a day: the first in full, the others in part."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import polars as pl

from reclaim.contracts.calibrate.amounts import at_value, in_cents, likeliest
from reclaim.contracts.calibrate.change import NO_CHANGE, Change, apply_change, set_value
from reclaim.contracts.calibrate.limits import CLEAR_PERCENT, LEAST_LINES
from reclaim.contracts.calibrate.rows import Flags
from reclaim.contracts.calibrate.shares import CLAUSE, DAY, SHARE, alone
from reclaim.contracts.calibrate.state import State
from reclaim.contracts.calibrate.weigh import Candidate
from reclaim.contracts.model.contract import Contract

MODIFIER = "51"
"""Says that a procedure is one of several."""

NEARLY_ALL_PERCENT = 90
MOST_RANKS = 5
RANK_BY = {
    "price": ("expected", True),
    "charge": ("charge_cents", True),
    "line": ("line_number", False),
}
"""Ways to rank: the column of _in_company, and whether the largest comes first."""

POLICIES = ("policies", "multiple_procedures")


def ranks(state: State) -> Iterator[Candidate]:
    """Policies for several procedures where none stands; else it taken out, or otherwise."""
    lines = _in_company(state)
    reduced = lines.filter("missed", pl.col("allowed") < pl.col("expected"))
    if reduced.height < LEAST_LINES and not state.contract.policies.multiple_procedures:
        return
    scope = _scope(state, lines)
    if state.contract.policies.multiple_procedures:
        yield from _otherwise(state)
        return
    codes = _codes(lines)
    only = _always(reduced)
    for by in RANK_BY:
        percents = _percents(lines.filter(pl.col("code").is_in(codes)), by)
        if percents:
            for change in _policies(state.contract, codes, percents, by, only):
                yield Candidate(("multiple_procedures",), change, scope)


def ranks_and_shares(state: State) -> Iterator[Candidate]:
    """Such policies along with the shares of modifiers that they hide."""
    shares = alone(state)
    if shares.edits:
        for found in ranks(state.under(apply_change(state.contract, shares))):
            causes = ("modifier", *found.causes)
            yield Candidate(causes, shares + found.change, found.scope | state.misses)


def _otherwise(state: State) -> Iterator[Candidate]:
    """The policy taken out, ranked otherwise, or with the percentages that are seen without it."""
    contract = state.contract
    every = state.priced
    without = set_value(contract, POLICIES, None)
    yield Candidate(("multiple_procedures",), without, every)
    bare = apply_change(contract, without)
    lines = _in_company(state.under(bare))
    lines = lines.filter(pl.col("code").is_in(_codes(lines)))
    for place, policy in enumerate(contract.policies.multiple_procedures):
        for by in RANK_BY:
            ranked = NO_CHANGE
            if policy.rank_by != by:
                ranked = set_value(contract, (*POLICIES, place, "rank_by"), by)
                yield Candidate(("multiple_procedures",), ranked, every)
            percents = _percents(lines, by)
            if percents and tuple(percents) != policy.percents:
                cut = set_value(contract, (*POLICIES, place, "percents"), percents)
                yield Candidate(("multiple_procedures",), ranked + cut, every)


def _in_company(state: State) -> pl.DataFrame:
    """Priced lines with others of their day: the columns of DAY, `code`, `modifiers`, amounts."""
    return (
        state.rows.frame.select("row", *DAY, "code", "modifiers", "line_number", "charge_cents")
        .with_columns(
            expected=pl.Series(state.current.cents),
            allowed=pl.Series(state.rows.allowed),
            missed=pl.Series(state.misses),
        )
        .filter(
            pl.Series(state.priced), pl.col("expected") > 0, pl.col("line_number").is_not_null()
        )
        .filter(pl.len().over(DAY) > 1)
        .sort(*DAY, "expected", "row", descending=[False, False, False, True, False])
    )


def _codes(lines: pl.DataFrame) -> list[str]:
    """Codes that are cut in company, and those in full that they are cut beside.

    A code counts as cut when most of its lines that are not the dearest of their day are. On a day
    with a cut line and none of those codes in full, the dearest line in full is one of them, too.
    """
    cut = pl.col("missed") & (pl.col("allowed") < pl.col("expected"))
    dearest = pl.col("row") == pl.col("row").first().over(DAY)
    by_code = lines.filter(~dearest).group_by("code").agg(cut=cut.sum(), lines=pl.len())
    often = pl.col("cut") * 100 >= pl.col("lines") * CLEAR_PERCENT
    codes = by_code.filter(often)["code"].to_list()
    member = pl.col("code").is_in(codes)
    alone = lines.filter((cut & member).any().over(DAY)).filter(~(~cut & member).any().over(DAY))
    beside = alone.filter(~cut).group_by(DAY).agg(pl.col("code").first())["code"]
    return sorted({*codes, *beside})


def _percents(lines: pl.DataFrame, by: str) -> list[Decimal]:
    """The percentage of each rank, from the first; empty: the further ones are in full, too."""
    column, descending = RANK_BY[by]
    ordered = lines.sort(column, "row", descending=[descending, False])
    ranked = ordered.with_columns(rank=pl.int_range(1, pl.len() + 1).over(DAY))
    percents = [Decimal(100)]
    for rank in range(2, MOST_RANKS + 1):
        missed = ranked.filter(pl.col("rank") == rank, "missed")
        expected, allowed = missed["expected"].to_numpy(), missed["allowed"].to_numpy()
        share = likeliest(expected, allowed, SHARE) if missed.height >= LEAST_LINES else None
        if share is None:
            break
        fits = in_cents(at_value(expected, share, SHARE), allowed)
        if int(fits.sum()) * 100 < missed.height * CLEAR_PERCENT:
            break
        percents.append(share)
    while len(percents) > 2 and percents[-1] == percents[-2]:
        percents.pop()
    return percents if len(percents) > 1 else []


def _policies(
    contract: Contract, codes: list[str], percents: list[Decimal], by: str, modifier: str | None
) -> Iterator[Change]:
    """About the codes that a schedule indicates, or those that are seen."""
    physician = [name for name, each in contract.schedules.items() if each.kind == "physician"]
    abouts: list[dict[str, object]] = [{"indicators": name} for name in physician]
    abouts.append({"codes": codes})
    for about, only in product(abouts, dict.fromkeys((None, modifier))):
        policy: dict[str, object] = {"clause": CLAUSE, **about, "percents": percents}
        if by != "price":
            policy["rank_by"] = by
        if only:
            policy["modifier"] = only
        yield set_value(contract, (*POLICIES, 0), policy)


def _always(reduced: pl.DataFrame) -> str | None:
    """51, where nearly all lines that are cut have it; null: they have not."""
    carried = reduced["modifiers"].list.contains(MODIFIER).fill_null(value=False).sum()
    return MODIFIER if carried * 100 >= reduced.height * NEARLY_ALL_PERCENT else None


def _scope(state: State, lines: pl.DataFrame) -> Flags:
    flags = pl.Series(range(len(state.rows)), dtype=pl.UInt32).is_in(lines["row"].implode())
    return flags.to_numpy()
