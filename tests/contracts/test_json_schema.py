"""The JSON Schema of contract files agrees with what is read."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from reclaim.rules.yaml_file import StrictLoader
from tests.contracts.test_read import GOOD
from tools import reference_contracts


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return reference_contracts.schema()


def faults(schema: dict[str, Any], text: str) -> list[str]:
    """What an editor would underline."""
    values = yaml.load(text, Loader=StrictLoader)  # noqa: S506  a SafeLoader
    plain = json.loads(json.dumps(values, default=str))
    return [error.message for error in Draft202012Validator(schema).iter_errors(plain)]


def test_the_file_says_what_the_models_say() -> None:
    shipped = reference_contracts.FILE.read_text("utf-8")
    assert shipped == reference_contracts.schema_text(), "run `make docs`"


def test_it_is_a_schema_of_its_dialect(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_contract_that_is_read_is_well_for_an_editor(schema: dict[str, Any]) -> None:
    assert faults(schema, GOOD) == []


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("percent: 118", "percent: lots"),
        ("percent: 118", "percent: -1"),
        ("percent: 118", "percent: 10001"),
        ("percent: 118", "percant: 118"),
        ("network: in", "network: on"),
        ("payer: harbor\n", ""),
        ("percent_of_charges", "percent"),
    ],
)
def test_what_is_refused_is_underlined(schema: dict[str, Any], now: str, then: str) -> None:
    assert faults(schema, GOOD.replace(now, then))


@pytest.mark.parametrize("percent", ["0", "10000", "118.5"])
def test_numbers_within_their_bounds_are_well(schema: dict[str, Any], percent: str) -> None:
    assert faults(schema, GOOD.replace("percent: 118", f"percent: {percent}")) == []


def test_fields_have_their_meaning(schema: dict[str, Any]) -> None:
    assert schema["properties"]["localities"]["description"].startswith("Locality by billing NPI")
    days = schema["$defs"]["Example"]["properties"]["days"]
    assert days["description"].startswith("Days of the stay")


def test_the_page_names_every_part_and_links_only_to_parts_that_are_there(
    schema: dict[str, Any],
) -> None:
    page = reference_contracts.contracts_page()
    headings = {line[3:].lower() for line in page.splitlines() if line.startswith("## ")}
    assert {name.lower() for name in schema["$defs"]} <= headings
