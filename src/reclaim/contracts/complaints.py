"""What pydantic finds wrong with a contract, in the words of whoever keeps the file."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from reclaim.contracts.model.contract import Contract
from reclaim.contracts.positions import Document, Fault

PLAIN = {
    "decimal_type": "must be a number",
    "decimal_parsing": "must be a number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "is_instance_of": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "date_type": "must be a day, such as 2026-01-31",
    "date_parsing": "must be a day, such as 2026-01-31",
    "date_from_datetime_parsing": "must be a day, such as 2026-01-31",
    "date_from_datetime_inexact": "must be a day, such as 2026-01-31",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "too_short": "must have at least one entry",
    "too_long": "must have fewer entries",
    "model_type": "must be a mapping of fields",
    "model_attributes_type": "must be a mapping of fields",
    "dict_type": "must be a mapping",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "decimal_max_places": "must have at most {decimal_places} decimals",
    "decimal_max_digits": "must have at most {max_digits} digits",
    "decimal_whole_digits": "must have at most {whole_digits} digits before the point",
    "literal_error": "must be {expected}",
}
"""By the type of pydantic's error; what its context holds stands in braces."""

METHOD = {
    "union_tag_not_found": "is missing",
    "union_tag_invalid": "must be one of {expected_tags}",
}
"""Likewise, where a price has no method, or one that is not known."""

BE = "must be "


def faults_of(document: Document, error: ValidationError) -> Iterator[Fault]:
    """Every fault of a validation, in the order of the file; branches of one choice are joined."""
    errors = error.errors(include_url=False)
    said: dict[tuple[int, str], list[str]] = {}
    for one in errors:
        if not _follows(one, errors):
            for fault in _faults(document, one):
                said.setdefault((fault.line, fault.field), []).append(fault.what)
    for (line, field), whats in sorted(said.items()):
        first, *rest = dict.fromkeys(whats)
        yield Fault(line, field, " or ".join([first, *(one.removeprefix(BE) for one in rest)]))


def _follows(error: Mapping[str, Any], errors: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a list is too short for no other reason than that its entries are wrong."""
    at = error["loc"]
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(at) and other["loc"][: len(at)] == at for other in errors
    )


def _faults(document: Document, error: Mapping[str, Any]) -> Iterator[Fault]:
    """An error of pydantic, at its line and in plain words."""
    at, kind, context = tuple(error["loc"]), error["type"], error.get("ctx", {})
    inner = getattr(context.get("error"), "faults", None)
    if inner:
        yield from (document.fault((*at, *below), what) for below, what in inner)
    elif kind == "missing":
        yield document.fault(at[:-1], "is missing", missing=str(at[-1]))
    elif kind in METHOD:
        yield document.fault(at, METHOD[kind].format(**context).replace("'", ""), missing="method")
    elif kind == "extra_forbidden":
        yield document.fault(at, _unknown(str(at[-1])))
    elif kind == "value_error":
        yield document.fault(at, str(context["error"]))
    else:
        plain = PLAIN[kind].format(**context).replace("'", "") if kind in PLAIN else error["msg"]
        yield document.fault(at, plain)


def _unknown(field: str) -> str:
    near = difflib.get_close_matches(field, _fields(), n=1)
    return f"is not known here; did you mean {near[0]}?" if near else "is not known here"


@cache
def _fields() -> tuple[str, ...]:
    """The names of all fields of the contract language."""
    schema = Contract.model_json_schema()
    parts: Iterable[Mapping[str, Any]] = [schema, *schema["$defs"].values()]
    return tuple({name for part in parts for name in part.get("properties", {})})
