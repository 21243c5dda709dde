"""The workbook, read back: exact money, real dates, and text that stays text."""

import datetime as dt
import io
import zipfile

import fastexcel
import polars as pl
import pytest

from reclaim.report import Audited, write_workbook
from reclaim.report.excel import EXCEL_ROWS
from tests.report.example import FORMULA, MEMBER, NAME, PARTS, audited, claim, part

SHEETS = ["Summary", "Findings", "By payer", "By cause", "Problems", "Read me"]


def workbook(source: Audited, row_limit: int = EXCEL_ROWS) -> bytes:
    target = io.BytesIO()
    write_workbook(source, target, row_limit=row_limit)
    return target.getvalue()


def sheet(content: bytes, name: str) -> pl.DataFrame:
    return fastexcel.read_excel(content).load_sheet(name).to_polars()


def xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook(audited())


def test_the_sheets_stand_in_the_order_of_use(content: bytes) -> None:
    assert fastexcel.read_excel(content).sheet_names == SHEETS


def test_findings_are_the_dollars_on_paper(content: bytes) -> None:
    rows = sheet(content, "Findings")
    assert rows.select("Amount", "Claim", "Line", "Reason", "Recoverable").rows() == [
        (300.00, "A3", 1, "CO-29", "Possible"),
        (200.00, "A2", 1, "CO-45", "Likely"),
        (200.00, "A3", 2, "CO-29", "Possible"),
        (80.05, "A4", 1, None, "Possible"),
    ]
    assert rows["Service date"].cast(pl.Date).unique().to_list() == [dt.date(2026, 8, 15)]
    assert rows["Show"][0] == "reclaim show 'in box/remit.835' --claim A3"


def test_summary_holds_the_charge_its_places_and_the_proof(content: bytes) -> None:
    amounts = dict(sheet(content, "Summary").select("Place", "Amount").drop_nulls().iter_rows())
    assert amounts["Charged"] == 2000.05
    assert amounts["Denied"] == 700.00
    assert amounts["Unknown"] == 80.05
    assert amounts["Charged less all places"] == 0
    assert amounts["Findings: 4"] == 780.05


def test_payers_and_causes_add_up(content: bytes) -> None:
    assert sheet(content, "By payer")["Charged"].to_list() == [1200.00, 800.05]
    assert sheet(content, "By cause")["Amount"].sum() == pytest.approx(790.05, abs=0.001)


def test_money_is_written_as_the_exact_decimal(content: bytes) -> None:
    assert "<v>2000.05</v>" in xml(content)
    assert "<v>80.05</v>" in xml(content)


def test_the_same_audit_gives_the_same_bytes(content: bytes) -> None:
    assert workbook(audited()) == content


def test_a_formula_from_a_payer_stays_text() -> None:
    claims = [claim(10, "=1+1", 100_000, FORMULA)]
    parts = [part(10, "=1+1", "denial/coding", 100_000, carc="=2", rule_id="@SUM(A1)")]
    content = workbook(audited(claims, parts))
    assert "<f>" not in xml(content)
    assert "<hyperlink" not in xml(content)
    assert sheet(content, "Findings")["Payer"].to_list() == [FORMULA]


def test_nothing_of_a_patient_is_written(content: bytes) -> None:
    assert NAME not in xml(content)
    assert MEMBER not in xml(content)


def test_a_full_sheet_says_how_many_more_there_are() -> None:
    content = workbook(audited(), row_limit=3)
    assert sheet(content, "Findings").height == 2
    assert sheet(content, "Findings")["Amount"].to_list() == [300.00, 200.00]
    assert "2 smaller findings more" in xml(content)


def test_headers_are_frozen_and_filtered(content: bytes) -> None:
    assert xml(content).count('state="frozen"') == len(SHEETS)
    assert xml(content).count("<autoFilter") == len(SHEETS)


def test_no_claims_make_a_workbook_of_headers() -> None:
    content = workbook(audited([], [], []))
    assert sheet(content, "Findings").height == 0
    assert sheet(content, "Problems").height == 0
    assert fastexcel.read_excel(content).sheet_names == SHEETS


def test_one_claim_is_enough() -> None:
    content = workbook(audited([claim(20, "A2", 20_000, "MEDICARE")], [PARTS[4]]))
    assert sheet(content, "Findings")["Claim"].to_list() == ["A2"]
