"""How the numbers of a step are written."""

import polars as pl
import pytest

from reclaim.contracts.exact import EXACT
from reclaim.contracts.methods.written import decimal, dollars


@pytest.mark.parametrize(
    ("parts", "digits", "least", "text"),
    [
        (1_017_000, 6, 3, "1.017"),
        (1_000_000, 6, 3, "1.000"),
        (1_000_000, 6, 0, "1"),
        (1_300_000, 6, 2, "1.30"),
        (32_346_500, 6, 4, "32.3465"),
        (2_863_850_000_000, 12, 2, "2.86385"),
        (1, 6, 0, "0.000001"),
        (0, 3, 0, "0"),
        (None, 3, 0, None),
    ],
)
def test_zeros_at_the_end_fall_away_but_the_least_that_stay(
    parts: int | None, digits: int, least: int, text: str | None
) -> None:
    number = pl.DataFrame({"parts": [parts]}, schema={"parts": pl.Int64()})

    assert number.select(decimal(pl.col("parts"), digits, least=least)).item() == text


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        (8370 * 10**12, "83.70"),
        (10_812_34 * 10**10, "108.1234"),
        (10_812_34 * 10**10 + 1, "108.1234..."),
        (133_981_00 * 10**10, "1,339.81"),
        (None, None),
    ],
)
def test_three_dots_stand_for_more_than_four_decimals(exact: int | None, text: str | None) -> None:
    amount = pl.DataFrame({"exact": [exact]}, schema={"exact": EXACT})

    assert amount.select(dollars(pl.col("exact"))).item() == text
