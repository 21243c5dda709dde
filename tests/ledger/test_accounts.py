"""An account's sums by example, and what always adds up."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.ledger.accounts import accounts
from reclaim.ledger.open_items import open_items
from reclaim.ledger.parties import with_party
from tests.ledger.books import day, entries

STORY: list[dict[str, object]] = [
    {"effect_cents": 1000, "payer": "HARBOR"},
    {"kind": "payment", "payer": "HARBOR", "effect_cents": -500},
    {"kind": "write_off", "category": "contractual", "effect_cents": -300},
    {"kind": "transfer", "moved_cents": 200, "on": 20},
    {"kind": "statement", "on": 22},
    {"kind": "statement", "on": 52},
    {"kind": "call", "on": 60},
    {"kind": "payment", "effect_cents": -120, "on": 70},
    {"kind": "unknown", "effect_cents": None, "amount_cents": 7},
]


def test_the_story_of_an_account() -> None:
    row = accounts(with_party(entries(STORY))).row(0, named=True)
    told = {name: value for name, value in row.items() if value not in {None, 0}}
    assert told == {
        "account": "A1",
        "charge_cents": 1000,
        "insurer_paid_cents": 500,
        "patient_paid_cents": 120,
        "written_off_cents": 300,
        "balance_cents": 80,
        "patient_cents": 80,
        "unexplained_cents": 7,
        "entries": 9,
        "statements": 2,
        "calls": 1,
        "first_service_date": day(0),
        "last_posted": day(70),
        "first_statement_date": day(22),
        "last_statement_date": day(52),
        "last_patient_payment_date": day(70),
        "patient_since": day(20),
    }


def test_a_credit_is_marked_from_one_cent_on() -> None:
    def credit(paid: int) -> bool:
        rows: list[dict[str, object]] = [
            {"effect_cents": 100},
            {"kind": "payment", "effect_cents": -paid},
        ]
        return bool(accounts(with_party(entries(rows)))["credit"][0])

    assert [credit(99), credit(100), credit(101)] == [False, False, True]


KINDS = st.sampled_from(["charge", "payment", "write_off", "refund", "correction", "transfer"])


@given(st.lists(st.tuples(KINDS, st.integers(-40, 40), st.sampled_from(["A1", "A2"])), max_size=12))
def test_parties_add_up_to_the_balance_and_open_items_to_the_parties(
    rows: list[tuple[str, int, str]],
) -> None:
    moves = [
        {"kind": kind, "account": account}
        | ({"moved_cents": cents} if kind == "transfer" else {"effect_cents": cents})
        for kind, cents, account in rows
    ]
    ledger = with_party(entries(moves))
    found = accounts(ledger)
    both = found["insurer_cents"] + found["patient_cents"]
    assert both.equals(found["balance_cents"].rename("insurer_cents"))
    items = open_items(ledger)
    for party in ("insurer", "patient"):
        assert sum(items.filter(pl.col("party") == party)["open_cents"]) == sum(
            found[f"{party}_cents"]
        )
    assert accounts(ledger.reverse()).equals(found)
