"""Contract files: what is read, and which line and field an error names."""

from pathlib import Path

import pytest

from reclaim.contracts.read import read_contract, read_contracts
from reclaim.errors import ReclaimError

GOOD = """\
contract: harbor-2026
payer: harbor
network: in
schedules:
  fees: {kind: rates, file: rates/fees.csv}
terms:
  - {id: visits, clause: A 1, price: {method: fee_schedule, schedule: fees, percent: 118}}
  - {id: rest, clause: A 2, price: {method: percent_of_charges, percent: 45}}
"""


def folder(tmp_path: Path, **files: str) -> Path:
    """A folder `contracts` with a table of fees and the contracts given by name."""
    contracts = tmp_path / "contracts"
    (contracts / "rates").mkdir(parents=True)
    (contracts / "rates" / "fees.csv").write_text("code,rate\n99213,91.63\n")
    for name, text in files.items():
        (contracts / f"{name}.yaml").write_text(text, "utf-8")
    return contracts


def stop(contracts: Path) -> str:
    """What reading the folder stops with."""
    with pytest.raises(ReclaimError) as raised:
        read_contracts(contracts)
    assert raised.value.code == "CONTRACT-FILE"
    return str(raised.value)


def test_a_folder_that_is_not_there_holds_no_contract(tmp_path: Path) -> None:
    assert not read_contracts(tmp_path / "contracts")


def test_contracts_come_with_their_tables_in_the_order_of_their_ids(tmp_path: Path) -> None:
    other = GOOD.replace("harbor-2026", "acme").replace(
        "schedule: fees", "schedule: rates/fees.csv"
    )
    book = read_contracts(folder(tmp_path, a=GOOD, b=other))
    assert [contract.contract for contract in book.contracts] == ["acme", "harbor-2026"]
    assert set(book.tables) == {
        ("acme", "fees"),
        ("acme", "rates/fees.csv"),
        ("harbor-2026", "fees"),
    }
    assert book.tables["acme", "rates/fees.csv"]["rate_micros"].to_list() == [91_630_000]


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ("percent: 118", "percent: lots", ":7: terms.visits.price.percent: must be a number"),
        ("percent: 118", "percent: -1", ":7: terms.visits.price.percent: must be 0 or more"),
        ("percent: 118", "percant: 118", ":7: terms.visits.price.percant: is not known here; did"),
        ("id: rest", "id: visits", ":8: terms.visits.id: the term visits is given twice"),
        ("network: in", "network: on", ":3: network: must be in or out"),
        ("payer: harbor\n", "", ":1: payer: is missing"),
        ("payer: harbor", "payer: harbor\npayer: cobalt", ":3: payer: is given twice"),
        ("network: in", "effective_to: 2026-13-01", ":3: effective_to: must be a day"),
        ("percent_of_charges", "percent", ":8: terms.rest.price.method: must be one of fee_sche"),
        ("method: percent_of_charges, ", "", ":8: terms.rest.price.method: is missing"),
        ("schedule: fees", "schedule: fee", ":7: terms.visits.price.schedule: fee is neither a"),
        ("kind: rates", "kind: weights", ":7: terms.visits.price.schedule: fees is a schedule of"),
        ("rates/fees.csv", "rates/none.csv", ":5: schedules.fees.file: there is no file contracts"),
        ("rates/fees.csv", "../fees.csv", ":5: schedules.fees.file: ../fees.csv is no path below"),
        ("rates/fees.csv", "/etc/hosts", ":5: schedules.fees.file: /etc/hosts is no path below"),
        ("A 2,", "A 2, when: {codes: [9-21]},", ":8: terms.rest.when.codes: 9-21 is no range"),
        ("A 2,", "A 2, when: {codes: ['?']},", ":8: terms.rest.when.codes: ? is no code, no range"),
        ("A 2,", "A 2, when: {modifiers: [tc]},", ":8: terms.rest.when.modifiers: tc is no modif"),
        ("terms:", "terms: 5\nother:", ":6: terms: must be a list"),
        ("contract:", "- contract:", ":1: the file is not YAML"),
    ],
)
def test_an_error_names_file_line_and_field(tmp_path: Path, now: str, then: str, said: str) -> None:
    assert now in GOOD
    told = stop(folder(tmp_path, harbor=GOOD.replace(now, then)))
    if "not YAML" not in said:
        assert f"contracts/harbor.yaml{said}" in told
    else:
        assert told.startswith("contracts/harbor.yaml:")


