"""Claims as sent: who is patient, subscriber, biller and payer, and what other payers did."""

import datetime as dt

import pytest

from tests.x12.reading import Tables, read_one, sample


@pytest.fixture(scope="module")
def professional() -> Tables:
    return read_one(sample("837p_secondary.x12"))


@pytest.fixture(scope="module")
def institutional() -> Tables:
    return read_one(sample("837i.x12"))


@pytest.fixture(scope="module")
def dental() -> Tables:
    return read_one(sample("837d.x12"))


def test_subscriber_patient_biller_and_payer_of_each_claim(professional: Tables) -> None:
    """A subscriber, two dependents under one subscriber, a second subscriber, a second biller."""
    columns = (
        "patient_control_number", "subscriber_first_name", "patient_first_name",
        "patient_relationship", "patient_birth_date", "patient_sex", "billing_id", "payer_id",
    )  # fmt: skip
    assert professional["claims"].select(columns).rows() == [
        ("A000401-1", "GRADY", "GRADY", None, dt.date(1980, 2, 14), "M", "2000000010", "HARBR"),
        ("A000402-1", "GRADY", "INDIRA", "19", dt.date(2015, 3, 1), "F", "2000000010", "HARBR"),
        ("A000403-1", "GRADY", "JUNO", "19", dt.date(2017, 4, 1), "M", "2000000010", "HARBR"),
        ("A000404-1", "GRADY", "JUNO", "19", dt.date(2017, 4, 1), "M", "2000000010", "HARBR"),
        ("A000405-1", "KIT", "KIT", "18", dt.date(1950, 5, 5), "F", "2000000010", "TDWTR"),
        ("A000406-1", "LINDEN", "LINDEN", "18", dt.date(1990, 6, 6), "M", "2000000226", "LRKSP"),
    ]  # fmt: skip


def test_a_dependent_is_not_lent_what_only_the_subscriber_gave() -> None:
    """The dependent's DMG is missing: its birth date is unknown, not its parent's."""
    source = sample("837p_secondary.x12")
    assert source.count(b"DMG*D8*20150301*F") == 1
    claims = read_one(source.replace(b"DMG*D8*20150301*F", b"DMG"))["claims"]
    born = dict(claims.select("patient_control_number", "patient_birth_date").iter_rows())
    assert born["A000402-1"] is None
    assert born["A000405-1"] == dt.date(1950, 5, 5)


def test_providers_of_each_claim(professional: Tables) -> None:
    columns = ("billing_id", "billing_tax_id", "billing_taxonomy", "rendering_id", "referring_id")
    rows = professional["claims"].select(*columns, "facility_id").rows()
    clinic = ("2000000010", "990000001", "207Q00000X")
    assert rows[0] == (*clinic, "2000000119", "2000000127", "2000000010")
    assert rows[1] == (*clinic, None, None, None)
    assert rows[5] == ("2000000226", "999000022", None, None, None, None)


def test_what_a_claim_says_of_itself(professional: Tables) -> None:
    claim = professional["claims"].row(0, named=True)
    expected = {
        "charge_cents": 25_050, "facility_type": "11", "frequency": "1", "assignment": "A",
        "cause": "AA", "cause_2": "OA", "accident_state": "VA", "special_program": "02",
        "delay_reason": "7", "onset_date": dt.date(2026, 10, 1),
        "accident_date": dt.date(2026, 9, 30), "original_claim_number": "ORIG401",
        "authorization_number": "AUTH401", "clearinghouse_number": "CLR401",
        "payer_order": "P", "group_number": "GRP77", "filing_indicator": "CI",
        "subscriber_id": "HM10000401",
    }  # fmt: skip
    assert {name: claim[name] for name in expected} == expected
    assert professional["claims"]["frequency"].to_list() == ["1", "1", "7", "1", "1", "1"]


def test_lines_belong_to_their_claims(professional: Tables) -> None:
    columns = ("patient_control_number", "line_number", "procedure_code", "charge_cents")
    assert professional["claim_lines"].select(columns).rows() == [
        ("A000401-1", 1, "99213", 15_050),
        ("A000401-1", 2, "87880", 10_000),
        ("A000402-1", 1, "99392", 7_500),
        ("A000403-1", 1, "99393", 8_500),
        ("A000404-1", 1, "81002", 1_500),
        ("A000405-1", 1, "93000", 4_000),
        ("A000406-1", 1, "20610", 30_000),
    ]
    claims = dict(
        professional["claims"].select("segment_number", "patient_control_number").iter_rows()
    )
    for claim, control in (
        professional["claim_lines"].select("claim_segment", "patient_control_number").iter_rows()
    ):
        assert claims[claim] == control


