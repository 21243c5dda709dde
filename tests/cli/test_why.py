"""`reclaim why` explains findings and claims of a report, by any of their names."""

import re
from pathlib import Path

import pytest

from reclaim.schema import TABLES
from tests.cli.conftest import Reclaim
from tests.report.explaining import AGAIN, FINDING, LATE, PLAIN, PLB_FINDING, TWIN, tables

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explain.md"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report's folder, with the tables of the example."""
    folder = tmp_path / "reclaim-report"
    (folder / "tables").mkdir(parents=True)
    for name, frame in tables().items():
        frame.write_parquet(folder / "tables" / f"{name}.parquet")
    return folder


@pytest.mark.parametrize("name", ["F-0123456789", "f-0123456789", "F-0123"])
def test_a_finding_is_found_by_its_id_or_the_beginning(
    reclaim: Reclaim, report: Path, name: str
) -> None:
    said = reclaim("why", name, "--report", report)
    assert said.code == 0
    assert said.out.startswith("F-0123456789: Filed too late; claim A17, ACME HEALTH\n")


@pytest.mark.parametrize("name", ["A17", "P-A17", LATE])
def test_a_claim_is_found_by_each_of_its_numbers(reclaim: Reclaim, report: Path, name: str) -> None:
    said = reclaim("why", name, "--report", report)
    assert said.out.startswith(f"Claim A17, ACME HEALTH; id {LATE}\n")
    assert "adds up to the charge of $900.00" in said.out
    assert f"{FINDING['finding_id']}: Filed too late" in said.out


def test_the_default_report_is_the_one_that_audit_writes(
    reclaim: Reclaim, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report.parent)
    assert reclaim("why", "A17").code == 0
    assert f"such as: reclaim why {TWIN}\n" in reclaim("why", "B1").out


def test_several_claims_of_one_number_are_listed(reclaim: Reclaim, report: Path) -> None:
    said = reclaim("why", "B1", "--report", report)
    assert said.code == 0
    assert said.out.startswith("2 claims on remittances have the number B1:\n")
    assert f"  {PLAIN}  2026-01-05, ACME HEALTH, processed as primary (1), paid 100.00" in said.out
    assert f"reclaim why {TWIN} --report {report}" in said.out


def test_several_findings_of_one_beginning_are_listed(reclaim: Reclaim, report: Path) -> None:
    said = reclaim("why", "F-", "--report", report)
    assert "2 findings begin with F-" in said.out
    assert f"  {PLB_FINDING['finding_id']}" in said.out


def test_a_claim_decided_again_is_told_once(reclaim: Reclaim, report: Path) -> None:
    said = reclaim("why", "C1", "--report", report)
    assert said.out.startswith(f"Claim C1, ACME HEALTH; id {AGAIN}\n")


@pytest.mark.parametrize(("name", "kind"), [("F-ZZZ", "finding"), ("NONE", "claim")])
def test_a_name_that_the_report_lacks_is_misuse(
    reclaim: Reclaim, report: Path, name: str, kind: str
) -> None:
    said = reclaim("why", name, "--report", report)
    assert said.code == 2
    assert f"there is no {kind} {name}  [NAME-UNKNOWN]" in said.err
    assert "Next: look up the number in " in said.err


def test_a_folder_without_a_report_is_misuse(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("why", "A17", "--report", tmp_path)
    assert said.code == 2
    assert "[REPORT-MISSING]" in said.err


def test_own_rules_are_told_when_the_practice_is_given(
    reclaim: Reclaim, report: Path, tmp_path: Path
) -> None:
    practice = tmp_path / "practice"
    practice.mkdir()
    practice.joinpath("payers.yaml").write_text(
        "- payer: acme\n  treats:\n    - {group: PI, carc: '29', as_group: CO, cite: our letter}\n",
        "utf-8",
    )
    told = reclaim("why", "F-0123456789", "--report", report, "--practice", practice).out
    assert "Your payer map reads PI-29 of acme as CO-29." in told
    assert "Source: our letter." in told
    untold = reclaim("why", "F-0123456789", "--report", report).out
    assert "Rule payer-map/acme/PI-29." in untold


def test_files_beside_the_tables_are_left_alone(reclaim: Reclaim, report: Path) -> None:
    (report / "tables" / "mine.parquet").write_bytes(b"not parquet")
    assert "mine" not in TABLES
    assert reclaim("why", "A17", "--report", report).code == 0


def test_the_explanation_on_the_page_is_one_that_why_gives(
    reclaim: Reclaim, report: Path, tmp_path: Path
) -> None:
    practice = tmp_path / "practice"
    practice.mkdir()
    clock = "{question: appeal, length: 125, counts_from: payment_date, cite: ACME contract 7.1}"
    practice.joinpath("payers.yaml").write_text(f"- payer: acme\n  clocks:\n    - {clock}\n")
    told = reclaim("why", "F-0123456789", "--report", report, "--practice", practice).out
    fences = re.findall(r"```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert fences
    assert all(fence in told for fence in fences)
