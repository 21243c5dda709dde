"""A contract file as YAML: its values, and the line on which each field stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from reclaim.rules.yaml_file import StrictLoader

NAMES = ("id", "name")
"""What an item of a list is called by in errors, else by its number."""

INTEGER = "tag:yaml.org,2002:int"
WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)")

Part = str | int


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: line (from 1), field, and a sentence without subject or stop."""

    line: int
    field: str
    what: str

    def __str__(self) -> str:
        """`terms.visits.price.percent: must be a number`, without the line."""
        return f"{self.field}: {self.what}" if self.field else self.what


class Document:
    """A YAML file, read once for its values and once for its places.

    Args:
        text: the file.

    Raises:
        yaml.YAMLError: where the text is not YAML.
    """

    def __init__(self, text: str) -> None:
        loader = _Loader(text)
        try:
            self._root: yaml.Node | None = loader.get_single_node()
            self.faults: list[Fault] = list(_faults(self._root, (), set())) if self._root else []
            """What is wrong with the file as YAML."""
            self.values: Any = loader.construct_document(self._root) if self._root else None
            """What the file holds: mappings, lists and scalars."""
        finally:
            loader.dispose()

    def fault(self, at: Sequence[Part], what: str, *, missing: str = "") -> Fault:
        """A fault at a field, `at` being keys and positions from the root, each as in `values`.

        Parts that the file does not have are left aside: pydantic names the branches of a union.
        `missing` is a field that should be there, below.
        """
        line, found = self._follow(at)
        return Fault(line, ".".join([*found, missing] if missing else found), what)

    def _follow(self, at: Sequence[Part]) -> tuple[int, list[str]]:
        """The line of the deepest part that is there, and the names of those that are."""
        node, line, names = self._root, _line(self._root), list[str]()
        for part in at:
            step = _step(node, part) if node else None
            if step:
                line, name, node = step
                names.append(name)
        return line, names


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node else 1


def _step(node: yaml.Node, part: Part) -> tuple[int, str, yaml.Node] | None:
    """The line, the name and the node of a part of a node."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return _line(item), _called(item) or str(part + 1), item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return _line(key), key.value, value
    return None


def _called(node: yaml.Node) -> str | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    given = {key.value: value.value for key, value in node.value if _is_plain(key)}
    names = (given[name] for name in NAMES if isinstance(given.get(name), str))
    return next(names, None)


def _is_plain(key: yaml.Node) -> bool:
    """Whether a key is a word or number, and no list or mapping itself."""
    return isinstance(key, yaml.ScalarNode)


def _faults(node: yaml.Node, path: tuple[str, ...], told: set[int]) -> Iterator[Fault]:
    """Keys that are given twice, and numbers that YAML reads as other ones, below a node.

    What stands once and is named in many places, or within itself, is looked at once: `told`.
    """
    if id(node) in told:
        return
    told.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value, 1):
            yield from _faults(item, (*path, _called(item) or str(position)), told)
    elif isinstance(node, yaml.MappingNode):
        yield from _faults_of_keys(node, path)
        for key, value in node.value:
            name = key.value if _is_plain(key) else "?"
            yield from _faults(key, (*path, name), told)
            yield from _faults(value, (*path, name), told)
    elif _is_other_number(node):
        what = f'must be quoted, "{node.value}": without quotes YAML reads another number'
        yield Fault(_line(node), ".".join(path), what)


def _faults_of_keys(node: yaml.MappingNode, path: tuple[str, ...]) -> Iterator[Fault]:
    seen = set()
    for key in (key for key, _ in node.value if _is_plain(key)):
        if key.value in seen:
            yield Fault(_line(key), ".".join((*path, key.value)), "is given twice")
        seen.add(key.value)


def _is_other_number(node: yaml.Node) -> bool:
    """Whether YAML reads a number without quotes as another one: 0110 as 72, 12:30 as 750."""
    plain = isinstance(node, yaml.ScalarNode) and not node.style and node.tag == INTEGER
    return plain and not WHOLE_NUMBER.fullmatch(node.value)


class _Loader(StrictLoader):
    """As for rules, but that a key given twice is one fault among others, and none to stop at."""

    construct_mapping = yaml.SafeLoader.construct_mapping
