"""Credits serve charges cent for cent: against a plain model, and nothing is lost."""

from collections import defaultdict

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.ledger.allocate import allocate

SIDE = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers(1, 9)), max_size=12)
Side = list[tuple[str | None, int]]


def frame(rows: Side, name: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": pl.Series([key for key, _ in rows], dtype=pl.String),
            name: pl.Series(range(len(rows)), dtype=pl.Int64),
            "cents": pl.Series([cents for _, cents in rows], dtype=pl.Int64),
        }
    )


def slow(left: Side, right: Side) -> dict[tuple[int, int], int]:
    """Cent by cent: the next of the left takes the next of the right that has its key."""
    cents: defaultdict[str, list[int]] = defaultdict(list)
    for at, (key, amount) in enumerate(right):
        if key is not None:
            cents[key] += [at] * amount
    pairs: defaultdict[tuple[int, int], int] = defaultdict(int)
    for at, (key, amount) in enumerate(left):
        for _ in range(amount):
            if key is not None and cents[key]:
                pairs[at, cents[key].pop(0)] += 1
    return dict(pairs)


@given(SIDE, SIDE)
def test_it_serves_as_the_plain_model_does(left: Side, right: Side) -> None:
    found = allocate(frame(left, "left"), frame(right, "right"), ["key"])
    pairs = {(a, b): cents for a, b, cents in found.pairs.select("left", "right", "cents").rows()}
    assert pairs == slow(left, right)


@given(SIDE, SIDE)
def test_what_is_served_and_what_is_left_add_up(left: Side, right: Side) -> None:
    found = allocate(frame(left, "left"), frame(right, "right"), ["key"])
    served = sum(found.pairs["cents"])
    assert served + sum(found.left["cents"]) == sum(cents for _, cents in left)
    assert served + sum(found.right["cents"]) == sum(cents for _, cents in right)


def test_one_charge_takes_two_payments_and_a_payment_two_charges() -> None:
    found = allocate(
        frame([("a", 100), ("a", 50)], "left"), frame([("a", 120), ("a", 90)], "right"), ["key"]
    )
    assert found.pairs.rows() == [("a", 0, 0, 100), ("a", 1, 0, 20), ("a", 1, 1, 30)]
    assert found.left.is_empty()
    assert found.right.rows() == [(1, 60)]
