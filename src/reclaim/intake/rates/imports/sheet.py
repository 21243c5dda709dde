"""A sheet of a workbook, or a text file of columns, as rows of text with their places."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reclaim.intake.rates.imports.files import opened_text, stop
from reclaim.intake.rates.imports.xlsx import Row, Workbook, column_name

DELIMITERS = (",", "\t", ";", "|")
LOOKED_AT = 20
"""So many lines of a text file decide what stands between its columns."""

WORKBOOKS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers")


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet that are not empty.

    Args:
        name: of the sheet; of a text file the name of the file.
        rows: each with its number, from 1.
        of_text: whether it is a text file, whose places are lines and not cells.
    """

    name: str
    rows: tuple[Row, ...]
    of_text: bool = False

    def place(self, row: int, column: int | None = None) -> str:
        """How a person finds it: `Fees!D17`, or line and column of a text file."""
        if self.of_text:
            return f"{self.name}:{row}" + ("" if column is None else f" {column_name(column)}")
        return f"{self.name}!{'' if column is None else column_name(column)}{row}"


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook (.xlsx, .xlsm), or the one of a text file, in their order.

    Columns of a text file stand between commas, tabs, semicolons or bars, whichever its first
    lines have most of.

    Raises:
        ReclaimError: RATE-FILE, when the file is missing, of another form, or damaged.
    """
    if path.suffix.lower() in OTHER_WORKBOOKS:
        what = f"files of the form {path.suffix} are not read"
        advice = "open it in a spreadsheet program and save it as .xlsx"
        raise stop(path.name, what, "None of its rates are known.", advice)
    if path.suffix.lower() not in WORKBOOKS:
        return (Sheet(path.name, tuple(_lines(path)), of_text=True),)
    if not path.is_file():
        raise stop(path.name, "there is no such file", "Nothing was imported.", "check the path")
    with Workbook(path) as book:
        return tuple(Sheet(name, tuple(book.rows(name))) for name in book.names)


def _lines(path: Path) -> Iterator[Row]:
    with opened_text(path) as stream:
        first = [line for _, line in zip(range(LOOKED_AT), stream, strict=False)]
        delimiter = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in first))
        lines = csv.reader(_both(first, stream), delimiter=delimiter)
        begins = 1
        try:
            for fields in lines:
                cells = {n: field.strip() for n, field in enumerate(fields) if field.strip()}
                if cells:
                    yield begins, cells
                begins = lines.line_num + 1
        except csv.Error as error:
            advice = "mend the line, or save the file anew from a spreadsheet program"
            raise stop(
                f"{path.name}:{begins}",
                f"the line is no CSV ({error})",
                "Later lines are unknown.",
                advice,
            ) from None


def _both(first: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from first
    yield from rest
