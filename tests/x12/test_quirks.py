"""Each quirk that was met in files from elsewhere, on a small file of our own."""

import polars as pl
import pytest

from reclaim.x12.checks import check_batch, finish, partial
from tests.x12.reading import Tables, read_one, sample

EVERYTHING = sample("835_everything.x12")


def _codes(content: bytes) -> set[str]:
    """The problems that the reader and the checks find."""
    tables = read_one(content)
    found = [tables["problems"], check_batch(tables), finish([partial(tables)])]
    return set(pl.concat(found)["code"])


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_one(EVERYTHING)


def test_the_sample_itself_is_in_order() -> None:
    assert {code for code in _codes(EVERYTHING) if code.startswith("X12")} == set()


@pytest.mark.parametrize(
    ("quirk", "old", "new", "code"),
    [
        ("SE01-count-wrong", b"SE*81*0001", b"SE*80*0001", "X12-SE-COUNT"),
        ("SE02!=ST02", b"SE*81*0001", b"SE*81*0007", "X12-ST-CONTROL"),
        ("ISA/IEA-mismatch", b"IEA*1*000000001", b"IEA*1*000000009", "X12-ISA-CONTROL"),
        ("GE01 wrong", b"GE*2*1~", b"GE*3*1~", "X12-GE-COUNT"),
        ("UNBALANCED line", b"SVC*HC:99213:25:59:76:77:OFFICE VISIT*300*",
         b"SVC*HC:99213:25:59:76:77:OFFICE VISIT*301*", "X835-BALANCE-LINE"),
        ("UNBALANCED transaction", b"BPR*I*381.13", b"BPR*I*381.14", "X835-BALANCE-TRANSACTION"),
        ("a segment of no set", b"LX*1~", b"LX*1~\nZZZ*1~", "X12-SEGMENT-UNKNOWN"),
        ("lowercase-ids", b"LX*1~", b"LX*1~\nclp*1~", "X12-SEGMENT-UNKNOWN"),
    ],
)  # fmt: skip
def test_quirks_that_are_problems(quirk: str, old: bytes, new: bytes, code: str) -> None:
    assert old in EVERYTHING, quirk
    assert code not in _codes(EVERYTHING)
    assert code in _codes(EVERYTHING.replace(old, new, 1)), quirk


def test_every_claim_status_and_a_reversal_with_its_signs(tables: Tables) -> None:
    claims = tables["remit_claims"].select("claim_status", "charge_cents", "paid_cents")
    assert claims.rows() == [
        ("1", 50_000, 30_013),
        ("22", -20_000, -10_000),
        ("1", 20_000, 18_100),
        ("4", 12_550, 0),
        ("2", 8_000, 0),
    ]


def test_codes_of_other_kinds_than_hcpcs(tables: Tables) -> None:
    columns = ("procedure_qualifier", "procedure_code", "revenue_code", "paid_units")
    assert tables["remit_lines"].select(columns).rows()[-1] == ("N4", "00001000101", "0250", 30.25)
    dental = read_one(sample("835_4010.x12"))["remit_lines"]
    assert dental.select(columns).rows() == [("AD", "D0120", None, 1.0)]


def test_the_code_as_claimed_when_the_payer_changed_it(tables: Tables) -> None:
    columns = ("procedure_code", "submitted_code", "submitted_modifier_1", "submitted_units")
    assert tables["remit_lines"].select(columns).rows()[1] == ("99215", "99214", "25", 3.0)


def test_remarks_of_lq_mia_and_moa(tables: Tables) -> None:
    remarks = tables["remarks"].join(
        tables["segments"].select("segment_number", "segment_id"), on="segment_number"
    )
    by_segment = dict(remarks.group_by("segment_id").agg(pl.col("rarc")).iter_rows())
    assert by_segment == {
        "MIA": ["MA01", "MA02", "MA07", "MA13", "MA18"],
        "MOA": ["MA01", "N1", "N2", "N3", "N4", "MA07"],
        "LQ": ["N130", "M15", "75"],
    }
    assert remarks.filter(rarc="75")["code_list"].to_list() == ["RX"]


def test_every_pair_of_a_provider_adjustment(tables: Tables) -> None:
    columns = ("reason_code", "reference", "adjustment_cents")
    assert tables["provider_adjustments"].select(columns).rows() == [
        ("WO", "26305000000102", 4_013),
        ("L6", "26305000000101", -125),
        ("FB", None, 1_000),
        ("72", "X", -500),
        ("CS", "Y", -388),
        ("J1", None, -4_000),
        ("50", None, 0),
    ]


def test_summaries_of_a_provider_are_kept(tables: Tables) -> None:
    for name, count in (("TS3", 8), ("TS2", 3)):
        assert tables["other_elements"].filter(segment_id=name).height == count


def test_quantities_of_claims_and_lines(tables: Tables) -> None:
    columns = ("qualifier", "quantity", pl.col("line_segment").is_null())
    assert tables["quantities"].select(*columns).rows() == [
        ("CA", 3.0, True),
        ("ZK", 1.5, True),
        ("ZL", 2.0, False),
    ]


def test_dates_of_claims_and_lines(tables: Tables) -> None:
    claim = tables["remit_claims"].row(0, named=True)
    days = ("statement_from_date", "statement_to_date", "received_date", "coverage_expired_date")
    assert [claim[name].strftime("%m%d") for name in days] == ["1001", "1003", "1010", "1231"]
    lines = tables["remit_lines"].select("service_date", "service_end_date").rows()
    assert [[day and day.day for day in row] for row in lines] == [
        [1, None], [2, 3], [1, None], [4, None],
    ]  # fmt: skip


def test_parties_of_a_claim(tables: Tables) -> None:
    claim = tables["remit_claims"].row(0, named=True)
    expected = {
        "patient_last_name": "TESTWELL", "patient_first_name": "ABEL", "patient_id": "1TD10000101",
        "insured_first_name": "BLYTHE", "insured_id": "1TD10000102",
        "corrected_first_name": "ABELL", "corrected_id": "1TD10000103",
        "rendering_id": "2000000119", "crossover_id": "OAKMR", "priority_payer_id": "HARBR",
        "payer_id": "TDWTR", "payee_id": "2000000010", "trace_number": "TW0001234",
    }  # fmt: skip
    assert {name: claim[name] for name in expected} == expected
    later = tables["remit_claims"].row(3, named=True)
    assert (later["payee_id"], later["trace_number"]) == ("2000000028", "TW0001235")
    assert later["rendering_id"] is None
