"""Reads a rule file: YAML where a key given twice is an error and `yes` is a word, not true."""

import re
from collections.abc import Hashable, Sequence
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from reclaim.errors import ReclaimError

BOOLEAN = "tag:yaml.org,2002:bool"

Model = TypeVar("Model", bound=BaseModel)


def read_rules(source: Traversable, model: type[Model], *, key: str = "id") -> list[Model]:
    """The rules of a file, in its order: a YAML list, each item held against `model`.

    `key` is the field that names an item in errors.

    Raises:
        ReclaimError: RULE-FILE, naming the file, the rule's id and the field. Every field in
            error of the first bad rule is named.
    """
    items = _read_yaml(source)
    if not isinstance(items, list):
        raise rule_error(source.name, "the file is not a list of rules", "each rule begins with -")
    return [
        _rule(source.name, position, item, model, key) for position, item in enumerate(items, 1)
    ]


def text_of(source: Traversable) -> str:
    """All of a file that people write.

    Raises:
        UnicodeDecodeError: when it is not in UTF-8.
    """
    return source.read_text(encoding="utf-8")


def refuse_duplicates(where: str, ids: Sequence[str]) -> None:
    """Raise RULE-FILE when an id is given twice."""
    twice = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
    if twice:
        raise rule_error(where, f"the rule id {twice[0]} is given twice", "an id names one rule")


def rule_error(where: str, what: str, why: str) -> ReclaimError:
    """The stop for a rule file that cannot be understood."""
    return ReclaimError("RULE-FILE", where=where, what=what, why=why, next_step=f"mend {where}")


def _read_yaml(source: Traversable) -> object:
    try:
        return yaml.load(text_of(source), Loader=StrictLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = error.problem or "the file is not YAML"
        raise rule_error(f"{source.name}:{line}", what, "the file cannot be read") from None


def _rule(name: str, position: int, item: object, model: type[Model], key: str) -> Model:
    rule_id = item.get(key) if isinstance(item, dict) else None
    shown = f"rule {rule_id}" if rule_id else f"rule number {position}"
    try:
        return model.model_validate(item)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'the rule'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise rule_error(name, f"{shown} cannot be understood", faults) from None


class StrictLoader(yaml.SafeLoader):
    """YAML without surprises: no repeated keys; only true and false are booleans."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:  # noqa: FBT001, FBT002 - the signature is PyYAML's
        """What a node stands for; a value that is not of the type it names is an error there."""
        try:
            value: object = super().construct_object(node, deep)
        except (ArithmeticError, AttributeError, LookupError, ValueError):
            kind = node.tag.rpartition(":")[2]
            raise yaml.constructor.ConstructorError(
                problem=f"a value cannot be read as {kind}", problem_mark=node.start_mark
            ) from None
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - the signature is PyYAML's
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key} is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
StrictLoader.add_implicit_resolver(BOOLEAN, re.compile("^(?:true|false)$"), ["t", "f"])


def _day(loader: StrictLoader, node: yaml.ScalarNode) -> object:
    """A day; one that the calendar does not have stays text, and the field says that it is none."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)
