"""Which parts of a segment may name a person, and the segment with those parts masked.

The schema says it: columns marked `phi` and the positions they are read from. What no typed column
takes is free text or unknown, and is masked too; so is all of a segment whose name is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from reclaim.schema import X12_TABLES
from reclaim.schema.table import Column, Position, Table
from reclaim.x12.checks.declared import BOUNDARY, structure

FREE_TEXT = frozenset(("K3", "MSG", "NTE"))
"""Segments in which people write; who knows whom they name."""

LONGEST_CODE = 3
"""What a segment with names shows beside them: qualifiers such as QC, MI and 1W."""

MARKS = "#x?"
"""What stands for a masked character: the first that separates nothing in the file."""


class Separators(Protocol):
    """The delimiters of a file, as far as they part a segment."""

    @property
    def element(self) -> str: ...

    @property
    def component(self) -> str: ...


@dataclass(frozen=True)
class _Places:
    """Positions (segment, element, component; 0: the whole element) that columns read."""

    shown: frozenset[tuple[str, int, int]]
    hidden: frozenset[tuple[str, int, int]]
    segments: frozenset[str]
    naming: frozenset[str]
    """Segments of which some part is hidden."""


def mask_segment(text: str, separators: Separators) -> str:
    """The segment with names, ids, birth dates and free text masked, at its full width."""
    mark = mark_for(separators)
    name, *elements = text.split(separators.element)
    if name in FREE_TEXT:
        return separators.element.join([name, *(_mask(e, separators, mark) for e in elements)])
    if name not in _places().segments:
        return separators.element.join(_mask(part, separators, mark) for part in (name, *elements))
    masked = [
        _mask_element(name, number, element, separators, mark)
        for number, element in enumerate(elements, start=1)
    ]
    return separators.element.join([name, *masked])


def mask_text(text: str, separators: Separators) -> str:
    """A text of which nothing may be shown but its length."""
    return mark_for(separators) * len(text)


def mark_for(separators: Separators) -> str:
    """The character that stands for a masked one in this file."""
    taken = (separators.element, separators.component)
    return next(mark for mark in MARKS if mark not in taken)


def _mask_element(name: str, number: int, element: str, separators: Separators, mark: str) -> str:
    places = _places()
    if (name, number, 0) in places.hidden:
        return _mask(element, separators, mark)
    if (name, number, 0) in places.shown and _is_plain(name, element):
        return element
    components = element.split(separators.component)
    return separators.component.join(
        component if _is_shown(name, number, at, component) else mark * len(component)
        for at, component in enumerate(components, start=1)
    )


def _is_shown(name: str, number: int, component: int, text: str) -> bool:
    places = _places()
    place = (name, number, component)
    return place in places.shown and place not in places.hidden and _is_plain(name, text)


def _is_plain(name: str, text: str) -> bool:
    """Whether a text is safe to show where it stands: anything, or a code beside a person's name.

    A separator too many moves a name to the place of a code.
    """
    return name not in _places().naming or len(text) <= LONGEST_CODE


def _mask(text: str, separators: Separators, mark: str) -> str:
    return "".join(char if char == separators.component else mark for char in text)


@cache
def _places() -> _Places:
    shown: set[tuple[str, int, int]] = set()
    hidden: set[tuple[str, int, int]] = set()
    for table in X12_TABLES.values():
        for column in table.all_columns:
            (hidden if column.phi else shown).update(_read_from(table, column))
    declared = structure().rules["segment_id"].to_list()
    segments = {*BOUNDARY, *declared, *(segment for segment, _, _ in shown | hidden)}
    naming = frozenset(segment for segment, _, _ in hidden)
    return _Places(frozenset(shown), frozenset(hidden), frozenset(segments), naming)


def _read_from(table: Table, column: Column) -> Iterator[tuple[str, int, int]]:
    """Every place a column is read from; a repeat stands in several."""
    for position in column.sources:
        for segment in position.place.segments:
            for element in _elements(table, position, segment):
                yield segment, element, position.component


def _elements(table: Table, position: Position, segment: str) -> list[int]:
    if not position.relative:
        return [position.element]
    repeats = [rows for rows in table.rows if segment in rows.place.segments]
    return [start + position.element for rows in repeats for start in rows.starts]
