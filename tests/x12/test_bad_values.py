"""What is no amount, date or number is null, and a problem row keeps its text."""

import datetime as dt

import pytest

from tests.x12.reading import read_one, sample

EVERYTHING = sample("835_everything.x12")
PROFESSIONAL = sample("837p_secondary.x12")


@pytest.mark.parametrize(
    "text",
    [
        "12.345", "1e5", "+5", "1,000.00", "10000000000", "99999999999999999999", "-", ".", "$5",
        "NaN", "1 0", "٣",
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_read(text: str) -> None:
    content = EVERYTHING.replace(b"CLP*A000101-1*1*500*", f"CLP*A000101-1*1*{text}*".encode())
    tables = read_one(content)
    assert tables["remit_claims"]["charge_cents"][0] is None
    columns = ("code", "element", "component", "value", "patient_control_number", "segment_number")
    assert tables["problems"].select(columns).rows() == [
        ("X12-AMOUNT", 3, 0, text, "A000101-1", tables["remit_claims"]["segment_number"][0])
    ]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        (" 12.00 ", 1200), ("-0", 0), (".5", 50), ("5.", 500), ("-.5", -50), ("007", 700),
        ("12.3400", 1234), ("9999999999.99", 999_999_999_999),
    ],
)  # fmt: skip
def test_an_amount_that_can(text: str, cents: int) -> None:
    content = EVERYTHING.replace(b"CLP*A000101-1*1*500*", f"CLP*A000101-1*1*{text}*".encode())
    tables = read_one(content)
    assert tables["remit_claims"]["charge_cents"][0] == cents
    assert tables["problems"].is_empty()


def test_an_empty_amount_is_null_without_a_problem() -> None:
    tables = read_one(EVERYTHING.replace(b"CLP*A000101-1*1*500*", b"CLP*A000101-1*1**"))
    assert tables["remit_claims"]["charge_cents"][0] is None
    assert tables["problems"].is_empty()


@pytest.mark.parametrize("triplet", [2, 5, 8, 11, 14, 17])
def test_a_bad_amount_in_any_triplet(triplet: int) -> None:
    old = b"CAS*CO*45*30.25*1*97*10.5**A1*-5.25*2*253*4*1*16*10.1*1*59*.25*-1"
    elements = old.split(b"*")
    elements[triplet + 1] = b"1e1"
    tables = read_one(EVERYTHING.replace(old, b"*".join(elements)))
    row = tables["adjustments"].filter(element=triplet, group_code="CO")
    assert None in row["adjustment_cents"].to_list()
    assert tables["problems"].select("code", "element", "value").rows() == [
        ("X12-AMOUNT", triplet + 1, "1e1")
    ]


@pytest.mark.parametrize(
    "text", ["20250230", "00000000", "2025", "20251301", "2025-02-03", "250230"]
)
def test_a_date_that_cannot_be_read(text: str) -> None:
    content = EVERYTHING.replace(b"DTM*050*20261010", f"DTM*050*{text}".encode())
    tables = read_one(content)
    assert tables["remit_claims"]["received_date"][0] is None
    assert tables["dates"].filter(qualifier="050")["value"].to_list() == [text]
    rows = tables["problems"].select("code", "element", "value").rows()
    assert rows == [("X12-DATE", 2, text)]


def test_a_short_date_stands_only_where_the_standard_has_it() -> None:
    tables = read_one(EVERYTHING)
    assert tables["interchanges"]["interchange_date"].to_list() == [dt.date(2026, 11, 2)]
    assert (
        read_one(sample("ta1.x12"))["acknowledgements"]["interchange_date"].to_list()
        == [dt.date(2026, 11, 1)] * 2
    )


def test_periods_give_both_days() -> None:
    tables = read_one(PROFESSIONAL)
    line = tables["claim_lines"].filter(line_control_number="L401B")
    assert line.select("service_date", "service_end_date").rows() == [
        (dt.date(2026, 10, 1), dt.date(2026, 10, 3))
    ]


@pytest.mark.parametrize("text", ["20261001-20260230", "20260230-20261001"])
def test_a_period_with_a_bad_day(text: str) -> None:
    tables = read_one(PROFESSIONAL.replace(b"20261001-20261003", text.encode()))
    assert tables["problems"].select("code", "element", "value").rows() == [("X12-DATE", 3, text)]
    assert tables["dates"].filter(format="RD8")["value"].to_list() == [text]


def test_a_time_is_no_bad_date() -> None:
    tables = read_one(sample("837i.x12"))
    assert tables["problems"].is_empty()
    assert tables["claims"]["discharge_date"].to_list() == [None]
    times = tables["dates"].filter(qualifier="096")
    assert times.select("format", "value", "date").rows() == [("TM", "1130", None)]


def test_a_date_with_a_time_gives_its_day() -> None:
    tables = read_one(sample("837i.x12"))
    assert tables["claims"]["admission_date"].to_list() == [dt.date(2026, 10, 1)]
    assert tables["dates"].filter(qualifier="435")["value"].to_list() == ["202610010730"]


def test_a_quantity_that_is_no_number() -> None:
    tables = read_one(EVERYTHING.replace(b"QTY*CA*3~", b"QTY*CA*three~"))
    assert tables["problems"].select("code", "value").rows() == [("X12-NUMBER", "three")]


def test_a_count_that_is_no_number() -> None:
    tables = read_one(EVERYTHING.replace(b"GE*2*1", b"GE*two*1"))
    assert tables["groups"]["stated_transactions"].to_list() == [None]
    assert tables["problems"].select("code", "value").rows() == [("X12-NUMBER", "two")]


def test_a_bad_value_is_told_once_however_many_claims_copy_it() -> None:
    tables = read_one(PROFESSIONAL.replace(b"DMG*D8*20150301", b"DMG*D8*20150231"))
    assert tables["problems"].select("code", "value").rows() == [("X12-DATE", "20150231")]
    for piece_bytes in (200, 1_000):
        cut = read_one(
            PROFESSIONAL.replace(b"DMG*D8*20150301", b"DMG*D8*20150231"), piece_bytes=piece_bytes
        )
        assert cut["problems"].height == 1


@pytest.mark.parametrize("text", ["2026", "2026100", "2026-10-01", "ABCD", "20261001-202610"])
def test_a_date_that_does_not_have_the_length_of_its_format(text: str) -> None:
    tables = read_one(PROFESSIONAL.replace(b"DTP*431*D8*20261001", f"DTP*431*D8*{text}".encode()))
    assert tables["claims"]["onset_date"][0] is None
    assert tables["problems"].select("code", "element", "value").rows() == [("X12-DATE", 3, text)]
