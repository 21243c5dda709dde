"""The local codes of a ledger, the unmapped ones first."""

import polars as pl

from reclaim.ledger.codes import added, local_codes
from tests.ledger.books import day, entries

ROWS: list[dict[str, object]] = [
    {"local_code": "CHG", "amount_cents": 900},
    {"local_code": "CON", "kind": "write_off", "category": "contractual", "amount_cents": 500},
    {"local_code": "ODD", "kind": "write_off", "amount_cents": 20},
    {"local_code": "WHAT", "kind": "unknown", "amount_cents": 70, "effect_cents": None},
    {"local_code": "ODD", "kind": "write_off", "amount_cents": 5},
]


def test_unmapped_codes_come_first_the_biggest_before_the_others() -> None:
    found = local_codes(entries(ROWS)).select("local_code", "standing", "entries", "amount_cents")
    assert found.rows() == [
        ("WHAT", "unmapped", 1, 70),
        ("ODD", "unmapped", 2, 25),
        ("CHG", "mapped", 1, 900),
        ("CON", "mapped", 1, 500),
    ]


def test_those_of_parts_add_up_to_those_of_all() -> None:
    ledger = entries(ROWS)
    parts = [local_codes(ledger.slice(at, 2)) for at in (0, 2, 4)]
    assert added(parts).equals(local_codes(ledger))
    assert added([]).is_empty()


def test_the_first_and_the_last_day_are_told() -> None:
    odd = local_codes(entries(ROWS)).row(by_predicate=pl.col("local_code") == "ODD", named=True)
    assert (odd["first_posted"], odd["last_posted"]) == (day(3), day(5))
