"""`reclaim contract` tries, checks, shows and prices by the contracts of a practice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Reclaim

CONTRACT = """\
contract: harbor-2026
title: Harbor Mutual PPO
payer: harbor
network: in
effective_from: 2026-01-01
effective_to: 2026-12-31
applies_to: {filing_indicators: ["12"]}
lesser_of_charge: line
tolerance: {dollars: 0.05}
terms:
  - id: visits
    clause: "A 1"
    price: {method: fee_schedule, schedule: rates/fees.csv, percent: 118}
  - {id: never, clause: "A 2", price: {method: capitation}}
policies:
  bilateral: {clause: "B 1", codes: ["20610"], percent: 150}
clocks:
  - {question: filing, length: 90, counts_from: service_date, clause: "5.1"}
examples:
  - name: a visit
    service_date: 2026-03-01
    lines: [{code: "99213", charge: 200.00, expect: 108.12}]
"""
FEES = "code,effective_from,effective_to,rate\n99213,2026-01-01,2026-06-30,91.63\n"


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "contracts" / "rates").mkdir(parents=True)
    (tmp_path / "payers.yaml").write_text("- {payer: harbor, ids: [HARBR], names: ['HARBOR M*']}\n")
    (tmp_path / "contracts" / "harbor.yaml").write_text(CONTRACT)
    (tmp_path / "contracts" / "rates" / "fees.csv").write_text(FEES)
    return tmp_path


def change(practice: Path, now: str, then: str) -> None:
    file = practice / "contracts" / "harbor.yaml"
    assert now in file.read_text()
    file.write_text(file.read_text().replace(now, then))


def test_examples_that_hold_end_with_0(practice: Path, reclaim: Reclaim) -> None:
    said = reclaim("contract", "test", "--practice", practice)
    assert (said.code, said.out) == (0, "harbor-2026: 1 example, 0 failures\n")


def test_one_that_does_not_is_told_with_its_steps_and_ends_with_1(
    practice: Path, reclaim: Reclaim
) -> None:
    change(practice, "108.12", "108.13")
    said = reclaim("contract", "test", "--practice", practice)
    assert said.code == 1
    assert "harbor-2026: 1 example, 1 failure\n" in said.out
    assert "  a visit, line 1: expected 108.13, got 108.12\n" in said.out
    assert "    rate 91.63 (rates/fees.csv line 2)\n" in said.out


def test_a_contract_without_examples_is_said(practice: Path, reclaim: Reclaim) -> None:
    text = CONTRACT.partition("examples:")[0]
    (practice / "contracts" / "harbor.yaml").write_text(text)
    said = reclaim("contract", "test", "--practice", practice)
    assert (said.code, said.out) == (0, "harbor-2026: no examples, so nothing was tried\n")


def test_check_says_what_is_covered_and_what_is_left_open(practice: Path, reclaim: Reclaim) -> None:
    said = reclaim("contract", "check", "--practice", practice)
    assert said.code == 0
    for line in (
        "harbor-2026  Harbor Mutual PPO",
        "  payer harbor, from 2026-01-01 to 2026-12-31",
        "  only claims with: filing indicator 12",
        "  2 terms, 1 example",
        "  rates/fees.csv           rates, 1 row, from 2026-01-01 to 2026-06-30",
        "    rates/fees.csv has no rates from 2026-07-01 to 2026-12-31",
        "    the term never never prices anything: visits takes all that it is about",
    ):
        assert f"{line}\n" in said.out


def test_what_is_well_leaves_nothing_open(practice: Path, reclaim: Reclaim) -> None:
    change(practice, '  - {id: never, clause: "A 2", price: {method: capitation}}\n', "")
    change(practice, "effective_to: 2026-12-31", "effective_to: 2026-06-30")
    assert "left open" not in reclaim("contract", "check", "--practice", practice).out


def test_a_fault_is_named_by_file_line_and_field(practice: Path, reclaim: Reclaim) -> None:
    change(practice, "percent: 118", "percent: lots")
    said = reclaim("contract", "check", "--practice", practice)
    assert said.code == 1
    assert said.err.startswith("contracts/harbor.yaml:13: terms.visits.price.percent: must be a nu")


def test_show_tells_terms_in_order_with_their_clauses(practice: Path, reclaim: Reclaim) -> None:
    said = reclaim("contract", "show", "harbor-2026", "--practice", practice)
    assert said.code == 0
    first, second = said.out.index("1. visits  [A 1]"), said.out.index("2. never  [A 2]")
    assert first < second
    assert "everything else: 118 percent of rates/fees.csv" in said.out
    assert "bilateral: codes 20610, percent 150" in said.out
    assert "Limit for filing: 90 days from the service date.  [5.1]" in said.out


@pytest.mark.parametrize("payer", ["harbor", "HARBR", "Harbor Mutual"])
def test_a_price_comes_with_its_steps(practice: Path, reclaim: Reclaim, payer: str) -> None:
    asked = ["--payer", payer, "--code", "99213", "--date", "2026-03-01"]
    said = reclaim("contract", "price", *asked, "--filing-indicator", "12", "--practice", practice)
    assert said.code == 0
    assert said.out.startswith("99213 on 2026-03-01: 108.12\n")
    assert "  x 118 percent = 108.1234\n" in said.out


def test_no_price_is_told_with_its_reason_and_ends_with_1(practice: Path, reclaim: Reclaim) -> None:
    asked = ["--payer", "harbor", "--code", "99213", "--filing-indicator", "12"]
    said = reclaim("contract", "price", *asked, "--date", "2026-07-01", "--practice", practice)
    assert said.code == 1
    assert said.out.startswith("99213 on 2026-07-01: no price: no rate\n")
    assert "The schedule has no rate for the code." in said.out


def test_where_no_contract_binds_it_is_said_what_each_asks(
    practice: Path, reclaim: Reclaim
) -> None:
    asked = ["--payer", "harbor", "--code", "99213", "--date", "2026-03-01"]
    said = reclaim("contract", "price", *asked, "--practice", practice)
    assert said.code == 1
    assert "contract harbor-2026: from 2026-01-01 to 2026-12-31, filing indicator 12" in said.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "larkspur"), "CONTRACT-MISSING"),
        (("price", "--payer", "larkspur", "--date", "2026-03-01"), "CONTRACT-MISSING"),
        (
            ("price", "--payer", "harbor", "--date", "2026-03-01", "--charge", "much"),
            "CONTRACT-QUESTION",
        ),
        (
            ("price", "--payer", "harbor", "--date", "2026-03-01", "--form", "paper"),
            "CONTRACT-QUESTION",
        ),
    ],
)
def test_what_cannot_be_asked_is_misuse(
    practice: Path, reclaim: Reclaim, arguments: tuple[str, ...], code: str
) -> None:
    said = reclaim("contract", *arguments, "--practice", practice)
    assert (said.code, said.out) == (2, "")
    assert f"[{code}]" in said.err


def test_without_practice_the_nearest_folder_is_meant(
    practice: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(practice / "contracts" / "rates")
    assert "harbor-2026" in reclaim("contract", "check").out


def test_a_folder_without_contracts_is_misuse(
    tmp_path: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for given in ([], ["--practice", tmp_path]):
        said = reclaim("contract", "check", *given)
        assert (said.code, "CONTRACT-MISSING" in said.err) == (2, True)


def test_the_schema_is_printed_or_written(tmp_path: Path, reclaim: Reclaim) -> None:
    printed = reclaim("contract", "schema")
    assert json.loads(printed.out)["$schema"].endswith("2020-12/schema")
    out = tmp_path / "contract.schema.json"
    said = reclaim("contract", "schema", "--out", out)
    assert out.read_text("utf-8") == printed.out
    assert "# yaml-language-server: $schema=contract.schema.json" in said.out


def test_the_help_loads_no_kernel() -> None:
    code = "import sys; import reclaim.cli.entry; print('polars' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
