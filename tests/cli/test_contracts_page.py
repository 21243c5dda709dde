"""The page on contracts: every contract on it is read, and its examples hold."""

import re
from pathlib import Path

import pytest
import yaml

from reclaim.contracts.read import read_contracts
from reclaim.contracts.trial import Tried, try_examples
from reclaim.rules.yaml_file import StrictLoader
from tests.cli.conftest import Reclaim

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "contracts.md").read_text("utf-8")
TABLES = re.findall(
    r"^`([\w./-]+\.csv)`[^\n]*:\n\n```csv\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE
)
CONTRACTS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
ANSWERS = re.findall(r"```console\n\$ reclaim (.*?)\n(.*?)```", PAGE, re.DOTALL)


def folder(tmp_path: Path, text: str) -> Path:
    """A practice's folder with the tables of the page, and one of its contracts."""
    contracts = tmp_path / "contracts"
    for path, rows in TABLES:
        (contracts / path).parent.mkdir(parents=True, exist_ok=True)
        (contracts / path).write_text(rows, "utf-8")
    head = "" if text.startswith("contract:") else "contract: of-the-page\npayer: harbor\n"
    (contracts / "page.yaml").write_text(head + text, "utf-8")
    (tmp_path / "payers.yaml").write_text("- {payer: harbor, ids: [HARBR]}\n")
    return tmp_path


def told(tried: Tried) -> str:
    steps = "; ".join(tried.steps)
    return f"{tried.example}, {tried.line}: expected {tried.expected}, got {tried.got} ({steps})"


@pytest.mark.parametrize("text", CONTRACTS, ids=[str(n) for n in range(len(CONTRACTS))])
def test_its_examples_hold(tmp_path: Path, text: str) -> None:
    book = read_contracts(folder(tmp_path, text) / "contracts")
    (contract,) = book.contracts
    assert [told(one) for one in try_examples(contract, book) if not one.ok] == []


def test_every_method_policy_and_rule_has_an_example() -> None:
    shown = [yaml.load(text, Loader=StrictLoader) for text in CONTRACTS]  # noqa: S506
    schema = yaml.safe_load(
        (ROOT / "src/reclaim/data/contracts/contract.schema.json").read_text("utf-8")
    )["$defs"]
    methods = {
        part["properties"]["method"]["const"]
        for part in schema.values()
        if "const" in part.get("properties", {}).get("method", {})
    }
    assert {term["price"]["method"] for one in shown for term in one["terms"]} == methods
    for name in ("policies", "claim_rules"):
        parts = set(schema["Policies" if name == "policies" else "ClaimRules"]["properties"])
        assert parts - {part for one in shown for part in one.get(name, {})} <= {"minimum"}


@pytest.mark.parametrize(("command", "answer"), ANSWERS)
def test_what_a_command_answers_is_what_the_page_shows(
    tmp_path: Path, reclaim: Reclaim, command: str, answer: str
) -> None:
    practice = folder(tmp_path, CONTRACTS[0])
    said = reclaim(*command.split(), "--practice", practice)
    assert said.out == answer
