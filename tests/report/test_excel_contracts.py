"""The sheets about contracts, read back: claims, their lines, and what has no price."""

import pytest

from tests.report.example import FORMULA, frame
from tests.report.priced import EXPECTED, audited
from tests.report.test_excel import sheet, total, workbook, xml


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook(audited())


def test_underpaid_claims_come_by_contract_first(content: bytes) -> None:
    rows = sheet(content, "Underpaid")
    columns = ("Claim", "Lines", "Expected", "Allowed", "Underpaid", "Known by", "Clause")
    assert rows.select(columns).rows() == [
        ("H7", 1, 10_000.00, 9_500.00, 500.00, "contract", "Exhibit A 1"),
        ("H1", 2, 198.12, 180.00, 18.12, "contract", "Exhibit A 3"),
        ("C1", 1, 90.00, 80.00, 10.00, "inferred", "allowed 41 times from 2026-01 to 2026-06"),
    ]
    assert rows["Findings"][1] == "F-0000000001"
    assert rows["Explain"][1] == "reclaim why F-0000000001"
    assert rows["Other lines, above"][1] == 2.00


def test_their_lines_have_the_steps_of_the_price(content: bytes) -> None:
    rows = sheet(content, "Underpaid lines")
    assert rows["Code"].to_list() == ["the whole claim", "99213", "20610", "99213"]
    assert rows["Modifiers"].to_list() == [None, None, "RT", None]
    assert rows["How the price comes"][1].startswith("rate 91.63 (medicare-2026.csv line 5); x 118")
    assert rows["Priced from"][3] == "remittance"
    assert rows["Allowed, as the payer states it"][1] == 200.00


@pytest.mark.parametrize(
    ("name", "column", "dollars"),
    [
        ("Underpaid", "Underpaid", 528.12),
        ("Underpaid lines", "Underpaid", 528.12),
        ("Contract terms", "Underpaid", 528.12),
        ("Contract codes", "Underpaid", 528.12),
        ("Contract terms", "Overpaid", 12.00),
        ("Overpaid", "Overpaid", 12.00),
        ("Price cuts", "Underpaid", 518.12),
        ("Price cuts", "Price cuts", 6_536.78),
        ("Unpriced", "Charged", 900.00),
    ],
)
def test_the_sheets_hold_the_same_dollars(
    content: bytes, name: str, column: str, dollars: float
) -> None:
    assert total(sheet(content, name), column) == dollars


def test_what_has_no_price_is_told_by_code(content: bytes) -> None:
    rows = sheet(content, "Unpriced")
    assert rows.select("Payer", "Code", "Why").rows() == [
        ("LARKSPUR", "99213", "No contract binds the claim on this day."),
        ("HARBOR MUTUAL", "0042T", "The schedule has no rate for the code."),
    ]


def test_the_summary_tells_apart_by_what_the_dollars_are_known(content: bytes) -> None:
    amounts = dict(sheet(content, "Summary").select("What", "Amount").iter_rows())
    assert amounts["  Underpaid, by contract"] == 518.12
    assert amounts["  Underpaid, inferred"] == 10.00
    assert amounts["  Price cuts not verified"] == 200.00
    assert amounts["  Denied, reduced or taken back"] == 0


def test_a_limit_is_one_of_claims() -> None:
    content = workbook(audited(), row_limit=1)
    assert sheet(content, "Underpaid")["Claim"].to_list() == ["H7", "C1"]


def test_what_a_contract_file_says_is_never_a_formula() -> None:
    rows = [row | {"clause": FORMULA, "steps": [FORMULA], "term": "=1+1"} for row in EXPECTED]
    content = workbook(audited(expected_lines=frame("expected_lines", rows)))
    assert "<f>" not in xml(content)
    assert sheet(content, "Contract terms")["Clause"].to_list() == [FORMULA] * 2