def test_what_a_line_says_of_itself(professional: Tables) -> None:
    first, second = professional["claim_lines"].head(2).iter_rows(named=True)
    expected = {
        "modifier_1": "25", "modifier_2": "59", "modifier_3": None, "unit": "UN", "units": 1.0,
        "procedure_description": "OFFICE VISIT", "diagnosis_pointers": "1:2", "emergency": "Y",
        "copay_status": "0", "line_control_number": "L401A", "authorization_number": "AUTHLINE",
        "drug_code": "00001000101", "rendering_id": "2000000127",
        "service_date": dt.date(2026, 10, 1), "service_end_date": None,
    }  # fmt: skip
    assert {name: first[name] for name in expected} == expected
    assert second["place_of_service"] == "81"
    assert second["service_end_date"] == dt.date(2026, 10, 3)
    assert second["rendering_id"] is None
    attachment = professional["attachments"].row(0, named=True)
    assert (attachment["control_number"], attachment["line_segment"]) == (
        "ATT401",
        first["segment_number"],
    )


def test_other_payers_and_what_they_paid(professional: Tables) -> None:
    columns = (
        "patient_control_number", "payer_order", "relationship", "payer_id", "insured_id",
        "paid_cents", "noncovered_cents", "patient_liability_cents", "paid_date", "claim_number",
    )  # fmt: skip
    assert professional["other_payers"].select(columns).rows() == [
        (
            "A000401-1", "S", "18", "CBLTR", "CR10000401",
            10_000, 500, 3_025, dt.date(2026, 10, 15), "CBLT401",
        ),
        ("A000401-1", "T", "01", "OAKMR", "OM10000401", 100, None, None, None, None),
    ]  # fmt: skip


def test_lines_as_other_payers_decided_them(professional: Tables) -> None:
    columns = ("payer_id", "paid_cents", "procedure_code", "modifier_1", "bundled_line")
    rows = professional["other_payer_lines"].select(
        *columns, "paid_date", "patient_liability_cents"
    )
    assert rows.rows() == [
        ("CBLTR", 6_000, "99213", "25", 2, dt.date(2026, 10, 15), 3_025),
        ("OAKMR", 100, "99213", None, None, dt.date(2026, 10, 20), None),
    ]


def test_adjustments_of_other_payers_name_the_decision(professional: Tables) -> None:
    columns = ("loop", "group_code", "carc", "adjustment_cents", "adjusted_units")
    adjustments = professional["other_payer_adjustments"]
    assert adjustments.select(columns).rows() == [
        ("2320", "CO", "45", 2_050, 1.0),
        ("2320", "CO", "253", 50, None),
        ("2430", "PR", "2", 3_025, None),
        ("2430", "CO", "45", 2_025, 1.0),
        ("2430", "CO", "253", 50, None),
    ]
    payer = professional["other_payers"]["segment_number"][0]
    decision = professional["other_payer_lines"]["segment_number"][0]
    assert adjustments["decision_segment"].to_list() == [payer, payer, *[decision] * 3]
    assert professional["adjustments"].is_empty()


def test_parties_stand_in_their_loops(professional: Tables) -> None:
    columns = ("loop", "role", "name", "birth_date")
    rows = set(professional["parties"].select(columns).rows())
    assert {
        ("1000A", "41", "MILLBROOK BILLING", None),
        ("1000B", "40", "TIDEWATER MEDICARE CONTRACTOR", None),
        ("2010AA", "85", "INVENTA", None),
        ("2010AB", "87", None, None),
        ("2010BA", "IL", "PRETENDER", dt.date(1980, 2, 14)),
        ("2010CA", "QC", "PRETENDER", dt.date(2017, 4, 1)),
        ("2310B", "82", "PLACEHOLDER", None),
        ("2330A", "IL", "PRETENDER", None),
        ("2330B", "PR", "COBALT RIDGE INSURANCE", None),
        ("2420A", "82", "SPECIMEN", None),
    } <= rows


