"""A second, slow reader that says what correct tables must hold: plain splits, no kernels."""

import codecs
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from reclaim.schema import X12_TABLES
from reclaim.schema.table import Kind, Position

GAP = " \t\r\n\0"
Row = dict[str, Any]


@dataclass(frozen=True)
class SlowSegment:
    """One segment: its elements from 0 (the id) on, and the component delimiter in force."""

    number: int
    elements: tuple[str, ...]
    component: str


def decode(content: bytes) -> str:
    """The text of a file by its byte order mark or its zero bytes, else UTF-8, else Latin-1."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return content.decode("utf-16")
    if content[1:6:2] == b"\0\0\0":
        return content.decode("utf-16-le")
    if content[0:6:2] == b"\0\0\0":
        return content.decode("utf-16-be")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def split(content: bytes) -> list[SlowSegment]:
    """The segments of a file that begins with ISA, GS or ST."""
    text = decode(content)
    at = 0
    if not text.lstrip(GAP).startswith(("GS", "ST")):
        at = text.index("ISA")
    element, component, terminator = text.lstrip(GAP)[2], ":", "~"
    found: list[SlowSegment] = []
    while True:
        while at < len(text) and text[at] in GAP + terminator:
            at += 1
        if at >= len(text):
            return _with_component_in_use(found)
        if text.startswith("ISA", at):
            element = text[at + 3]
            last = at + len(element.join(text[at:].split(element, 16)[:16])) + 1
            component, terminator = text[last], text[last + 1]
            if terminator == "\r" and text[last + 2] == "\n":
                terminator = "\n"
            if terminator.isalpha():
                component, terminator = "", component
        end = text.find(terminator, at)
        end = len(text) if end < 0 else end
        body = text[at:end].removesuffix("\r") if terminator == "\n" else text[at:end]
        found.append(SlowSegment(len(found) + 1, tuple(body.split(element)), component))
        at = end + 1


COMPOSITE = {"SVC": 1, "SV1": 1, "SV2": 2, "SV3": 1, "HI": 1, "CLM": 5}
CODE = re.compile(r"[A-Z0-9]{2,3}([^A-Za-z0-9\s\0\x80-\uffff])")


def _with_component_in_use(segments: list[SlowSegment]) -> list[SlowSegment]:
    """The segments with what parts the codes of the first interchange, if ISA16 misstates it."""
    headers = [at for at, segment in enumerate(segments) if segment.elements[0] == "ISA"]
    if not headers or headers[0] > 0:
        return segments
    stated = segments[0].component
    marks = set()
    for segment in segments[: (*headers, len(segments), len(segments))[1]]:
        place = COMPOSITE.get(segment.elements[0], len(segment.elements))
        code = CODE.match(segment.elements[place]) if place < len(segment.elements) else None
        if code:
            marks.add(code[1])
    if len(marks) != 1:
        return segments
    (used,) = marks
    return [
        replace(segment, component=used) if segment.component == stated else segment
        for segment in segments
    ]


class Tables:
    """The rows of one file, found by table and segment."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], file_id: str) -> None:
        self.by_segment: dict[str, dict[int, list[Row]]] = {}
        for name in X12_TABLES:
            rows: dict[int, list[Row]] = defaultdict(list)
            for row in tables[name].filter(file_id=file_id).iter_rows(named=True):
                rows[row["segment_number"]].append(row)
            self.by_segment[name] = rows
        self.numbers = {name: sorted(rows) for name, rows in self.by_segment.items()}
        self.other = _values(tables["other_elements"].filter(file_id=file_id))
        self.bad = _values(tables["problems"].filter(file_id=file_id))

    def nearest_above(self, table: str, number: int) -> list[Row]:
        """The last rows of a table before a segment, which are those that may read from it."""
        before = [other for other in self.numbers[table] if other < number]
        return self.by_segment[table][before[-1]] if before else []


def _values(frame: pl.DataFrame) -> dict[tuple[int, int, int], set[str]]:
    found: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    columns = ("segment_number", "element", "component", "value")
    for number, element, component, value in frame.select(columns).iter_rows():
        found[number, element or 0, component or 0].add(value)
    return found


