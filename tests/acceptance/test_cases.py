"""What an audit must make of the examples and traps that billing teams know: cases, as data."""

import pytest

from tests.acceptance.cases import AMOUNTS, Case, Expected, cases, cents
from tests.acceptance.run import Audited, audited

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    came_out = audited(case)
    went = came_out.by_category()
    for claim, parts in case.expect.went.items():
        assert went[claim] == {category: cents(amount) for category, amount in parts.items()}
    for claim, states in case.expect.states.items():
        assert came_out.states(claim) == list(states)
    for claim, parts in case.expect.placed.items():
        own = came_out.placed().get(claim, {})
        assert own == {category: cents(amount) for category, amount in parts.items()}
    for account, owed in case.expect.balances.items():
        told = {party: cents(amount) for party, amount in owed.items()}
        assert came_out.balances()[account] == told
    if case.expect.findings is not None:
        _compare(came_out, came_out.findings(), case.expect.findings)
    if case.expect.judged:
        _compare(came_out, came_out.judged(), case.expect.judged)


def test_a_name_means_one_case() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)


def _compare(
    came_out: Audited, rows: list[dict[str, object]], expected: tuple[Expected, ...]
) -> None:
    """Every row that came out, told with the words that the expected one at its place uses."""
    wanted = sorted((_wanted(one) for one in expected), key=_order)
    told = sorted(rows, key=_order)
    always = ("claim", "code", "at_stake", "category", "signal", "recoverable")
    keys = [list(one) for one in wanted] + [list(always)] * len(told)
    found = [{key: row[key] for key in own} for row, own in zip(told, keys, strict=False)]
    assert found == wanted, came_out.told()


def _wanted(expected: Expected) -> dict[str, object]:
    """What a case says about a finding, with its amounts in cents."""
    said = expected.model_dump(exclude_none=True)
    return {key: cents(value) if key in AMOUNTS else value for key, value in said.items()}


def _order(row: dict[str, object]) -> tuple[str, str, int]:
    return str(row["claim"]), str(row["code"]), -int(str(row["at_stake"]))
