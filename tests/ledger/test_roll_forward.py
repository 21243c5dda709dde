"""Opening and changes make the closing, month after month, and a break has a name."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.ledger.parties import with_party
from reclaim.ledger.roll_forward import monthly, roll_forward
from tests.ledger.books import entries

ROWS: list[dict[str, object]] = [
    {"effect_cents": 1000, "on": 0},
    {"kind": "payment", "effect_cents": -300, "on": 5, "payer": "HARBOR"},
    {"kind": "write_off", "effect_cents": -200, "on": 70},
    {"kind": "refund", "effect_cents": 50, "on": 71},
    {"kind": "correction", "effect_cents": -20, "on": 72},
    {"kind": "unknown", "effect_cents": None, "amount_cents": 9, "on": 72},
]
MONTHS = [dt.date(2025, month, 1) for month in (1, 2, 3)]


def rolled(stated: dict[dt.date, int] | None = None) -> pl.DataFrame:
    given_ = stated or {}
    books = pl.DataFrame(
        {"month": list(given_), "location": None, "stated_cents": list(given_.values())},
        schema={"month": pl.Date, "location": pl.String, "stated_cents": pl.Int64},
    )
    return roll_forward([monthly(with_party(entries(ROWS)))], books if stated else None)


def test_a_month_without_entries_is_there_too() -> None:
    found = rolled().select("month", "opening_cents", "closing_cents").rows()
    assert found == [(MONTHS[0], 0, 700), (MONTHS[1], 700, 700), (MONTHS[2], 700, 530)]


def test_books_that_agree_have_no_break() -> None:
    found = rolled({MONTHS[0]: 700})
    assert found.select("break_cents", "break_reason").rows() == [
        (0, None),
        (None, None),
        (None, None),
    ]


def test_a_break_is_named_where_something_explains_it() -> None:
    found = rolled({MONTHS[0]: 710, MONTHS[2]: 539})
    assert found["break_cents"].to_list() == [10, None, 9]
    assert found["break_reason"].to_list() == [
        "nothing that was read explains it",
        None,
        "entries of which nobody has said what they do",
    ]


KINDS = st.sampled_from(["charge", "payment", "write_off", "refund", "correction", "opening"])
BOOKS = st.lists(
    st.tuples(KINDS, st.integers(-50, 50), st.integers(0, 200), st.sampled_from(["X", "Y", None])),
    min_size=1,
    max_size=12,
)


@given(BOOKS, st.integers(0, 12))
def test_it_balances_however_the_entries_are_split(
    rows: list[tuple[str, int, int, str | None]], at: int
) -> None:
    ledger = with_party(
        entries(
            [
                {"kind": kind, "effect_cents": cents, "on": on, "location": location}
                for kind, cents, on, location in rows
            ]
        )
    )
    found = roll_forward([monthly(ledger)])
    assert roll_forward([monthly(ledger[:at]), monthly(ledger[at:])]).equals(found)
    for _, months in found.group_by("location"):
        ordered = months.sort("month")
        assert ordered["opening_cents"][1:].to_list() == ordered["closing_cents"][:-1].to_list()
    last = found.filter(pl.col("month") == pl.col("month").max())
    assert sum(last["closing_cents"]) == sum(ledger["effect_cents"])


def test_nothing_rolls_to_nothing() -> None:
    assert roll_forward([monthly(entries([]))]).is_empty()