def lost(
    segments: Sequence[SlowSegment], tables: Mapping[str, pl.DataFrame], file_id: str
) -> list[str]:
    """Each value of a file that no table holds where it is declared to; empty when all is well."""
    numbers = tables["segments"].filter(file_id=file_id)["segment_number"].to_list()
    out = []
    if numbers != [segment.number for segment in segments]:
        out.append(f"{len(segments)} segments in, {len(numbers)} out")
    held = Tables(tables, file_id)
    for segment in segments:
        out += [f"{segment.number}: {what}" for what in _lost_of(segment, held)]
    return out


def _lost_of(segment: SlowSegment, held: Tables) -> Iterator[str]:
    accounted = any(segment.number in rows for rows in held.by_segment.values())
    accounted |= (segment.number, 0, 0) in held.other
    for element, text in enumerate(segment.elements[1:], 1):
        if not text:
            continue
        accounted = True
        if _in_whole(segment, element, text, held):
            continue
        missing = [
            f"{segment.elements[0]}{element:02d}-{component} {part!r}"
            for component, part in enumerate(_parts(text, segment.component), 1)
            if part and not _in_component(segment, element, component, part, held)
        ]
        if missing or text.strip(segment.component or "\0") == "":
            yield ", ".join(missing) or f"{segment.elements[0]}{element:02d} {text!r}"
    if not accounted and not _taken_from_below(segment, held):
        yield f"{segment.elements[0]} gives no row"


def _parts(text: str, component: str) -> list[str]:
    return text.split(component) if component else [text]


def _in_whole(segment: SlowSegment, element: int, text: str, held: Tables) -> bool:
    place = (segment.number, element, 0)
    if text in held.other[place] or text in held.bad[place]:
        return True
    return any(_same(kind, value, text) for kind, value in _typed(segment, element, 0, held))


def _in_component(
    segment: SlowSegment, element: int, component: int, part: str, held: Tables
) -> bool:
    place = (segment.number, element, component)
    if part in held.other[place] or part in held.bad[place]:
        return True
    return any(
        _same(kind, value, part) for kind, value in _typed(segment, element, component, held)
    )


def _taken_from_below(segment: SlowSegment, held: Tables) -> bool:
    return any(
        value == segment.number
        for table in ("interchanges", "groups", "transactions")
        for row in held.nearest_above(table, segment.number)
        for value in [row["closing_segment"]]
    )


def _typed(
    segment: SlowSegment, element: int, component: int, held: Tables
) -> Iterator[tuple[Kind, Any]]:
    """What columns hold that are declared to take an element: of its own row, or of one above."""
    for name, table in X12_TABLES.items():
        for column in table.columns:
            for source in column.sources:
                if not _reads(source, segment):
                    continue
                for row in _rows(source, name, segment, held):
                    start = row["element"] if source.relative else 0
                    if start + source.element == element and source.component == component:
                        yield column.kind, row[column.name]


def _reads(source: Position, segment: SlowSegment) -> bool:
    place = source.place
    if segment.elements[0] not in place.segments or place.reach == "above":
        return False
    at = place.qualifier_element
    given = segment.elements[at] if at < len(segment.elements) else ""
    return not place.qualifiers or given in place.qualifiers


def _rows(source: Position, table: str, segment: SlowSegment, held: Tables) -> list[Row]:
    if source.place.reach == "self":
        return held.by_segment[table].get(segment.number, [])
    return held.nearest_above(table, segment.number)


def _same(kind: Kind, value: object, text: str) -> bool:
    """Whether a typed value says all that a text says."""
    if value is None:
        return False
    if kind is Kind.TEXT:
        return value == text
    if kind is Kind.CENTS:
        return value == Decimal(text) * 100
    if kind is Kind.INTEGER:
        return value == Decimal(text)
    if kind is Kind.NUMBER:
        return value == float(text)
    return value == _day(text)


def _day(text: str) -> dt.date | None:
    """The day that a text says and nothing more; null for periods and times."""
    if not re.fullmatch(r"\d{6}(\d\d)?", text):
        return None
    century = "" if len(text) == 8 else "20" if text < "70" else "19"
    return dt.datetime.strptime(century + text, "%Y%m%d").date()  # noqa: DTZ007 - a day, no moment
