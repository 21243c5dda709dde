"""The JSON Schema of contract files, and the reference page of their fields, from the models."""

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reclaim.contracts.frames import WHY_NOT
from reclaim.contracts.model import conditions, contract, policies, prices, values
from reclaim.contracts.model.contract import Contract
from reclaim.rules import payer_map
from tools.reference_words import grid, page

Node = dict[str, Any]

FILE = Path(__file__).resolve().parent.parent / "src/reclaim/data/contracts/contract.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODULES = (contract, conditions, prices, policies, values, payer_map)
BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
SHORT = {"payer": {"type": "string"}, "network": {"enum": ["in", "out"]}}
"""Short forms: `payer: harbor`, `network: in`."""


def schema() -> Node:
    """The JSON Schema, draft 2020-12, with what the models say of each field."""
    made = Contract.model_json_schema()
    for name, model in made["$defs"].items():
        _describe(name, model)
    _describe("Contract", made)
    for name, short in SHORT.items():
        made["properties"][name] = {"anyOf": [short, made["properties"][name]]}
    plain: Node = _plain(made)
    return {"$schema": DIALECT, **plain, "title": "Contract of a payer, for Reclaim"}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def contracts_page() -> str:
    """Every part of a contract file: its fields, what each may hold, what it is when left out."""
    whole = schema()
    parts = {"Contract": whole, **whole["$defs"]}
    intro = (
        "Every field of a contract file. [Contracts](../contracts.md) explains them by examples. "
        "A field without a default must be given. `reclaim contract schema` prints the same for "
        "editors. Wherever a code may stand, quote it when it begins with a zero."
    )
    sections = [_section(name, parts[name]) for name in _in_order(whole)]
    reasons = grid(("Reason", "Meaning"), [(f"`{key}`", text) for key, text in WHY_NOT.items()])
    why = "## Why a line has no price\n\nWhat `expect_unpriced` may name.\n\n" + reasons
    return page("Contract files", intro, *sections, why)


def _describe(name: str, model: Node) -> None:
    """Give the fields of a model what stands below them in its source."""
    said = _docstrings().get(name, {})
    for field, node in model.get("properties", {}).items():
        if field in said:
            node["description"] = said[field]


@cache
def _docstrings() -> Mapping[str, Mapping[str, str]]:
    """By class and field: the text below the field, those of the classes it is built on, too."""
    found: dict[str, dict[str, str]] = {}
    for module in MODULES[::-1]:
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = dict(_below_fields(node))
    bases = {"Example": "SampleClaim"}
    return {name: {**found.get(bases.get(name, ""), {}), **said} for name, said in found.items()}


def _below_fields(model: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(model.body, model.body[1:], strict=False):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)


def _plain(node: Any) -> Any:  # noqa: ANN401  any part of a schema
    """What pydantic says in words of its own, as JSON Schema has it."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _names(value) if key in {"properties", "$defs"} else _plain(value)
        for key, value in node.items()
        if key not in {"title", "discriminator"} or not isinstance(value, (str, dict))
    }
    if "description" in kept:
        kept["description"] = " ".join(str(kept["description"]).split())
    if "decimal_places" in kept or BOUNDS.keys() & kept.keys():
        return _number(kept)
    if kept.get("type") == "string" and kept.get("minLength") == 1:
        kept["type"] = ["string", "integer"]
    return kept


def _names(members: Node) -> Node:
    """Members by their names, which are no words of JSON Schema, whatever they are."""
    return {name: _plain(value) for name, value in members.items()}


def _number(node: Node) -> Node:
    bounds = {BOUNDS[key]: float(node[key]) for key in BOUNDS if key in node}
    bounds = {key: int(value) if value.is_integer() else value for key, value in bounds.items()}
    kept = {key: node[key] for key in ("description",) if key in node}
    if "default" in node:
        kept["default"] = float(node["default"])
    return {**kept, "type": "number", **bounds}


def _in_order(whole: Node) -> list[str]:
    """The parts in the order in which a reader of the file meets them."""
    found: list[str] = ["Contract"]
    for name in found:
        node = whole if name == "Contract" else whole["$defs"][name]
        found += [one for one in _references(node.get("properties", {})) if one not in found]
    return list(dict.fromkeys(found))


def _references(node: Any) -> Iterator[str]:  # noqa: ANN401  any part of a schema
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _section(name: str, model: Node) -> str:
    required = set(model.get("required", ()))
    rows = [
        (
            f"`{field}`",
            _may_hold(node),
            "" if field in required else _default(node),
            node.get("description", ""),
        )
        for field, node in model.get("properties", {}).items()
    ]
    head = ("Field", "Holds", "Left out", "Meaning")
    return f"## {name}\n\n{model.get('description', '')}\n\n{grid(head, rows)}"


def _default(node: Node) -> str:
    default = node.get("default")
    if default in (None, [], {}) or isinstance(default, dict):
        return "nothing"
    return f"`{json.dumps(default)}`"


def _may_hold(node: Node) -> str:
    """What a field holds, with links to its parts."""
    choices = node.get("anyOf") or node.get("oneOf")
    if choices:
        return " or ".join(_may_hold(one) for one in choices if one.get("type") != "null")
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in node or "enum" in node:
        return ", ".join(f"`{value}`" for value in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return "a pair" if "prefixItems" in node else f"list of {_may_hold(node['items'])}"
    if node.get("type") == "object":
        return f"mapping to {_may_hold(node['additionalProperties'])}"
    return "day" if node.get("format") == "date" else TYPES.get(str(node.get("type")), "code")
