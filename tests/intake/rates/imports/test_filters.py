"""Names and codes by patterns."""

import pytest

from reclaim.intake.rates.imports.filters import Codes, Names


@pytest.mark.parametrize(
    ("pattern", "there"),
    [
        ("harbor", True),
        ("HARBOR mutual*", True),
        ("mutual*", False),
        ("*PPO", True),
        ("[x]", False),
    ],
)
def test_a_name_is_found_in_any_case_and_anywhere_unless_a_star_says_where(
    pattern: str,
    there: bool,  # noqa: FBT001
) -> None:
    assert ("Harbor Mutual PPO" in Names((pattern,))) is there


@pytest.mark.parametrize(
    ("pattern", "code", "there"),
    [
        ("99213", "99213", True),
        ("99213", "99214", False),
        ("99202-99215", "99202", True),
        ("99202-99215", "99215", True),
        ("99202-99215", "99216", False),
        ("99202-99215", "99201", False),
        ("J*", "J1450", True),
        ("J*", "99213", False),
        ("0093-8739-01", "0093-8739-01", True),
    ],
)
def test_a_code_is_one_or_in_a_range_or_begins_so(pattern: str, code: str, *, there: bool) -> None:
    assert (code in Codes((pattern,))) is there


def test_without_patterns_all_are_meant() -> None:
    assert "anybody" in Names()
    assert "99213" in Codes()
