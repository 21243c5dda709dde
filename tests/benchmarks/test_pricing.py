"""What pricing is measured on is what it says; how long it takes is nobody's test."""

import numpy as np
import pytest

from benchmarks.pricing_inputs import CODES, LOCALITIES, TERMS, a_book, a_year
from reclaim.contracts.price import price


@pytest.mark.parametrize("rates", [False, True])
def test_every_line_has_a_price(*, rates: bool) -> None:
    draw = np.random.default_rng(1)
    book = a_book(draw, rates=rates, policies=True)
    claims, lines = a_year(draw, 400)
    found = price(claims, lines, book)
    assert (claims.height, found.height) == (100, 400)
    assert found["expected_cents"].null_count() == 0
    assert found["method"].n_unique() == 3


def test_the_table_is_of_the_whole_country() -> None:
    assert (len(CODES), len(LOCALITIES), TERMS) == (19_000, 109, 100)
    book = a_book(np.random.default_rng(1), rates=True, policies=False)
    assert book.tables["harbor-2026", "medicare"].height == 19_000 * 109
