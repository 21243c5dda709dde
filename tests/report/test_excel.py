"""The workbook, read back: exact money, real dates, and text that stays text."""

import datetime as dt
import io
import zipfile

import fastexcel
import polars as pl
import pytest

from reclaim.report import Audited, write_workbook
from reclaim.report.excel import WORKED_ROWS
from tests.report.example import (
    FORMULA,
    MEMBER,
    NAME,
    audited,
    chance,
    claim,
    finding,
    part,
)

SHEETS = [
    "Summary",
    "Worklist",
    "Underpaid",
    "Underpaid lines",
    "Deadlines",
    "Causes",
    "Payers",
    "Providers",
    "Months",
    "Prevention",
    "Payer habits",
    "Missing inputs",
    "Places",
    "Price cuts",
    "Contract terms",
    "Contract codes",
    "Unpriced",
    "Overpaid",
    "Other findings",
    "Problems",
    "Read me",
]


def workbook(source: Audited, row_limit: int = WORKED_ROWS) -> bytes:
    target = io.BytesIO()
    write_workbook(source, target, row_limit=row_limit)
    return target.getvalue()


def sheet(content: bytes, name: str) -> pl.DataFrame:
    return fastexcel.read_excel(content).load_sheet(name).to_polars()


def xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def total(rows: pl.DataFrame, column: str) -> float:
    return round(float(rows[column].sum()), 2)


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook(audited())


def test_the_sheets_stand_in_the_order_of_use(content: bytes) -> None:
    assert fastexcel.read_excel(content).sheet_names == SHEETS


def test_the_worklist_is_the_one_on_paper(content: bytes) -> None:
    rows = sheet(content, "Worklist")
    columns = ("Claim", "Reason", "At stake", "Worth", "Chance", "Expected", "Days left")
    assert rows.select(columns).rows() == [
        ("A3", "CO-29", 500.00, 300.00, 0.70, 210.00, 10),
        ("A6", "CO-50", 100.00, 80.00, 0.40, 32.00, None),
        ("A2", "CO-45", 200.00, 120.00, 0.25, 30.00, 35),
        ("A4", None, 80.05, 0.00, None, None, None),
    ]
    assert rows["Last day"].cast(pl.Date)[0] == dt.date(2026, 12, 3)
    assert rows["Why"][0] == "The payer accepted the claim in time."
    assert rows["Chance is"][0] == "own outcomes: 14 of 20 won"
    assert rows["Explain"][0] == "reclaim why F-0000000001"


def test_what_is_not_to_be_worked_stands_apart(content: bytes) -> None:
    rows = sheet(content, "Other findings")
    assert rows.select("Claim", "State").rows() == [
        ("A5", "Deadline passed"),
        ("A8", "Only the books"),
        ("A7", "Waiting"),
        ("A1", "Nothing to win"),
    ]


def test_summary_holds_the_charge_what_became_of_it_and_the_proof(content: bytes) -> None:
    rows = sheet(content, "Summary").select(pl.col("What").str.strip_chars(), "Amount").rows()
    amounts = dict(rows)
    assert amounts["Charged"] == 2700.05
    assert amounts["Unnecessary"] == 1160.00
    assert amounts["Charged less all of these"] == 0
    assert amounts["Recoverable, expected"] == 272.00
    assert (amounts["Low"], amounts["High"]) == (178.00, 351.00)
    assert amounts["Deadline passed"] == 400.00


@pytest.mark.parametrize(
    ("name", "column", "dollars"),
    [
        ("Deadlines", "At stake", 880.05),
        ("Deadlines", "Expected", 272.00),
        ("Causes", "Unnecessary", 1160.00),
        ("Causes", "Not decided", 230.05),
        ("Causes", "Expected", 272.00),
        ("Payers", "Charged", 2700.05),
        ("Payers", "Expected", 272.00),
        ("Providers", "Charged", 2700.05),
        ("Providers", "Deadline passed", 400.00),
        ("Months", "Collected", 510.00),
        ("Months", "Unnecessary", 1160.00),
        ("Prevention", "Unnecessary and not decided", 1390.05),
        ("Places", "Amount", 2700.05),
    ],
)
def test_each_sheet_adds_up_to_the_summary(
    content: bytes, name: str, column: str, dollars: float
) -> None:
    assert total(sheet(content, name), column) == dollars


def test_days_come_soonest_first_with_their_band(content: bytes) -> None:
    assert sheet(content, "Deadlines").select("Days left", "Band").rows() == [
        (10, "Within 14 days"),
        (35, "Within 60 days"),
        (None, "Not known"),
    ]


def test_money_is_written_as_the_exact_decimal(content: bytes) -> None:
    assert "<v>2700.05</v>" in xml(content)
    assert "<v>80.05</v>" in xml(content)


def test_the_same_audit_gives_the_same_bytes(content: bytes) -> None:
    assert workbook(audited()) == content


def test_a_formula_from_a_payer_stays_text() -> None:
    claims = [claim(10, "=1+1", 100_000, FORMULA)]
    parts = [part(10, "=1+1", "denial/coding", 100_000, carc="=2", rule_id="@SUM(A1)")]
    found = finding(1, 10, "=1+1", "denial/coding", 100_000, carc="=2", decides="=A1")
    content = workbook(audited(claims, parts, findings=[found]))
    assert "<f>" not in xml(content)
    assert "<hyperlink" not in xml(content)
    assert sheet(content, "Worklist")["Payer"].to_list() == [FORMULA]
    assert sheet(content, "Payers")["Payer"].to_list() == [FORMULA]


def test_nothing_of_a_patient_is_written(content: bytes) -> None:
    assert NAME not in xml(content)
    assert MEMBER not in xml(content)


def test_a_full_sheet_says_how_many_more_there_are() -> None:
    content = workbook(audited(), row_limit=3)
    assert sheet(content, "Worklist")["Claim"].to_list() == ["A3", "A6", "A2"]
    assert "1 open finding more, worth less: tables/findings.parquet" in xml(content)


def test_headers_are_frozen_and_filtered(content: bytes) -> None:
    assert xml(content).count('state="frozen"') == len(SHEETS)
    assert xml(content).count("<autoFilter") == len(SHEETS)


def test_no_claims_make_a_workbook_of_headers() -> None:
    content = workbook(audited([], [], []))
    assert sheet(content, "Worklist").height == 0
    assert sheet(content, "Problems").height == 0
    assert fastexcel.read_excel(content).sheet_names == SHEETS


def test_one_finding_is_enough() -> None:
    one = finding(1, 10, "A1", "denial/coding", 500, **chance(400, 50, 40, 60))
    content = workbook(audited(findings=[one]))
    assert sheet(content, "Worklist")["Expected"].to_list() == [2.00]
