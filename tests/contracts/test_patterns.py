"""Codes against patterns: one, a range with both ends, a beginning."""

import polars as pl
import pytest

from reclaim.contracts.patterns import fits


@pytest.mark.parametrize(
    ("pattern", "code", "fit"),
    [
        ("99213", "99213", True),
        ("99213", "99214", False),
        ("99213", None, False),
        ("99202-99215", "99201", False),
        ("99202-99215", "99202", True),
        ("99202-99215", "99215", True),
        ("99202-99215", "99216", False),
        ("0120-0129", "012", False),
        ("0120-0129", "01250", False),
        ("J*", "J0120", True),
        ("J*", "99213", False),
        ("*", "99213", True),
    ],
)
def test_a_code_fits_a_pattern(pattern: str, code: str | None, fit: bool) -> None:  # noqa: FBT001
    codes = pl.DataFrame({"code": [code]}, schema={"code": pl.String})
    assert codes.select(fits(pl.col("code"), [pattern])).item() is fit


def test_one_pattern_of_several_is_enough_and_of_none_none_fits() -> None:
    codes = pl.DataFrame({"code": ["J0120", "99213", "A0428"]})
    either = codes.select(fits(pl.col("code"), ["J*", "99213"])).to_series()
    assert either.to_list() == [True, True, False]
    assert codes.select(fits(pl.col("code"), [])).to_series().to_list() == [False]
