"""What a contract names: schedules, modifiers, patterns of codes; and whether it may name them."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from reclaim.contracts.frames import WHY_NOT
from reclaim.contracts.model.contract import Contract, Schedule
from reclaim.contracts.patterns import is_pattern

At = tuple[str | int, ...]

PATTERN = re.compile(r"[A-Z0-9*-]+")
MODIFIER = re.compile(r"[A-Z0-9]{2}")

PATTERNS = frozenset(
    {
        "codes",
        "except_codes",
        "revenue_codes",
        "except_revenue_codes",
        "types_of_bill",
        "drgs",
        "places_of_service",
        "taxonomies",
    }
)
"""Fields that hold patterns of codes."""

MODIFIERS = frozenset(
    {
        "modifiers",
        "without_modifiers",
        "shares",
        "by_report",
        "exempt_modifiers",
        "modifier",
        "pair",
        "physical_status",
    }
)
"""Fields that hold modifiers, or are keyed by them."""

KINDS_NAMED: Mapping[str, tuple[str, ...]] = {
    "fee_schedule.schedule": ("rates", "physician"),
    "anesthesia.schedule": ("anesthesia",),
    "base_units": ("base_units",),
    "areas": ("areas",),
    "groups": ("groups",),
    "weights": ("weights",),
    "indicators": ("physician",),
}
"""By the field that names a schedule: the kinds it may be of, the first one that of a bare path."""


@dataclass(frozen=True)
class Named:
    """A schedule as some field names it: where, how, and of which kinds it may be."""

    at: At
    name: str
    kinds: tuple[str, ...]

    def is_path(self) -> bool:
        """Whether the name could be that of a file."""
        return "/" in self.name or "." in self.name


def schedules_named(contract: Contract) -> Iterator[Named]:
    """Every place at which the contract names a schedule."""
    for at, name, value, owner in _fields(contract):
        method = getattr(owner, "method", "")
        kinds = KINDS_NAMED.get(f"{method}.{name}") or KINDS_NAMED.get(name)
        if kinds and isinstance(value, str):
            yield Named(at, value, kinds)


def files_named(contract: Contract) -> Iterator[tuple[At, str, str, str]]:
    """Every table of the contract: where it is named, its key in the book, its kind, its path."""
    for name, schedule in contract.schedules.items():
        at: At = ("schedules", name)
        yield (*at, "file"), name, schedule.kind, schedule.file
        if schedule.indices:
            yield (*at, "indices"), f"{name} indices", "indices", schedule.indices
    paths: set[str] = set()
    for named in schedules_named(contract):
        if named.name not in contract.schedules and named.name not in paths:
            paths.add(named.name)
            yield named.at, named.name, named.kinds[0], named.name


def wrong_names(contract: Contract) -> Iterator[tuple[At, str]]:
    """What the contract names and may not, and where."""
    yield from _wrong_schedules(contract)
    yield from _wrong_codes(contract)
    yield from _wrong_order(contract)


def _wrong_schedules(contract: Contract) -> Iterator[tuple[At, str]]:
    kind_of_path: dict[str, str] = {}
    for named in schedules_named(contract):
        declared = contract.schedules.get(named.name)
        if declared:
            yield from _wrong_kind(named, declared)
        elif not named.is_path():
            yield named.at, _no_schedule(named.name, contract)
        elif kind_of_path.setdefault(named.name, named.kinds[0]) != named.kinds[0]:
            yield named.at, f"{named.name} is named as {kind_of_path[named.name]}, too"


def _wrong_kind(named: Named, declared: Schedule) -> Iterator[tuple[At, str]]:
    if declared.kind not in named.kinds:
        wanted = " or ".join(named.kinds)
        yield named.at, f"{named.name} is a schedule of kind {declared.kind}, not {wanted}"


def _no_schedule(name: str, contract: Contract) -> str:
    near = difflib.get_close_matches(name, contract.schedules, n=1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"{name} is neither a schedule of the contract nor a path{meant}"


def _wrong_codes(contract: Contract) -> Iterator[tuple[At, str]]:
    for at, name, value, _ in _fields(contract):
        if name in PATTERNS:
            yield from ((at, wrong) for wrong in map(_wrong_pattern, value) if wrong)
        if name == "expect_unpriced" and value and value.partition(":")[0] not in WHY_NOT:
            yield at, f"{value} is none of the reasons: {', '.join(WHY_NOT)}"
        if name in MODIFIERS and value:
            given = (value,) if isinstance(value, str) else tuple(value)
            for modifier in given:
                if not MODIFIER.fullmatch(modifier):
                    yield at, f"{modifier} is no modifier: two capital letters or digits"


def _wrong_pattern(pattern: str) -> str | None:
    if PATTERN.fullmatch(pattern) and is_pattern(pattern):
        return None
    if "-" in pattern:
        return f"{pattern} is no range: both ends alike (99202-99215), the lower one first"
    return f"{pattern} is no code, no range (99202-99215) and no beginning (J*)"


def _wrong_order(contract: Contract) -> Iterator[tuple[At, str]]:
    days = [escalator.effective_from for escalator in contract.escalators]
    for position in range(1, len(days)):
        if days[position] <= days[position - 1]:
            yield ("escalators", position, "effective_from"), "must be after the one before it"


def _fields(contract: Contract) -> Iterator[tuple[At, str, Any, BaseModel]]:
    """Each field of each model in the contract: where, its name, its value, its model."""
    yield from _below((), contract)


def _below(at: At, value: object) -> Iterator[tuple[At, str, Any, BaseModel]]:
    if isinstance(value, BaseModel):
        for name in value.model_fields_set & set(type(value).model_fields):
            inner = getattr(value, name)
            yield (*at, name), name, inner, value
            yield from _below((*at, name), inner)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _below((*at, position), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _below((*at, key), item)
