"""What payers answer before they pay: 277CA and 277, 999 and TA1, 271."""

import datetime as dt

import pytest

from tests.x12.reading import Tables, read_one, sample


@pytest.fixture(scope="module")
def receipt() -> Tables:
    return read_one(sample("277ca.x12"))


@pytest.fixture(scope="module")
def coverage() -> Tables:
    return read_one(sample("271.x12"))


def test_statuses_of_batch_provider_claims_and_lines(receipt: Tables) -> None:
    columns = (
        "loop", "trace_number", "category_code", "status_code", "entity", "action", "charge_cents",
        "provider_id",
    )  # fmt: skip
    clinic, surgeon = "2000000010", "2000000226"
    assert receipt["claim_statuses"].select(columns).rows() == [
        ("2200B", "B000001", "A1", "19", "PR", "WQ", 41_550, None),
        ("2200C", "0", "A1", "19", "PR", "WQ", 41_550, clinic),
        ("2200D", "A000401-1", "A2", "20", "PR", "WQ", 25_050, clinic),
        ("2200D", "A000401-1", "A2", "21", "PR", "WQ", 25_050, clinic),
        ("2200D", "A000402-1", "A7", "562", "85", "U", 7_500, clinic),
        ("2200D", "A000402-1", "A6", "153", "82", "U", 7_500, clinic),
        ("2200D", "A000402-1", "A8", "21", "QC", "U", 7_500, clinic),
        ("2200D", "A000403-1", "A2", "20", None, "WQ", 9_000, clinic),
        ("2220D", "A000403-1", "A2", "20", None, "WQ", 9_000, clinic),
        ("2200D", "A000406-1", "A3", "21", "PR", "U", 30_000, surgeon),
    ]


def test_every_status_of_a_claim_has_its_numbers_and_dates(receipt: Tables) -> None:
    """They come after the last status, and are of all."""
    columns = ("payer_control_number", "clearinghouse_number", "service_date", "service_end_date")
    rows = receipt["claim_statuses"].select("trace_number", *columns).rows()
    october = [dt.date(2026, 10, day) for day in (1, 2, 3)]
    assert rows[:2] == [("B000001", None, None, None, None), ("0", None, None, None, None)]
    assert rows[2:4] == [("A000401-1", "HB26001", "CLR401", october[0], None)] * 2
    assert rows[4:7] == [("A000402-1", None, None, october[1], october[2])] * 3
    assert rows[7] == ("A000403-1", None, None, None, None)
    assert rows[9] == ("A000406-1", None, None, None, None)


def test_the_status_of_a_line_names_the_line(receipt: Tables) -> None:
    line = receipt["claim_statuses"].filter(loop="2220D").row(0, named=True)
    assert (line["line_control_number"], line["service_date"]) == ("L403", dt.date(2026, 10, 2))
    claims = receipt["claim_statuses"].filter(loop="2200D")
    assert line["claim_segment"] in claims["claim_segment"].to_list()
    assert claims["line_segment"].null_count() == claims.height


def test_who_answers_about_whom(receipt: Tables) -> None:
    statuses = receipt["claim_statuses"]
    assert set(statuses["payer_id"]) == {"TDWTRCH"}
    members = statuses.filter(loop="2200D").select("trace_number", "patient_id").unique()
    assert dict(members.iter_rows()) == {
        "A000401-1": "HM10000401",
        "A000402-1": "HM10000401",
        "A000403-1": "HM10000401",
        "A000406-1": "LK10000406",
    }
    message = statuses.filter(status_code="562")["message"].to_list()
    assert message == ["NPI OF THE BILLING PROVIDER"]


def test_a_status_answer_with_a_payment_and_a_dependent() -> None:
    statuses = read_one(sample("277.x12"))["claim_statuses"]
    columns = ("trace_number", "category_code", "charge_cents", "paid_cents", "check_number")
    assert statuses.select(*columns, "patient_id", "payer_control_number").rows() == [
        ("A000401-1", "F1", 25_050, 18_025, "EFT900", "HM10000401", "HB26001"),
        ("A000401-1", "F1", None, None, None, "HM10000401", None),
        ("A000402-1", "P1", 7_500, None, None, "HM10000401", "HB26002"),
    ]
    days = statuses.select("status_date", "paid_date", "check_date", "service_date").row(0)
    assert [day.day for day in days] == [18, 17, 18, 1]