@pytest.mark.parametrize("code", ["0110", "0o17", "1_000", "12:30", "-010"])
def test_a_code_that_yaml_would_read_as_another_number_must_be_quoted(
    tmp_path: Path, code: str
) -> None:
    text = GOOD.replace("clause: A 2,", f"clause: A 2, when: {{revenue_codes: [{code}]}},")
    if code == "0o17":  # no number in YAML 1.1, and no code
        assert "0o17 is no code" in stop(folder(tmp_path, harbor=text))
    else:
        told = stop(folder(tmp_path, harbor=text))
        assert f'terms.rest.when.revenue_codes.1: must be quoted, "{code}"' in told


@pytest.mark.parametrize("code", ["'0110'", "110", "99213", "0198"])
def test_a_code_that_yaml_reads_as_it_stands_needs_no_quotes(tmp_path: Path, code: str) -> None:
    text = GOOD.replace("clause: A 2,", f"clause: A 2, when: {{revenue_codes: [{code}]}},")
    (contract,) = read_contracts(folder(tmp_path, harbor=text)).contracts
    assert contract.terms[1].when.revenue_codes == (code.strip("'"),)


def test_every_fault_of_every_contract_is_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    one = GOOD.replace("percent: 45", "percent: x").replace("network: in", "netwrk: in")
    two = GOOD.replace("fees.csv", "none.csv").replace("harbor-2026", "two")
    told = stop(folder(tmp_path, one=one, two=two)).splitlines()
    assert told[:3] == [
        "contracts/one.yaml:3: netwrk: is not known here; did you mean network?  [CONTRACT-FILE]",
        "contracts/one.yaml:8: terms.rest.price.percent: must be a number",
        "contracts/two.yaml:5: schedules.fees.file: there is no file contracts/rates/none.csv",
    ]


def test_two_files_cannot_be_one_contract(tmp_path: Path) -> None:
    told = stop(folder(tmp_path, a=GOOD, b=GOOD))
    assert told.startswith("contracts/b.yaml:1: contract: harbor-2026 is the contract of contracts")


@pytest.mark.parametrize(("second", "well"), [("2026-01-02", True), ("2026-01-01", False)])
def test_escalators_stand_in_the_order_of_their_days(
    tmp_path: Path, second: str, *, well: bool
) -> None:
    text = f"""{GOOD}escalators:
  - {{effective_from: 2026-01-01, percent: 102, clause: A}}
  - {{effective_from: {second}, percent: 102, clause: A}}
"""
    contracts = folder(tmp_path, harbor=text)
    if well:
        assert len(read_contracts(contracts).contracts[0].escalators) == 2
    else:
        assert ":11: escalators.2.effective_from: must be after" in stop(contracts)


def test_a_term_that_a_rule_or_an_example_names_is_there(tmp_path: Path) -> None:
    text = f"""{GOOD}claim_rules:
  stop_loss:
    - {{clause: B, kind: excess, percent: 50, threshold: 100.00, terms: [stay]}}
examples:
  - name: a visit
    service_date: 2026-03-01
    lines:
      - {{code: 99213, charge: 200, expect: 108.12, expect_term: visit}}
"""
    told = stop(folder(tmp_path, harbor=text))
    assert ":11: claim_rules.stop_loss.1.terms: stay is no term of the contract" in told
    assert ":16: examples.a visit.lines.1.expect_term: visit is no term of the contract" in told


def test_one_contract_can_be_read_without_its_tables(tmp_path: Path) -> None:
    contracts = folder(tmp_path, harbor=GOOD.replace("fees.csv", "none.csv"))
    assert read_contract(contracts / "harbor.yaml").payer.key == "harbor"


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert stop(folder(tmp_path, harbor="contract: [a\nb: c")).startswith("contracts/harbor.yaml:2")
    assert stop(folder(tmp_path / "e", harbor="")).startswith("contracts/harbor.yaml:1: must be a")
