"""What of each charge is open, by example and by what must always hold."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.ledger.open_items import Application, open_items
from reclaim.ledger.parties import with_party
from tests.ledger.books import day, entries

CHARGE = {"payer": "HARBOR", "line_number": 1}


def ledger(*rows: dict[str, object]) -> pl.DataFrame:
    return with_party(entries(rows))


def insurer(cents: int, **more: object) -> dict[str, object]:
    return {"kind": "payment", "payer": "HARBOR", "effect_cents": -cents, **more}


def opened(
    frame: pl.DataFrame, application: Application = "matched"
) -> list[tuple[int | None, str, int]]:
    found = open_items(frame, application=application)
    return found.select("entry", "party", "open_cents").rows()


def test_what_is_paid_written_off_and_moved_is_open_no_more() -> None:
    frame = ledger(
        {**CHARGE, "effect_cents": 100000},
        insurer(50000),
        {"kind": "write_off", "category": "contractual", "effect_cents": -30000},
        {"kind": "transfer", "moved_cents": 20000, "on": 40},
        {"kind": "payment", "effect_cents": -5000},
    )
    found = open_items(frame)
    assert found.select("entry", "party", "open_cents", "party_since").rows() == [
        (1, "patient", 15000, day(40))
    ]


TWO = (
    {**CHARGE, "effect_cents": 100, "service_date": dt.date(2025, 1, 1)},
    {
        **CHARGE,
        "effect_cents": 200,
        "patient_control_number": "C2",
        "service_date": dt.date(2025, 2, 1),
    },
)


def test_matched_serves_the_claim_that_is_named_and_fifo_the_oldest() -> None:
    frame = ledger(*TWO, insurer(150, patient_control_number="C2"))
    assert opened(frame, "matched") == [(1, "insurer", 100), (2, "insurer", 50)]
    assert opened(frame, "fifo") == [(2, "insurer", 150)]


def test_what_a_claim_does_not_take_goes_to_the_oldest() -> None:
    frame = ledger(*TWO, insurer(250, patient_control_number="C2"))
    assert opened(frame) == [(1, "insurer", 50)]


def test_a_line_is_served_before_its_claim() -> None:
    frame = ledger(
        {**CHARGE, "effect_cents": 100},
        {**CHARGE, "effect_cents": 200, "line_number": 2},
        insurer(200, line_number=2),
    )
    assert opened(frame) == [(1, "insurer", 100)]


def test_a_credit_is_a_row_of_its_own_and_nets_no_charge_of_the_other_party() -> None:
    frame = ledger(
        {**CHARGE, "effect_cents": 100}, insurer(130), {"kind": "transfer", "moved_cents": 30}
    )
    assert opened(frame) == [(3, "patient", 30), (None, "insurer", -60)]


def test_a_write_off_that_was_undone_leaves_the_charge_as_old_as_it_was() -> None:
    off = {"kind": "write_off", "category": "contractual"}
    frame = ledger(
        {**CHARGE, "effect_cents": 100},
        {**off, "effect_cents": -100},
        {**off, "effect_cents": 100, "on": 90},
    )
    found = open_items(frame)
    assert found.select("entry", "first_billed_date", "open_cents").rows() == [(1, day(1), 100)]


KINDS = st.sampled_from(["charge", "payment", "insurer", "write_off", "transfer", "refund"])
ROWS = st.lists(
    st.tuples(
        KINDS,
        st.integers(-20, 30).filter(bool),
        st.sampled_from(["A1", "A2"]),
        st.sampled_from(["C1", "C2", None]),
        st.integers(0, 60),
    ),
    max_size=14,
)


def _row(kind: str, cents: int, account: str, claim: str | None, on: int) -> dict[str, object]:
    sign = -1 if kind in {"payment", "insurer", "write_off"} else 1
    row: dict[str, object] = {"account": account, "patient_control_number": claim, "on": on}
    if kind == "transfer":
        return row | {"kind": kind, "moved_cents": cents}
    party = "insurer" if kind in {"insurer", "charge"} else None
    known = "payment" if kind == "insurer" else kind
    return row | {"kind": known, "effect_cents": sign * cents, "party": party}


@given(ROWS, st.sampled_from(["matched", "fifo"]))
def test_items_add_up_to_balances_whatever_the_order(
    rows: list[tuple[str, int, str, str | None, int]], application: Application
) -> None:
    frame = ledger(*(_row(*row) for row in rows))
    found = open_items(frame, application=application)
    party = pl.when(pl.col("kind") == "transfer").then(None).otherwise("party")
    for who, sign in (("insurer", -1), ("patient", 1)):
        own = sum(frame.filter(party == who)["effect_cents"])
        moved = sign * sum(frame.filter(pl.col("kind") == "transfer")["moved_cents"])
        assert sum(found.filter(party=who)["open_cents"]) == own + moved
    assert open_items(frame.reverse(), application=application).equals(found)
    credit = found.filter(pl.col("open_cents") < 0)
    assert credit["entry"].null_count() == credit.height


def test_an_empty_ledger_has_none() -> None:
    assert open_items(ledger()).is_empty()


@pytest.mark.parametrize("application", ["matched", "fifo"])
def test_no_party_of_an_account_has_items_and_a_credit_at_once(application: Application) -> None:
    frame = ledger(*TWO, insurer(500), {"kind": "payment", "effect_cents": -7})
    assert opened(frame, application) == [(None, "insurer", -200), (None, "patient", -7)]
