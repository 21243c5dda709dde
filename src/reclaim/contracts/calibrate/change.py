"""A change to a contract as data: where, what stands there, what would stand there instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import AnyPrice

Path = tuple[str | int, ...]
"""Steps into a contract file: keys of mappings, ids of terms, places in lists from 0."""

EACH_OF_ITS_OWN = ("terms", "escalators")
"""Lists whose entries are pasted one by one; of anything else the whole section is."""


@dataclass(frozen=True)
class Edit:
    """One value of the contract.

    Args:
        path: where it stands.
        old: what stands there, as in the file; null: nothing.
        new: what would stand there; null: nothing.
        before: for a new term, the id of the term that it goes before; null: it goes last.
    """

    path: Path
    old: object
    new: object
    before: str | None = None

    @property
    def place(self) -> str:
        """The path as people write it: terms[services].price.percent."""
        text = str(self.path[0])
        for above, step in zip(self.path, self.path[1:], strict=False):
            bracket = above == "terms" or isinstance(step, int)
            text += f"[{step}]" if bracket else f".{step}"
        return text


@dataclass(frozen=True)
class Change:
    """Edits that belong together."""

    edits: tuple[Edit, ...]

    def __add__(self, other: "Change") -> "Change":
        return Change(self.edits + other.edits)


NO_CHANGE = Change(())


def apply_change(contract: Contract, change: Change) -> Contract:
    """The contract as it would be; it is read and checked anew.

    Raises:
        KeyError: where the contract has no such place.
    """
    file = as_file(contract)
    for edit in change.edits:
        _apply(file, edit)
    return Contract.model_validate(file)


def change_yaml(contract: Contract, change: Change) -> str:
    """What to paste into the contract file: whole terms, or whole sections, as they would be."""
    changed = as_file(apply_change(contract, change))
    pasted: dict[str, object] = {}
    for edit in change.edits:
        section = str(edit.path[0])
        if section in EACH_OF_ITS_OWN and len(edit.path) > 1:
            entry = _entry(changed[section], edit.path[1])
            entries = pasted.setdefault(section, [])
            if isinstance(entries, list) and entry not in entries:
                entries.append(entry)
        else:
            pasted[section] = changed.get(section)
    return "".join(_comments(change.edits)) + to_yaml(pasted)


def set_value(contract: Contract, path: Path, new: object) -> Change:
    """One value set; what stands there now is looked up."""
    node: Any = as_file(contract)
    for step in path:
        node = _entry(node, step) if isinstance(node, (list, dict)) else None
    return Change((Edit(path, node, new),))


def add_term(term: Term, *, before: str | None) -> Change:
    """A new term, before the one that prices its lines now; or the last one."""
    values = plain(term.model_dump(exclude_defaults=True))
    new = {"id": term.id, "clause": term.clause, **values}
    return Change((Edit(("terms", term.id), None, new, before),))


def priced(price: AnyPrice, **values: object) -> AnyPrice:
    """The same price with other values."""
    changed: AnyPrice = type(price).model_validate({**price.model_dump(), **values})
    return changed


def as_file(contract: Contract) -> dict[str, Any]:
    """The contract as a file would state it, without what it leaves to the defaults."""
    file: dict[str, Any] = plain(contract.model_dump(exclude_defaults=True))
    return file


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of a contract
    """Lists in the place of tuples, as YAML has them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def to_yaml(value: object) -> str:
    """YAML that reads back as the same values: decimals as they are written, codes in quotes."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88)


class _Dumper(yaml.SafeDumper):
    """Knows decimals."""


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    tag = "tag:yaml.org,2002:float" if "." in text else "tag:yaml.org,2002:int"
    return dumper.represent_scalar(tag, text)


_Dumper.add_representer(Decimal, _decimal)


def _comments(edits: Iterable[Edit]) -> Iterable[str]:
    for edit in edits:
        if edit.old is None and edit.path[0] == "terms":
            where = f"before the term {edit.before}" if edit.before else "as the last term"
            yield f"# new, {where}: {edit.path[1]}\n"
        elif edit.new is None:
            yield f"# taken out: {edit.place}\n"


def _apply(file: dict[str, Any], edit: Edit) -> None:
    """Change the file's values in place."""
    node: Any = file
    for step, following in zip(edit.path, edit.path[1:], strict=False):
        if isinstance(node, dict) and step not in node:
            node[step] = [] if isinstance(following, int) else {}
        node = _entry(node, step)
    last = edit.path[-1]
    if not isinstance(node, list):
        _set(node, last, edit.new)
    elif edit.old is None:
        _insert(node, edit)
    else:
        at = node.index(_entry(node, last))
        node[at : at + 1] = [] if edit.new is None else [edit.new]


def _set(node: dict[str | int, Any], key: str | int, new: object) -> None:
    if new is None:
        node.pop(key, None)
    else:
        node[key] = new


def _insert(entries: list[Any], edit: Edit) -> None:
    ids = [entry["id"] if isinstance(entry, Mapping) and "id" in entry else "" for entry in entries]
    entries.insert(ids.index(edit.before) if edit.before else len(entries), edit.new)


def _entry(node: Any, step: str | int) -> Any:  # noqa: ANN401 - any value of a contract
    """What stands under a key, under a term's id, or at a place in a list; null: nothing."""
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(step, int):
        return node[step] if step < len(node) else None
    found = [entry for entry in node if entry["id"] == step]
    if not found:
        raise KeyError(step)
    return found[0]
