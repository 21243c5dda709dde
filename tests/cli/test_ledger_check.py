"""`reclaim ledger check` says what is in a ledger, what its codes mean, and what is wrong."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Reclaim

MAPPING = """\
system: clinic
columns: {account: Acct, posted_date: Posted, local_code: Code, local_name: Name, amount: Amount}
signs: by_kind
codes:
  CHG: charge
  PMT: {kind: payment, party: insurer}
  CON: {kind: write_off, category: contractual}
  TRF: transfer
"""
ROWS = """\
Acct,Posted,Code,Name,Amount
A1,2025-01-02,CHG,Charge,"1,000.00"
A1,2025-01-20,PMT,Payment,500.00
A1,2025-01-20,CON,Contractual,300.00
A1,2025-01-21,TRF,To patient,200.00
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "clinic.ledger.yaml").write_text(MAPPING, "utf-8")
    path = tmp_path / "ledger.csv"
    path.write_text(ROWS, "utf-8")
    return path


def test_a_clean_ledger_adds_up(ledger: Path, reclaim: Reclaim) -> None:
    said = reclaim("ledger", "check", ledger)
    assert said.code == 0
    assert said.out.splitlines() == [
        "1 file, 4 entries of 1 account, posted 2025-01-02 to 2025-01-21",
        "",
        "  charges                 1,000.00",
        "  payments                 -500.00",
        "  write-offs               -300.00",
        "  receivable                200.00",
        "  200.00 of it moved from insurers to patients",
        "",
        "All 4 codes are mapped.",
        "",
        "No row is wrong.",
    ]


def test_codes_that_nobody_mapped_come_first_with_their_dollars(
    ledger: Path, reclaim: Reclaim
) -> None:
    more = "A1,2025-02-01,ZA,Small,1.00\nA1,2025-02-01,ZB,Courtesy,90.00\n"
    ledger.write_text(ROWS + more, "utf-8")
    said = reclaim("ledger", "check", ledger)
    assert said.code == 1
    codes = [line.split() for line in said.out.splitlines() if line.startswith("  Z")]
    assert codes == [["ZB", "Courtesy", "1", "90.00"], ["ZA", "Small", "1", "1.00"]]


def test_a_row_that_is_wrong_is_named_and_the_others_count(ledger: Path, reclaim: Reclaim) -> None:
    ledger.write_text(ROWS + "A1,2025-02-30,PMT,Payment,25.00\n" * 7, "utf-8")
    said = reclaim("ledger", "check", ledger)
    assert said.code == 1
    assert "error: the day cannot be read  [LEDGER-DATE]  7 rows, 175.00 in them\n" in said.out
    assert "  row 6, column Posted\n" in said.out
    assert "  2 more; --limit 0 shows all\n" in said.out
    assert "  receivable                200.00\n" in said.out
    assert "row 12, column Posted" in reclaim("ledger", "check", ledger, "--limit", "0").out


def test_for_programs(ledger: Path, reclaim: Reclaim) -> None:
    ledger.write_text(ROWS + ",2025-02-03,PMT,Payment,25.00\n", "utf-8")
    said = reclaim("ledger", "check", ledger, "--json")
    told = json.loads(said.out)
    assert (said.code, told["entries"], told["accounts"]) == (1, 4, 1)
    assert told["problems"] == [
        {
            "code": "LEDGER-ACCOUNT",
            "severity": "error",
            "row": 6,
            "column": "Acct",
            "cell": None,
            "amount_cents": 2500,
            "detail": None,
        }
    ]


def test_a_ledger_that_no_mapping_fits_says_what_it_lacks(tmp_path: Path, reclaim: Reclaim) -> None:
    (tmp_path / "clinic.ledger.yaml").write_text(MAPPING, "utf-8")
    path = tmp_path / "other.csv"
    path.write_text(ROWS.replace("Amount", "Total Due"), "utf-8")
    said = reclaim("ledger", "check", path)
    assert said.code == 1
    assert "for the mapping clinic it lacks: Amount  [LEDGER-COLUMNS]" in said.err
