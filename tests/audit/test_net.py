"""Which claims stand after reversals, corrections and repeats."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from reclaim.audit.net import CLAIM_COLUMNS, mirror, net, settle
from reclaim.audit.place import place
from reclaim.schema import TABLES
from tests.frames import Claim, Line, tables

JANUARY, FEBRUARY, MARCH = (dt.date(2024, month, 5) for month in (1, 2, 3))


def claim(
    charge_cents: int,
    paid_cents: int,
    *,
    status: str = "1",
    on: dt.date | None = JANUARY,
    file_id: str = "f1",
    patient: str | None = "A1",
    payer: str | None = "P1",
    original: str | None = None,
    payer_id: str = "PAYER",
    carc: str = "45",
) -> Claim:
    rest = charge_cents - paid_cents
    return Claim(
        charge_cents,
        paid_cents,
        [Line(charge_cents, paid_cents, [("CO", carc, rest)])],
        status=status,
        payment_date=on,
        file_id=file_id,
        patient_control_number=patient,
        payer_control_number=payer,
        original_claim_number=original,
        payer_id=payer_id,
        trace_number=f"T{on}",
    )


def states(*claims: Claim) -> list[tuple[str, bool]]:
    return net(tables(claims)["remit_claims"]).select("state", "counts").rows()


FIRST = claim(10000, 8000)
TAKEN_BACK = claim(-10000, -8000, status="22", on=FEBRUARY)
AGAIN = claim(10000, 9000, on=FEBRUARY)


def test_original_reversal_and_correction() -> None:
    assert states(FIRST, TAKEN_BACK, AGAIN) == [
        ("reversed", False),
        ("reversal", False),
        ("correction", True),
    ]


def test_links_name_each_other() -> None:
    rows = net(tables([FIRST, TAKEN_BACK, AGAIN])["remit_claims"])
    first, reversal, _ = rows["claim_id"]
    assert rows["reversed_by"].to_list() == [reversal, None, None]
    assert rows["reverses"].to_list() == [None, first, None]
    assert rows["corrects"].to_list() == [None, None, first]
    assert rows["link"].to_list() == [None, "patient and payer control number", None]


def test_a_correction_may_come_before_the_reversal() -> None:
    assert [state for state, _ in states(FIRST, AGAIN, TAKEN_BACK)] == [
        "reversed",
        "correction",
        "reversal",
    ]


def test_a_correction_for_the_same_money_is_not_the_one_taken_back() -> None:
    again = claim(10000, 8000, on=MARCH, carc="131")
    assert [state for state, _ in states(again, TAKEN_BACK, FIRST)] == [
        "correction",
        "reversal",
        "reversed",
    ]


def test_a_correction_of_the_same_day_may_stand_in_a_file_read_earlier() -> None:
    first = claim(10000, 8000, file_id="f2")
    back = claim(-10000, -8000, status="22", file_id="f2")
    again = claim(10000, 9000, file_id="f1")
    assert [state for state, _ in states(again, first, back)] == [
        "correction",
        "reversed",
        "reversal",
    ]


def test_two_claims_of_a_day_that_were_both_taken_back_do_not_correct_each_other() -> None:
    second = claim(10000, 9000)
    second_back = claim(-10000, -9000, status="22", on=MARCH)
    rows = net(tables([FIRST, second, TAKEN_BACK, second_back])["remit_claims"])
    assert rows["corrects"].to_list()[:2] == [None, rows["claim_id"].to_list()[0]]


def test_a_claim_corrected_twice() -> None:
    second_back = claim(-10000, -9000, status="22", on=MARCH)
    last = claim(10000, 9500, on=MARCH)
    rows = net(tables([FIRST, TAKEN_BACK, AGAIN, second_back, last])["remit_claims"])
    assert rows["state"].to_list() == [
        "reversed",
        "reversal",
        "reversed",
        "reversal",
        "correction",
    ]
    assert rows["corrects"].to_list()[4] == rows["claim_id"].to_list()[2]


@pytest.mark.parametrize(
    ("reversal", "link"),
    [
        (claim(-10000, -8000, status="22", patient="OTHER"), "payer control number"),
        (
            claim(-10000, -8000, status="22", patient="OTHER", payer="P2", original="P1"),
            "original claim number",
        ),
        (claim(-10000, -8000, status="22", payer="P2"), "patient control number"),
    ],
    ids=[
        "the provider changed its number",
        "REF F8 names the original",
        "the payer gave a new one",
    ],
)
def test_a_reversal_is_found_by_any_number(reversal: Claim, link: str) -> None:
    rows = net(tables([FIRST, reversal])["remit_claims"])
    assert rows["state"].to_list() == ["reversed", "reversal"]
    assert rows["link"].to_list()[1] == link


@pytest.mark.parametrize(
    "reversal",
    [
        claim(-10000, -7000, status="22"),
        claim(-10000, -8000, status="22", payer_id="ANOTHER"),
        claim(-10000, -8000, status="22", patient="A2", payer="P2"),
        claim(10000, 8000, status="22"),
    ],
    ids=["another amount", "another payer", "other numbers", "not negated"],
)
def test_a_reversal_of_nothing_known_is_an_orphan_and_counts(reversal: Claim) -> None:
    assert states(FIRST, reversal) == [("original", True), ("orphan_reversal", True)]


def test_what_follows_an_orphan_corrects_a_claim_never_seen() -> None:
    rows = net(tables([TAKEN_BACK, claim(10000, 9000, payer="P2", on=FEBRUARY)])["remit_claims"])
    assert rows["state"].to_list() == ["orphan_reversal", "correction"]
    assert rows["corrects"].to_list() == [None, rows["claim_id"].to_list()[0]]


def test_two_reversals_of_one_claim_take_it_back_once() -> None:
    assert [state for state, _ in states(FIRST, TAKEN_BACK, TAKEN_BACK)] == [
        "reversed",
        "reversal",
        "orphan_reversal",
    ]


def test_an_estimate_is_never_taken_back() -> None:
    estimate = claim(10000, 8000, status="25")
    assert [state for state, _ in states(estimate, TAKEN_BACK)] == ["original", "orphan_reversal"]


def test_the_same_claim_under_the_same_trace_in_another_file_is_a_duplicate() -> None:
    again = claim(10000, 8000, file_id="f2")
    assert states(FIRST, again) == [("original", True), ("duplicate", False)]


def test_equal_claims_in_one_file_are_two_claims() -> None:
    assert states(FIRST, FIRST) == [("original", True), ("original", True)]


def test_a_file_sent_again_with_its_reversals_changes_nothing() -> None:
    copies = [
        claim(10000, 8000, file_id="f2"),
        claim(-10000, -8000, status="22", on=FEBRUARY, file_id="f2"),
    ]
    assert [state for state, _ in states(FIRST, TAKEN_BACK, *copies)] == [
        "reversed",
        "reversal",
        "duplicate",
        "duplicate",
    ]


def test_a_number_given_to_a_patient_makes_no_correction() -> None:
    other_visit = claim(55500, 44400, payer="P9", on=MARCH)
    assert [state for state, _ in states(FIRST, TAKEN_BACK, other_visit)][2] == "original"


def test_a_reversal_takes_the_places_of_what_it_takes_back() -> None:
    changed = claim(-10000, -8000, status="22", on=FEBRUARY, carc="29", payer="P1")
    frames = tables([claim(10000, 8000, carc="29"), changed])
    frames["adjustments"] = frames["adjustments"].with_columns(
        carc=pl.when(pl.col("adjustment_cents") < 0).then(pl.lit("45")).otherwise("carc")
    )
    own = place(frames)
    assert set(own["category"]) == {
        "paid/insurer",
        "denial/timely_filing",
        "contractual/unverified",
    }
    settled = settle(own, net(frames["remit_claims"]), frames["remit_claims"])
    left = settled.group_by("category").agg(pl.col("amount_cents").sum())
    assert dict(left.iter_rows()) == {"paid/insurer": 0, "denial/timely_filing": 0}
    assert settled.height == own.height


def test_mirrored_rows_bear_the_reversals_names() -> None:
    frames = tables([claim(10000, 8000, patient="NEW"), TAKEN_BACK])
    claims = frames["remit_claims"]
    rows = mirror(place(frames), net(claims), claims)
    assert set(rows["claim_id"]) == {net(claims)["claim_id"].to_list()[1]}
    assert set(rows["patient_control_number"]) == {"A1"}


cents = st.sampled_from([10000, 8000])
many = st.lists(
    st.builds(
        claim,
        cents,
        cents,
        on=st.sampled_from([JANUARY, FEBRUARY, None]),
        file_id=st.sampled_from(["f1", "f2"]),
        patient=st.sampled_from(["A1", "A2", None]),
        payer=st.sampled_from(["P1", "P2", None]),
        original=st.sampled_from(["P1", None]),
    )
    | st.builds(
        claim,
        cents.map(int.__neg__),
        cents.map(int.__neg__),
        status=st.just("22"),
        on=st.sampled_from([JANUARY, FEBRUARY]),
        file_id=st.sampled_from(["f1", "f2"]),
        patient=st.sampled_from(["A1", "A2", None]),
        payer=st.sampled_from(["P1", "P2", None]),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(many)
def test_claims_that_do_not_count_cancel_or_repeat(claims: Sequence[Claim]) -> None:
    frames = tables(claims)
    rows = net(frames["remit_claims"])
    assert rows.schema == TABLES["claim_states"].polars_schema
    assert rows["claim_id"].n_unique() == len(claims)
    charges = frames["remit_claims"].sort("file_id", "segment_number")["charge_cents"]
    cancelled = rows["state"].is_in(["reversed", "reversal"])
    assert charges.filter(cancelled).sum() == 0
    assert (
        rows.filter(~pl.col("counts"))["state"].is_in(["reversed", "reversal", "duplicate"]).all()
    )
    taken = rows["reverses"].drop_nulls()
    assert taken.n_unique() == len(taken)


@settings(max_examples=60)
@given(many)
def test_settled_dispositions_still_add_up_to_each_charge(claims: Sequence[Claim]) -> None:
    frames = tables(claims)
    claims_frame = frames["remit_claims"].select(CLAIM_COLUMNS)
    settled = settle(place(frames), net(claims_frame), claims_frame)
    sums = settled.group_by("claim_id").agg(pl.col("amount_cents").sum())
    name = pl.concat_str("file_id", pl.lit("-"), "segment_number").alias("claim_id")
    expected = claims_frame.select(name, amount_cents="charge_cents")
    assert_frame_equal(sums, expected, check_row_order=False)


@settings(max_examples=40)
@given(many, st.integers(0, 99))
def test_the_order_of_the_claims_changes_nothing(claims: Sequence[Claim], seed: int) -> None:
    frame = tables(claims)["remit_claims"]
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    assert_frame_equal(net(shuffled), net(frame))
