"""What each problem code means: severity, wording, consequence, next step (data/problems.yaml)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

SEVERITIES = ("error", "warning", "note")
"""From the gravest: money cannot be taken at its word; off the standard; worth knowing."""


@dataclass(frozen=True)
class ProblemKind:
    """One code, of lasting meaning. `title` and `next` may hold {file}, {claim}, {element}."""

    code: str
    severity: str
    title: str
    meaning: str
    consequence: str
    next: str
    example: str


@cache
def catalogue() -> Mapping[str, ProblemKind]:
    """Every problem code that Reclaim knows, in the order of the file.

    Raises:
        ValueError: when the file names a code twice, or a severity that does not exist.
    """
    text = files("reclaim.data").joinpath("problems.yaml").read_text("utf-8")
    return MappingProxyType(parse_catalogue(text))


def severity(code: str) -> str:
    """The severity of a code; KeyError for a code that is not in the catalogue."""
    return catalogue()[code].severity


def parse_catalogue(text: str) -> dict[str, ProblemKind]:
    """The catalogue that a YAML text holds; raises ValueError as `catalogue` does."""
    entries = yaml.load(text, _OneMeaningPerCode)  # noqa: S506  derives from SafeLoader
    kinds = {code: ProblemKind(code=code, **fields) for code, fields in entries.items()}
    for kind in kinds.values():
        if kind.severity not in SEVERITIES:
            raise ValueError(f"{kind.code} has severity {kind.severity!r}; use one of {SEVERITIES}")
    return kinds


class _OneMeaningPerCode(yaml.SafeLoader):
    """Refuses a key that is given twice, which YAML would let win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  the signature is PyYAML's
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"given twice: {', '.join(sorted(twice))}")
        return super().construct_mapping(node, deep=deep)
