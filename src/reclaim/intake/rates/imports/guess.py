"""Proposes what the columns of a fee schedule hold, by the words in its header."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reclaim.intake.rates.imports.files import stop
from reclaim.intake.rates.imports.mapping import ColumnMapping, Holds, Mapping, Setting, plain
from reclaim.intake.rates.imports.sheet import Sheet

FIRST_ROWS = 60
"""The header is looked for in so many rows that are not empty."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT = (
    r"\b(fees?|rates?|allow\w*|amounts?|amt|price|pricing|reimbursement|payment|max|global"
    r"|facility|fac|nonfac|nonfacility|office)\b"
)
_PATTERNS: tuple[tuple[str, Holds], ...] = (
    (r"\b(desc\w*|descriptor|definition|notes?|comments?|name|long|short)\b", "nothing"),
    (r"\bcode type\b|\bcode system\b|\bcoding\b", "code_type"),
    (r"\b(modifiers?|mods?|m[1-4])\b", "modifier"),
    (r"\b(pos|place of service)\b", "place_of_service"),
    (r"\b(eff|effective|start|begin|beginning|from)\b.*\b(date|dt|from|on)?\b", "effective_from"),
    (r"\b(end|ending|term|termination|exp|expires?|expiration|thru|through)\b", "effective_to"),
    (r"\btaxonomy\b|\bspecialty\b", "taxonomy"),
    (r"\bnpi\b", "provider"),
    (r"\b(locality|locale)\b", "locality"),
    (r"\bstatus\b|\bindicator\b", "status"),
    (r"(%|\bpercent\b|\bpct\b).*\b(charges?|billed|bc)\b", "percent"),
    (r"%|\bpercent\b|\bpct\b", "percent_of_something_else"),
    (r"\b(charges?|billed|ucr|volume|count|rvus?|units?|minutes)\b", "nothing"),
    (_AMOUNT, "rate"),
    (r"\bcode to\b|\bto code\b|\bend code\b", "code_to"),
    (
        r"\b(cpt\d?|hcpcs|cdt|ada|procedure|proc|code|drg|revenue|rev|rc|px|svc|service)\b",
        "code",
    ),
)
"""The first pattern that is found in a header decides; the order is that of trust."""


@dataclass(frozen=True)
class Header:
    """Where a sheet has its header: the row, and the columns by their texts."""

    row: int
    columns: dict[int, str]


def guess_mapping(sheets: Sheet | Iterable[Sheet]) -> Mapping:
    """What the columns of the first sheet that looks like a fee schedule may hold.

    What is not sure stands in `doubts`: of two columns with amounts for the same thing the one of
    the later year is taken, else the last.

    Raises:
        ReclaimError: RATE-FILE, when no row of any sheet looks like a header.
    """
    given = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    for sheet in given:
        header = guess_header(sheet)
        if header:
            return _mapping(header)
    names = ", ".join(sheet.name for sheet in given)
    raise stop(
        names or "the workbook",
        "no row looks like the header of a fee schedule",
        "A header names at least a code (CPT, HCPCS, Procedure Code) and a fee, rate or amount.",
        "give the columns their names in the file, or write the mapping by hand",
    )


def guess_header(sheet: Sheet) -> Header | None:
    """The first row that names both codes and prices; None: there is none."""
    for number, cells in sheet.rows[:FIRST_ROWS]:
        held = {_held(text) for text in cells.values() if len(text) < 60}
        if "code" in held and held & {"rate", "percent", "percent_of_something_else"}:
            return Header(number, dict(cells))
    return None


def _mapping(header: Header) -> Mapping:
    doubts: list[str] = []
    columns = [_column(text) for _, text in sorted(header.columns.items())]
    columns = _one_of_each(columns, doubts)
    doubts += [
        f"what {column.header!r} is a percentage of; its rows have no price"
        for column in columns
        if column.holds == "percent_of_something_else"
    ]
    code = next(column.header for column in columns if column.holds == "code")
    return Mapping(columns=tuple(columns), code_type=_code_type(code), doubts=tuple(doubts))


def _column(text: str) -> ColumnMapping:
    holds = _held(text)
    if holds != "rate":
        return ColumnMapping(header=text, holds=holds)
    return ColumnMapping(
        header=text, holds=holds, setting=_setting(text), modifier=_component(text)
    )


def _held(text: str) -> Holds:
    words = plain(text)
    for pattern, holds in _PATTERNS:
        if re.search(pattern, words):
            return holds
    return "nothing"


def _setting(text: str) -> Setting | None:
    words = plain(text).replace("non fac", "nonfac")
    if re.search(r"\b(nonfac\w*|office)\b", words):
        return "nonfacility"
    return "facility" if re.search(r"\b(fac|facility)\b", words) else None


def _component(text: str) -> str | None:
    words = plain(text)
    if re.search(r"\b(26|prof|professional)\b", words):
        return "26"
    return "TC" if re.search(r"\b(tc|tech|technical)\b", words) else None


def _code_type(header: str) -> str | None:
    words = plain(header)
    if re.search(r"\b(rev|revenue|rc)\b", words):
        return "RC"
    return "MS-DRG" if re.search(r"\bdrg\b", words) else None


def _one_of_each(columns: list[ColumnMapping], doubts: list[str]) -> list[ColumnMapping]:
    """Of columns that hold the same, all but one hold nothing."""
    kept: dict[object, int] = {}
    for place, column in enumerate(columns):
        if column.holds in {"nothing", "modifier", "status"}:
            continue
        same = (column.holds, column.setting, column.modifier)
        if same not in kept or _prefers(column, columns[kept[same]]):
            kept[same] = place
    done = []
    for place, column in enumerate(columns):
        same = (column.holds, column.setting, column.modifier)
        if kept.get(same, place) == place:
            done.append(column)
            continue
        doubts.append(f"{column.header!r} is left aside for {columns[kept[same]].header!r}")
        done.append(ColumnMapping(header=column.header, holds="nothing"))
    return done


def _prefers(column: ColumnMapping, other: ColumnMapping) -> bool:
    """Whether a column goes before another: codes the first, amounts the latest year, the last."""
    if column.holds != "rate":
        return False
    years = [max(_YEAR.findall(each.header), default="") for each in (column, other)]
    return years[0] >= years[1]
