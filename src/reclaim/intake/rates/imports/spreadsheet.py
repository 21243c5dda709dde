"""Reads a payer's fee schedule, a workbook or a text file, by a mapping of its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.fee_cells import CellError, FeeRow
from reclaim.intake.rates.imports.files import stop
from reclaim.intake.rates.imports.guess import FIRST_ROWS
from reclaim.intake.rates.imports.imported import Imported, Tally
from reclaim.intake.rates.imports.mapping import ColumnMapping, Mapping, plain
from reclaim.intake.rates.imports.settle import settle_tables
from reclaim.intake.rates.imports.sheet import Sheet, read_sheets
from reclaim.intake.rates.imports.xlsx import Row

TOTALS = re.compile(r"(grand |sub-?)?totals?\b|average\b|sum\b|count\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Found:
    """The header of a sheet: its row, and the columns that the mapping knows, by their place."""

    row: int
    texts: dict[int, str]
    columns: dict[int, ColumnMapping]


def read_spreadsheet(path: Path, mapping: Mapping) -> Imported:
    """The rates of all sheets that have the mapping's columns.

    Each row behind the header becomes rates (one for each column of amounts), or problems that
    name their cell, or is skipped for a reason that is counted. A code that a spreadsheet took for
    a number has its zeros again.

    Args:
        path: .xlsx, .xlsm, or text in columns (.csv, .tsv, .txt).
        mapping: what its columns hold, from `guess_mapping` or a file beside the contract.

    Raises:
        ReclaimError: RATE-FILE, when the file cannot be read, or no sheet has the columns.
    """
    tally = Tally()
    sheets = read_sheets(path)
    wanted = [sheet for sheet in sheets if not mapping.sheets or sheet.name in mapping.sheets]
    headers = {sheet.name: _header(sheet, mapping) for sheet in wanted}
    if not any(headers.values()):
        raise _no_header(path, wanted or sheets, mapping)
    for sheet in wanted:
        header = headers[sheet.name]
        if header:
            _read_rows(sheet, header, mapping, tally)
        elif sheet.rows:
            tally.skipped[f"rows of the sheet {sheet.name}, which has not these columns"] += len(
                sheet.rows
            )
    return Imported(
        tables=settle_tables(tally.tables(), path.name, tally),
        problems=tuple(tally.problems),
        skipped=dict(tally.skipped),
        notes=tally.said(),
    )


def _header(sheet: Sheet, mapping: Mapping) -> _Found | None:
    """Where the sheet names the mapping's code and one of its prices."""
    for number, cells in sheet.rows[:FIRST_ROWS]:
        columns = _matched(cells, mapping)
        held = {column.holds for column in columns.values()}
        if "code" in held and held & {"rate", "percent", "percent_of_something_else"}:
            return _Found(number, cells, columns)
    return None


def _matched(cells: dict[int, str], mapping: Mapping) -> dict[int, ColumnMapping]:
    """The columns by their exact headers; those left over by headers without marks and years."""
    left = list(mapping.columns)
    matched: dict[int, ColumnMapping] = {}
    for same in (str, plain):
        for place, text in cells.items():
            for column in left if place not in matched else []:
                if same(column.header) == same(text):
                    matched[place] = column
                    left.remove(column)
                    break
    return matched


def _read_rows(sheet: Sheet, header: _Found, mapping: Mapping, tally: Tally) -> None:
    missing = [
        column.header
        for column in mapping.columns
        if column.holds != "nothing" and column not in header.columns.values()
    ]
    for text in missing:
        tally.problem(sheet.place(header.row), f"the column {text!r} of the mapping is missing")
    known = [text for place, text in header.texts.items() if place not in header.columns]
    for text in known:
        tally.notes[f"{sheet.name}: the column {text!r} is not in the mapping, left aside"] += 1
    before = len(sheet.rows) - sum(1 for number, _ in sheet.rows if number >= header.row)
    if before:
        tally.skipped["lines above the header"] += before
    for row in sheet.rows:
        if row[0] > header.row:
            _read_row(sheet, header, mapping, row, tally)


def _read_row(sheet: Sheet, header: _Found, mapping: Mapping, row: Row, tally: Tally) -> None:
    number, cells = row
    reason = _no_rate(header, cells)
    if reason:
        tally.skipped[reason] += 1
        return
    try:
        rates, errors = FeeRow(header.columns, cells, mapping, tally).rates()
    except CellError as of_row:
        rates, errors = [], [of_row]
    for error in errors:
        tally.problem(sheet.place(number, error.column), error.what)
    for rate in rates:
        tally.rate("", rate._replace(row=number))
    if not rates and not errors:
        tally.skipped["rows with a code and no amount"] += 1


def _no_rate(header: _Found, cells: dict[int, str]) -> str | None:
    """Why a row is no rate and needs none; None: it should be one."""
    texts = {place: cells[place] for place in header.columns if place in cells}
    if not texts:
        return "rows without a value in a column of the mapping"
    if all(plain(text) == plain(header.texts[place]) for place, text in texts.items()):
        return "repeated headers"
    first = cells[min(cells)]
    if TOTALS.match(first):
        return "totals"
    prices = [
        place
        for place in texts
        if header.columns[place].holds in {"rate", "percent", "percent_of_something_else"}
    ]
    if not prices and not _has_code(header, cells):
        return "titles and notes"
    return None


def _has_code(header: _Found, cells: dict[int, str]) -> bool:
    place = next(place for place, column in header.columns.items() if column.holds == "code")
    text = cells.get(place, "")
    return bool(re.fullmatch(r"[A-Za-z]?\d[\w.\- ]{0,12}", text))


def _no_header(path: Path, sheets: Sequence[Sheet], mapping: Mapping) -> ReclaimError:
    wanted = [column.header for column in mapping.columns if column.holds != "nothing"]
    names = ", ".join(sheet.name for sheet in sheets)
    return stop(
        path.name,
        f"no sheet has the columns of the mapping: {', '.join(wanted)}",
        f"Looked in the first {FIRST_ROWS} rows of: {names or 'no sheet'}.",
        "correct the mapping, or delete it to have one proposed anew",
    )
