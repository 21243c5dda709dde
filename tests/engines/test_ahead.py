"""Batches made ahead are the same batches, and so are the errors on the way."""

import threading
from collections.abc import Iterator

import polars as pl
import pytest

from reclaim.engines.ahead import ahead
from reclaim.x12.reader import Tables


def batch(number: int) -> Tables:
    return {"files": pl.DataFrame({"number": [number]})}


def test_the_order_is_kept() -> None:
    given = [batch(number) for number in range(5)]
    assert list(ahead(given)) == given
    assert list(ahead([])) == []


def test_the_next_is_made_while_this_one_is_worked_on() -> None:
    made = [threading.Event() for _ in range(2)]

    def making() -> Iterator[Tables]:
        for number, event in enumerate(made):
            event.set()
            yield batch(number)

    coming = ahead(making())
    next(coming)
    assert made[1].wait(timeout=10)
    assert len(list(coming)) == 1


def test_an_error_comes_after_the_batches_before_it() -> None:
    def failing() -> Iterator[Tables]:
        yield batch(1)
        raise ValueError("no more")

    coming = ahead(failing())
    assert next(coming)["files"].item() == 1
    with pytest.raises(ValueError, match="no more"):
        next(coming)
