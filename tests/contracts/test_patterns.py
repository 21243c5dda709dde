"""Patterns of codes: one code, a range with both ends, a beginning."""

import polars as pl
import pytest

from reclaim.contracts.patterns import first_digits, is_pattern, matches, range_ends


def fits(code: str | None, *patterns: str) -> bool:
    frame = pl.DataFrame({"code": [code]}, schema={"code": pl.String()})
    return bool(frame.select(matches(pl.col("code"), patterns)).item())


@pytest.mark.parametrize(
    ("code", "pattern", "expected"),
    [
        ("99213", "99213", True),
        ("99214", "99213", False),
        ("99202", "99202-99215", True),
        ("99215", "99202-99215", True),
        ("99201", "99202-99215", False),
        ("99216", "99202-99215", False),
        ("0100T", "00100-01999", False),
        ("J0120", "J0120-J9999", True),
        ("J012A", "J0120-J9999", False),
        ("J1100", "J*", True),
        ("A1100", "J*", False),
        (None, "J*", False),
    ],
)
def test_a_code_fits_a_pattern(code: str | None, pattern: str, *, expected: bool) -> None:
    assert fits(code, pattern) is expected


def test_no_pattern_fits_nothing_and_one_of_several_is_enough() -> None:
    assert not fits("99213")
    assert fits("99213", "J*", "99202-99215", "1")


@pytest.mark.parametrize("pattern", ["99215-99202", "99202-J9999", "99202-", "1-22"])
def test_what_is_no_range_is_no_pattern(pattern: str) -> None:
    assert range_ends(pattern) is None
    assert not is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["*", "", "J*1", "*J"])
def test_an_asterisk_stands_at_the_end(pattern: str) -> None:
    assert not is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["99213", "99202-99215", "J*", "A0-A9"])
def test_patterns(pattern: str) -> None:
    assert is_pattern(pattern)


@pytest.mark.parametrize(
    ("bill", "pattern", "expected"),
    [
        ("111", "11", True),
        ("0117", "11", True),
        ("111", "011", True),
        ("131", "11", False),
        ("131", "11-13", True),
        ("141", "11-13", False),
        ("831", "8*", True),
        (None, "11", False),
    ],
)
def test_a_type_of_bill_is_named_by_its_first_digits(
    bill: str | None, pattern: str, *, expected: bool
) -> None:
    frame = pl.DataFrame({"bill": [bill]}, schema={"bill": pl.String()})
    assert frame.select(first_digits(pl.col("bill"), [pattern])).item() is expected