def test_answers_to_transactions_and_groups() -> None:
    answers = read_one(sample("999.x12"))["acknowledgements"]
    given = answers.drop_nulls("answer")
    columns = ("answer", "group_control_number", "transaction_control_number", "error_code")
    assert given.select(columns).rows() == [
        ("A", "77", "0001", None),
        ("R", "77", "0002", "5"),
        ("E", "77", "0003", "5"),
        ("P", "77", None, "1"),
        ("R", "78", None, "5"),
    ]
    counts = ("stated_transactions", "received_transactions", "accepted_transactions")
    assert given.select(counts).rows()[3:] == [(3, 3, 2), (1, 1, 0)]
    assert given.select([f"error_code_{n}" for n in (2, 3, 4, 5)]).row(1) == ("I5", "4", "3", "2")


def test_errors_name_segment_and_element() -> None:
    answers = read_one(sample("999.x12"))["acknowledgements"]
    errors = answers.drop_nulls("error_segment")
    columns = ("error_segment", "error_segment_number", "error_loop", "error_element")
    assert errors.select(*columns, "data_element", "error_code", "error_value").rows() == [
        ("NM1", 8, "2010AA", None, None, "8", None),
        ("NM1", 8, "2010AA", "9:1:2", "67", "1", "BADNPI"),
        ("NM1", 8, "2010AA", "3", None, "5", None),
        ("SV1", 22, "2400", None, None, "3", None),
    ]
    assert set(errors["transaction_control_number"]) == {"0002"}
    assert set(errors["answer"]) == {None}


def test_an_answer_of_4010() -> None:
    content = sample("999.x12").replace(b"IK", b"AK").replace(b"ST*999", b"ST*997")
    answers = read_one(content)["acknowledgements"]
    now = read_one(sample("999.x12"))["acknowledgements"]
    assert answers.drop("file_id", "byte_offset").equals(now.drop("file_id", "byte_offset"))


def test_answers_to_interchanges() -> None:
    answers = read_one(sample("ta1.x12"))["acknowledgements"]
    columns = ("answer", "interchange_control_number", "interchange_date", "note_code")
    assert answers.select(columns).rows() == [
        ("A", "000000077", dt.date(2026, 11, 1), "000"),
        ("R", "000000078", dt.date(2026, 11, 1), "006"),
    ]


def test_benefits(coverage: Tables) -> None:
    columns = ("benefit_code", "service_types", "time_period", "benefit_cents", "benefit_percent")
    rows = coverage["coverages"].drop_nulls("benefit_code").select(*columns, "quantity").rows()
    assert rows == [
        ("1", "30", None, None, None, None),
        ("C", "30", "23", 150_050, None, None),
        ("C", "30", "29", 25_000, None, None),
        ("A", "98", None, None, 0.2, None),
        ("B", "98^UC", None, 2_500, None, None),
        ("F", "PT", "23", None, None, 20.0),
        ("D", None, None, None, None, None),
        ("6", "30", None, None, None, None),
    ]
    last = coverage["coverages"].filter(benefit_code="D").row(0, named=True)
    assert last["procedure"] == "HC:99213:25"


def test_what_follows_a_benefit_is_of_that_benefit(coverage: Tables) -> None:
    rows = coverage["coverages"].select("benefit_code", "message", "benefit_date").rows()
    assert [row[0] for row in rows if row[1]] == ["C"]
    assert [row for row in rows if row[2]] == [("B", None, dt.date(2026, 7, 1))]


def test_subscribers_and_dependents_have_their_own_names_and_dates(coverage: Tables) -> None:
    columns = (
        "subscriber_first_name", "patient_first_name", "patient_birth_date", "plan_date",
        "plan_end_date", "reject_reason", "subscriber_id",
    )  # fmt: skip
    rows = coverage["coverages"].select(columns).unique(maintain_order=True).rows()
    assert rows == [
        ("GRADY", "GRADY", dt.date(1980, 2, 14), dt.date(2026, 1, 1), dt.date(2026, 12, 31),
         None, "HM10000401"),
        ("ROWAN", "LINDEN", dt.date(2017, 1, 13), dt.date(2026, 4, 1), None, None, "CR10000402"),
        ("ROWAN", "PERRY", dt.date(2019, 1, 13), None, None, "67", "CR10000402"),
        ("OSCAR", "OSCAR", None, None, None, "42", "HM10000499"),
    ]  # fmt: skip


def test_the_period_of_the_plan_counts_before_its_first_day(coverage: Tables) -> None:
    """DTP*291 says more than DTP*346, whichever comes first."""
    swapped = sample("271.x12").replace(
        b"DTP*346*D8*20260101~\nDTP*291*RD8*20260101-20261231~",
        b"DTP*291*RD8*20260101-20261231~\nDTP*346*D8*20260101~",
    )
    columns = ("plan_date", "plan_end_date")
    after = read_one(swapped)["coverages"].select(columns)
    assert after.equals(coverage["coverages"].select(columns))
