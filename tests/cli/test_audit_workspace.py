"""`reclaim audit` without a path audits the workspace it stands in."""

from pathlib import Path

import pytest

from tests.cli.conftest import Reclaim
from tests.engines.audits import remittance

LATE = "CLP*A1*1*100*0**12*ICN1~SVC*HC:99213*100*0~CAS*CO*29*100~"
MORE = "CLP*B1*1*80*0**12*ICN2~SVC*HC:99213*80*0~CAS*CO*197*80~"


@pytest.fixture
def workspace(tmp_path: Path, reclaim: Reclaim) -> Path:
    folder = tmp_path / "practice"
    assert reclaim("init", folder).code == 0
    _ingest(reclaim, folder, "1.835", LATE, "T1")
    return folder


def _ingest(reclaim: Reclaim, folder: Path, name: str, claim: str, trace: str) -> None:
    given = folder.parent / name
    given.write_text(remittance(claim, trace=trace))
    assert reclaim("ingest", given, "--workspace", folder, "--quiet").code == 0


def test_it_writes_the_report_into_the_workspace(workspace: Path, reclaim: Reclaim) -> None:
    said = reclaim("audit", "--workspace", workspace, "--as-of", "2026-02-01")
    assert (said.code, said.err) == (0, "")
    assert (workspace / "report" / "report.html").is_file()
    assert "100.00  charged" in said.out


def test_what_was_added_is_in_the_next_report(workspace: Path, reclaim: Reclaim) -> None:
    reclaim("audit", "--workspace", workspace, "--as-of", "2026-02-01")
    _ingest(reclaim, workspace, "2.835", MORE, "T2")
    said = reclaim("audit", "--workspace", workspace, "--as-of", "2026-02-02")
    assert "180.00  charged" in said.out


def test_own_rules_of_the_workspace_are_followed(workspace: Path, reclaim: Reclaim) -> None:
    reclaim("audit", "--workspace", workspace, "--as-of", "2026-02-01")
    rules = workspace / "rules" / "placement" / "own.yaml"
    rules.write_text(
        "- {id: own/late, asks: 'Is it late?', from: 1995-01-01, cite: policy 7,\n"
        "   when: \"carc = '29'\", category: denial/other,\n"
        "   tests: [{name: n, input: {charge_cents: 1, paid_cents: 0, group_code: CO,\n"
        "     carc: '29', adjustment_cents: 1}, expect: {category: denial/other}}]}\n"
    )
    said = reclaim("audit", "--workspace", workspace, "--as-of", "2026-02-01", "--json")
    assert '"denial/other": 10000' in said.out


def test_without_a_workspace_it_says_what_to_do(
    tmp_path: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = reclaim("audit")
    assert said.code == 2
    assert "reclaim init" in said.err


def test_a_practice_that_is_not_there_is_misuse(tmp_path: Path, reclaim: Reclaim) -> None:
    given = tmp_path / "1.835"
    given.write_text(remittance(LATE))
    said = reclaim("audit", given, "--practice", tmp_path / "nowhere")
    assert said.code == 2
    assert "PRACTICE-MISSING" in said.err


def _first_finding(out: str) -> str:
    return next(word for word in out.split() if word.startswith("F-"))


def test_a_finding_of_the_workspace_is_explained_in_it(
    workspace: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited = reclaim("audit", "--workspace", workspace, "--as-of", "2026-02-01")
    finding = _first_finding(audited.out)
    named = reclaim("why", finding, "--workspace", workspace)
    assert named.code == 0
    assert "100.00" in named.out
    monkeypatch.chdir(workspace)
    assert reclaim("why", finding).out == named.out


def test_a_report_remembers_the_practice_that_it_was_judged_by(
    tmp_path: Path, reclaim: Reclaim
) -> None:
    practice = tmp_path / "practice"
    practice.mkdir()
    clock = "{question: appeal, length: 77, counts_from: payment_date, cite: contract 9}"
    (practice / "payers.yaml").write_text(f"- {{payer: acme, ids: [ACME], clocks: [{clock}]}}\n")
    given, out = tmp_path / "1.835", tmp_path / "out"
    given.write_text(remittance(LATE))
    audited = reclaim(
        "audit", given, "--out", out, "--practice", practice, "--as-of", "2026-02-01", "--quiet"
    )
    told = reclaim("why", _first_finding(audited.out), "--report", out)
    assert "77 days" in told.out
    assert "contract 9" in told.out