def test_a_hospital_stay(institutional: Tables) -> None:
    claim = institutional["claims"].row(0, named=True)
    expected = {
        "charge_cents": 520_075, "facility_type": "11", "facility_qualifier": "A",
        "statement_date": dt.date(2026, 10, 1), "statement_end_date": dt.date(2026, 10, 4),
        "admission_date": dt.date(2026, 10, 1), "discharge_date": None,
        "admission_type": "1", "admission_source": "7", "patient_status": "01",
        "medical_record_number": "MRN501", "attending_id": "2000000416",
        "rendering_id": "2000000424", "facility_id": "2000000044", "referring_id": "2000000119",
    }  # fmt: skip
    assert {name: claim[name] for name in expected} == expected


def test_lines_of_a_hospital(institutional: Tables) -> None:
    columns = (
        "revenue_code", "procedure_code", "charge_cents", "unit", "units", "unit_rate",
        "noncovered_cents", "service_date", "rendering_id",
    )  # fmt: skip
    assert institutional["claim_lines"].select(columns).rows() == [
        ("0120", None, 450_000, "DA", 3.0, 1500.0, None, None, None),
        ("0301", "80053", 70_075, "UN", 1.0, None, 2_550, dt.date(2026, 10, 2), "2000000416"),
    ]


def test_health_codes_of_a_hospital(institutional: Tables) -> None:
    columns = (
        "qualifier", "code", "present_on_admission", "code_date", "code_end_date", "value_cents",
    )  # fmt: skip
    assert institutional["claim_diagnoses"].select(columns).rows() == [
        ("ABK", "I5023", "Y", None, None, None),
        ("APR", "R0602", None, None, None, None),
        ("PR", "R0601", None, None, None, None),
        ("ABF", "E119", "N", None, None, None),
        ("ABF", "I10", "W", None, None, None),
        ("BBR", "02HV33Z", None, dt.date(2026, 10, 2), None, None),
        ("BI", "70", None, dt.date(2026, 9, 1), dt.date(2026, 9, 5), None),
        ("BH", "11", None, dt.date(2026, 10, 1), None, None),
        ("BE", "01", None, None, None, 45_025),
        ("BE", "80", None, None, None, 300),
        ("BG", "09", None, None, None, None),
        ("BG", "C5", None, None, None, None),
    ]


def test_a_dental_claim(dental: Tables) -> None:
    claim = dental["claims"].row(0, named=True)
    assert (claim["charge_cents"], claim["rendering_id"]) == (41_000, "2000000515")
    assert claim["service_date"] == dt.date(2026, 10, 6)
    columns = ("procedure_qualifier", "procedure_code", "charge_cents", "units", "oral_cavity")
    rows = dental["claim_lines"].select(*columns, "prosthesis", "place_of_service")
    assert rows.rows() == [
        ("AD", "D2391", 21_000, 1.0, "10:20", "I", None),
        ("AD", "D1110", 20_000, 2.0, None, None, "11"),
    ]


def test_version_4010() -> None:
    tables = read_one(sample("837p_4010.x12"))
    assert set(tables["segments"]["transaction_set"]) - {"", None} == {"837P"}
    claim = tables["claims"].row(0, named=True)
    assert (claim["charge_cents"], claim["frequency"], claim["facility_type"]) == (6_250, "1", "11")
    assert (claim["billing_id"], claim["rendering_id"]) == ("990000001", "999000012")
    columns = ("qualifier", "code")
    assert tables["claim_diagnoses"].select(columns).rows() == [("BK", "4660"), ("BF", "7862")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("837p_secondary.x12", "837P"), ("837i.x12", "837I"), ("837d.x12", "837D")],
)
@pytest.mark.parametrize("where", ["both", "group", "transaction"])
def test_the_version_in_group_or_transaction_names_the_set(
    name: str, kind: str, where: str
) -> None:
    content = sample(name)
    version = {"837P": b"005010X222A1", "837I": b"005010X223A2", "837D": b"005010X224A2"}[kind]
    if where == "group":
        content = content.replace(b"*0001*" + version, b"*0001")
    elif where == "transaction":
        content = content.replace(b"*X*" + version, b"*X*")
    tables = read_one(content)
    assert set(tables["segments"]["transaction_set"]) - {"", None} == {kind}
