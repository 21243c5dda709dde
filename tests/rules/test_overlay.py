"""A practice's own rules replace shipped ones, go before one of them, or before all."""

from dataclasses import dataclass

import pytest

from reclaim.errors import ReclaimError
from reclaim.rules.overlay import overlay


@dataclass(frozen=True)
class Rule:
    """As much of a rule as laying over looks at."""

    id: str
    overrides: str | None = None
    own: bool = True


SHIPPED = [Rule(name, own=False) for name in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ([], ["a", "b", "c"]),
        ([Rule("x")], ["x", "a", "b", "c"]),
        ([Rule("x", "b")], ["a", "x", "b", "c"]),
        ([Rule("x", "b"), Rule("y", "b"), Rule("z")], ["z", "a", "x", "y", "b", "c"]),
        ([Rule("b")], ["a", "b", "c"]),
        ([Rule("b"), Rule("x", "b")], ["a", "x", "b", "c"]),
    ],
)
def test_where_own_rules_stand(own: list[Rule], expected: list[str]) -> None:
    laid = overlay(SHIPPED, own)
    assert [rule.id for rule in laid] == expected
    assert [rule for rule in laid if rule.own] == [
        rule for rule in laid if rule.id in {mine.id for mine in own}
    ]


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ([Rule("x"), Rule("x")], "x is given twice"),
        ([Rule("x", "nothing")], "overrides nothing, which is no shipped rule"),
        ([Rule("a", "b")], "has the id of a shipped rule and overrides another"),
    ],
)
def test_what_cannot_be_laid_over_is_refused(own: list[Rule], says: str) -> None:
    with pytest.raises(ReclaimError) as stop:
        overlay(SHIPPED, own)
    assert says in str(stop.value)
