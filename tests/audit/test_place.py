"""Where the money of the worked examples and of the known traps goes."""

import datetime as dt

import polars as pl
import pytest

from reclaim.audit.place import place
from tests.frames import Claim, Line, Reason, tables

Placed = list[tuple[str, str, int]]


def placed(*claims: Claim) -> Placed:
    """Place, category and cents of every row."""
    return place(tables(claims)).select("place", "category", "amount_cents").rows()


def one_line(charge_cents: int, paid_cents: int, *reasons: Reason) -> Claim:
    return Claim(charge_cents, paid_cents, [Line(charge_cents, paid_cents, reasons)])


PAID = ("insurer_paid", "paid/insurer")
CUT = ("contractual", "contractual/unverified")

EXAMPLES: dict[str, tuple[Claim, Placed]] = {
    "X1: charge 1,000, allowed 700, paid 500": (
        one_line(100000, 50000, ("CO", "45", 30000), ("PR", "1", 15000), ("PR", "3", 5000)),
        [
            (*PAID, 50000),
            (*CUT, 30000),
            ("patient_responsibility", "patient/deductible", 15000),
            ("patient_responsibility", "patient/copay", 5000),
        ],
    ),
    "X2: charge 800, allowed 600": (
        one_line(80000, 60000, ("CO", "45", 20000)),
        [(*PAID, 60000), (*CUT, 20000)],
    ),
    "X2 sent as CO-29: nothing contractual, all of it timely filing": (
        one_line(80000, 0, ("CO", "29", 80000)),
        [("denial", "denial/timely_filing", 80000)],
    ),
    "X4: charge 200, allowed 120": (
        one_line(20000, 12000, ("CO", "45", 8000)),
        [(*PAID, 12000), (*CUT, 8000)],
    ),
    "X5: charge 500, allowed 350": (
        one_line(50000, 35000, ("CO", "45", 15000)),
        [(*PAID, 35000), (*CUT, 15000)],
    ),
    "T3: MA is no group code": (
        one_line(20000, 12000, ("MA", "45", 8000)),
        [(*PAID, 12000), ("unknown", "unknown/group", 8000)],
    ),
    "T7: CO is split by its reason": (
        one_line(60000, 0, ("CO", "29", 10000), ("CO", "197", 20000), ("CO", "50", 30000)),
        [
            ("denial", "denial/timely_filing", 10000),
            ("denial", "denial/authorization", 20000),
            ("denial", "denial/medical_necessity", 30000),
        ],
    ),
    "T8: a denial under CLP02 = 1": (
        Claim(20000, 0, [Line(20000, 0, [("CO", "197", 20000)])], status="1"),
        [("denial", "denial/authorization", 20000)],
    ),
    "T8: a price cut under CLP02 = 4 is no denial": (
        Claim(20000, 12000, [Line(20000, 12000, [("CO", "45", 8000)])], status="4"),
        [(*PAID, 12000), (*CUT, 8000)],
    ),
    "T9: a price cut to nothing": (
        one_line(20000, 0, ("CO", "45", 20000)),
        [("denial", "denial/hidden_in_45", 20000)],
    ),
    "T9: a price cut to nothing, beside a reason without money": (
        one_line(20000, 0, ("CO", "45", 20000), ("CO", "131", 0)),
        [("denial", "denial/hidden_in_45", 20000), ("contractual", "contractual/other", 0)],
    ),
    "T9: a price cut to nothing, but another reason beside it": (
        one_line(20000, 0, ("CO", "45", 20000), ("OA", "94", -1), ("CO", "131", 1)),
        [
            (*CUT, 20000),
            ("contractual", "contractual/other", -1),
            ("contractual", "contractual/other", 1),
        ],
    ),
    "T10: the prior payer's part, and the little that is cut": (
        Claim(
            50000,
            6500,
            [Line(50000, 6500, [("OA", "23", 42500), ("CO", "45", 1000)])],
            status="2",
        ),
        [(*PAID, 6500), ("prior_payer", "prior_payer/oa23", 42500), (*CUT, 1000)],
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples_and_traps(name: str) -> None:
    claim, expected = EXAMPLES[name]
    assert placed(claim) == expected


def test_the_second_cut_of_a_secondary_payer_is_told_by_its_rule() -> None:
    claim = Claim(50000, 6500, [Line(50000, 6500, [("CO", "45", 43500)])], status="2")
    row = place(tables([claim])).row(1, named=True)
    assert (row["rule_id"], row["category"]) == ("contractual/second-cut", "contractual/second_cut")


@pytest.mark.parametrize(
    ("cut_cents", "rule_id"),
    [
        (90, "sequestration/on-rate"),
        (160, "sequestration/on-rate"),
        (161, "sequestration/on-rate"),
        (162, "sequestration/off-rate"),
    ],
)
def test_a_sequestration_cut_may_be_a_cent_above_and_lower(cut_cents: int, rule_id: str) -> None:
    line = Line(8000, 8000 - cut_cents, [("CO", "253", cut_cents)], (), dt.date(2024, 5, 2))
    assert (
        place(tables([Claim(8000, 8000 - cut_cents, [line])])).row(1, named=True)["rule_id"]
        == rule_id
    )


def test_of_a_sequestration_cut_only_what_is_above_the_rate_is_in_question() -> None:
    """Three times the rate: of 8,000 cents before the cut the law takes 160, the payer took 480."""
    line = Line(8000, 7520, [("CO", "253", 480)], (), dt.date(2024, 5, 2))
    rows = place(tables([Claim(8000, 7520, [line], filing_indicator="16")]))
    assert rows.select("rule_id", "amount_cents").rows()[1:] == [
        ("sequestration/medicare-advantage", 160),
        ("sequestration/off-rate", 320),
    ]


def test_amounts_segments_take_no_part() -> None:
    # T12: AMT*B6 stands in allowed_cents and often repeats the charge.
    frames = tables([one_line(50000, 35000, ("CO", "45", 15000))])
    before = place(frames)
    frames["remit_lines"] = frames["remit_lines"].with_columns(
        allowed_cents=pl.lit(50000, dtype=pl.Int64)
    )
    assert place(frames).equals(before)


def test_a_deductible_at_claim_level_lowers_what_the_lines_seem_to_be_paid() -> None:
    claim = Claim(50000, 40000, [Line(50000, 50000)], [("PR", "1", 10000)])
    rows = place(tables([claim])).select("line_number", "category", "amount_cents").rows()
    assert rows == [
        (1, "paid/insurer", 50000),
        (None, "paid/insurer", -10000),
        (None, "patient/deductible", 10000),
    ]


def test_a_gap_of_a_line_is_unknown_on_that_line() -> None:
    claim = Claim(50000, 30000, [Line(50000, 30000, [("CO", "45", 12000)])])
    row = place(tables([claim])).row(-1, named=True)
    assert (row["line_number"], row["category"], row["amount_cents"], row["rule_id"]) == (
        1,
        "unknown/unbalanced",
        8000,
        "balance/unbalanced",
    )


def test_lines_that_charge_less_than_the_claim_leave_a_gap_at_claim_level() -> None:
    claim = Claim(50000, 30000, [Line(40000, 30000, [("CO", "45", 10000)])])
    row = place(tables([claim])).row(-1, named=True)
    assert (row["line_number"], row["category"], row["amount_cents"]) == (
        None,
        "unknown/unbalanced",
        10000,
    )


def test_a_payment_that_differs_from_its_lines_is_clp04() -> None:
    claim = Claim(50000, 30000, [Line(50000, 35000, [("CO", "45", 15000)])])
    rows = place(tables([claim]))
    assert rows.filter(place="insurer_paid")["amount_cents"].sum() == 30000
    assert rows.filter(place="unknown")["amount_cents"].to_list() == [5000]


def test_an_unreadable_charge_counts_as_nothing() -> None:
    rows = placed(Claim(None, 5000, [Line(5000, 5000)]))
    assert rows == [(*PAID, 5000), ("unknown", "unknown/amount", -5000)]


def test_remarks_of_the_line_count_before_those_of_the_claim() -> None:
    missing = ("CO", "16", 10000)
    claim = Claim(
        30000,
        0,
        [Line(10000, 0, [missing], ["M62"]), Line(10000, 0, [missing])],
        [("CO", "16", 10000)],
        ["MA04"],
    )
    rows = (
        place(tables([claim])).filter(carc="16").select("line_number", "category", "rarcs").rows()
    )
    assert rows == [
        (1, "denial/authorization", ["M62", "MA04"]),
        (2, "denial/cob", ["MA04"]),
        (None, "denial/cob", ["MA04"]),
    ]


def test_pharmacy_reject_codes_are_no_remarks() -> None:
    frames = tables([Claim(10000, 0, [Line(10000, 0, [("CO", "16", 10000)], ["M62"])])])
    frames["remarks"] = frames["remarks"].with_columns(code_list=pl.lit("RX"))
    row = place(frames).row(0, named=True)
    assert (row["category"], row["rarcs"]) == ("denial/documentation", [])


def test_an_adjustment_outside_any_claim_is_left_alone() -> None:
    frames = tables([one_line(20000, 20000, ("CO", "45", 0))])
    frames["adjustments"] = frames["adjustments"].with_columns(
        claim_segment=pl.lit(None, dtype=pl.Int64), line_segment=pl.lit(None, dtype=pl.Int64)
    )
    assert place(frames)["category"].to_list() == ["paid/insurer"]


def test_no_claims_give_no_rows() -> None:
    assert place(tables([])).is_empty()


def test_a_rule_holds_from_its_first_day() -> None:
    claim = Claim(
        10000,
        8000,
        [Line(10000, 8000, [("PR", "2", 2000)], ["N782"])],
        payment_date=dt.date(2016, 10, 31),
    )
    assert placed(claim)[1] == ("patient_responsibility", "patient/coinsurance", 2000)
