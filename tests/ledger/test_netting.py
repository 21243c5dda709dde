"""What stands of a write-off once others have undone it."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.ledger.netting import net_write_offs, reversals, unmatched_reversals
from tests.ledger.books import day, entries


def write_off(effect: int, **more: object) -> dict[str, object]:
    return {"kind": "write_off", "local_code": "CON", "category": "contractual"} | {
        "effect_cents": effect,
        **more,
    }


def stands(frame: pl.DataFrame) -> list[tuple[int, int, int]]:
    return net_write_offs(frame).select("entry", "reversed_cents", "standing_cents").rows()


def test_a_reversal_undoes_the_write_off_it_names() -> None:
    ledger = entries(
        [write_off(-300), write_off(-300), write_off(300, reverses="T2", category="bad_debt")]
    )
    assert stands(ledger) == [(1, 0, 300), (2, 300, 0)]
    assert reversals(ledger).rows() == [(2, 3, 300)]


def test_one_that_names_none_undoes_the_oldest_of_its_kind() -> None:
    ledger = entries([write_off(-300), write_off(-200), write_off(350)])
    assert stands(ledger) == [(1, 300, 0), (2, 50, 150)]


def test_another_claim_line_or_category_is_left_alone() -> None:
    undone = write_off(100)
    for other in ({"patient_control_number": "C2"}, {"line_number": 2}, {"category": "bad_debt"}):
        ledger = entries([write_off(-100, **other), undone])
        assert stands(ledger) == [(1, 0, 100)]
        assert unmatched_reversals(ledger).rows() == [(2, 100)]


def test_the_day_of_the_last_reversal_is_told() -> None:
    ledger = entries([write_off(-300), write_off(100, on=9), write_off(50, on=12)])
    row = net_write_offs(ledger).row(0, named=True)
    assert (row["reversed_cents"], row["reversed_date"]) == (150, day(12))


def test_charges_and_payments_undo_nothing() -> None:
    ledger = entries([write_off(-300), {"kind": "correction", "effect_cents": 300}])
    assert stands(ledger) == [(1, 0, 300)]


AMOUNTS = st.lists(st.integers(-9, 9).filter(bool), max_size=10)


@given(AMOUNTS)
def test_what_stands_and_what_is_unmatched_add_up(amounts: list[int]) -> None:
    ledger = entries([write_off(amount) for amount in amounts])
    standing = sum(net_write_offs(ledger)["standing_cents"])
    assert standing - sum(unmatched_reversals(ledger)["cents"]) == -sum(amounts)
    turned = ledger.reverse()
    assert sorted(stands(turned)) == sorted(stands(ledger))
