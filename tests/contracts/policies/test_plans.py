"""Which percentage each rank has, and where a rank that is not known makes no difference."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.model.policies import MultipleProcedures
from reclaim.contracts.policies.plans import Plan, plans

PERCENTS = st.lists(st.sampled_from([100, 50, 25, 0]), max_size=5).map(lambda rest: [100, *rest])
ENDS = st.one_of(st.none(), st.integers(0, 8))


def plan_of(percents: list[int], end: int | None) -> Plan:
    policy = MultipleProcedures.model_validate(
        {"clause": "B 1", "percents": percents, "by_report_after": end}
    )
    return plans(policy)[0]


def shares(percents: list[int], end: int | None, many: int) -> list[int | None]:
    """The share of each of so many ranks, one by one; None: by report."""
    listed = [*percents, *[percents[-1]] * many][:many]
    return [
        None if end is not None and rank >= end else percent * 10_000
        for rank, percent in enumerate(listed)
    ]


def asked(plan: Plan, before: int, count: int, unknown: int = 0) -> tuple[int, bool, bool]:
    """Sum of shares, beyond and certain for one line."""
    line = pl.DataFrame({"before": [before], "count": [count], "unknown": [unknown]})
    columns = [pl.col(name) for name in line.columns]
    found = line.select(
        sum=plan.sum_of(columns[0], columns[1]),
        beyond=plan.beyond(columns[0], columns[1]),
        certain=plan.certain(*columns),
    )
    return found.row(0)


@given(PERCENTS, ENDS, st.integers(0, 9), st.integers(1, 4))
def test_the_shares_of_ranks_add_up(
    percents: list[int], end: int | None, before: int, count: int
) -> None:
    listed = shares(percents, end, before + count)[before:]
    total, beyond, _ = asked(plan_of(percents, end), before, count)
    assert beyond == (None in listed)
    if not beyond:
        assert total == sum(share or 0 for share in listed)


@given(PERCENTS, ENDS, st.integers(0, 9), st.integers(1, 3), st.integers(0, 4))
def test_what_is_certain_is_the_same_at_every_rank_it_can_have(
    percents: list[int], end: int | None, before: int, count: int, unknown: int
) -> None:
    listed = shares(percents, end, before + count + unknown)
    possible = {tuple(listed[rank : rank + count]) for rank in range(before, before + unknown + 1)}
    certain = asked(plan_of(percents, end), before, count, unknown)[2]
    same_throughout = len(set(listed[before:])) == 1
    assert certain == (unknown == 0 or same_throughout)
    if certain:
        assert len(possible) == 1


def test_medicares_plan() -> None:
    (plan,) = plans(MultipleProcedures.model_validate({"clause": "B 1"}))
    assert [asked(plan, before, 1)[0] for before in range(5)] == [1_000_000, *[500_000] * 4]
    assert [asked(plan, before, 1)[1] for before in (4, 5)] == [False, True]


@pytest.mark.parametrize(("before", "certain"), [(0, False), (1, True), (3, True), (4, False)])
def test_medicares_ranks_that_one_more_does_not_move(before: int, *, certain: bool) -> None:
    (plan,) = plans(MultipleProcedures.model_validate({"clause": "B 1"}))
    assert asked(plan, before, 1, 1)[2] is certain
