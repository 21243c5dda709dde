"""One sheet of a workbook: typed columns, a frozen header, and cells that can do no harm."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reclaim.wording import clean

HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}

FORMATS: dict[str, dict[str, Any]] = {
    "head": HEAD | {"align": "left", "indent": 1},
    "head of numbers": HEAD | {"align": "right"},
    "money": {"num_format": "#,##0.00"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "share": {"num_format": "0.0%"},
    "count": {"num_format": "#,##0"},
    "text": {"align": "left", "indent": 1},
}

NUMBERS = frozenset({"money", "share", "count"})
"""Kinds of column that stand on the right."""

STRONG = "strong "
"""Before the name of a format: the same in bold."""

TEXT_LIMIT = 32_767
"""Characters that one cell can hold."""


Row = Mapping[str, Any]
"""What a row of a sheet is made from, by name."""


@dataclass(frozen=True)
class Column:
    """A column: its header, its width in characters, its kind, and the value of each row.

    `kind` is text, money, date, share or count. `value` is a name of the row, or works the value
    out; of money it gives whole cents, which are shown as dollars. Without one the column stands
    empty.
    """

    header: str
    width: int
    kind: str = "text"
    value: str | Callable[[Row], Any] | None = None

    def of(self, row: Row) -> Any:  # noqa: ANN401 - a cell holds text, a number or a day
        """The cell of a row; null for an empty one."""
        if self.value is None:
            return None
        found = row[self.value] if isinstance(self.value, str) else self.value(row)
        return dollars(found) if self.kind == "money" else found


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, its columns, and its rows, which may come one by one; some are strong."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    strong: Callable[[Row], bool] = lambda _: False


def dollars(cents: int | None) -> Decimal | None:
    """Exact dollars for a cell of money."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def ratio(part: int | None, whole: int) -> Decimal | None:
    """A share for a cell; empty when there is no whole, or no part is known."""
    return Decimal(part) / Decimal(whole) if part is not None and whole > 0 else None


def formats(workbook: Any) -> dict[str, Any]:  # noqa: ANN401 - xlsxwriter ships no types
    """The cell formats of the workbook, by kind of column."""
    plain = {name: workbook.add_format(style) for name, style in FORMATS.items()}
    bold = {name: workbook.add_format({**style, "bold": True}) for name, style in FORMATS.items()}
    return plain | {STRONG + name: style for name, style in bold.items()}


def add_sheet(workbook: Any, sheet: Sheet, styles: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    """Write `sheet` row by row, with filters on its header."""
    worksheet = workbook.add_worksheet(sheet.name)
    for at, column in enumerate(sheet.columns):
        worksheet.set_column(at, at, column.width, styles[column.kind])
    worksheet.freeze_panes(1, 0)
    for at, column in enumerate(sheet.columns):
        head = "head of numbers" if column.kind in NUMBERS else "head"
        worksheet.write_string(0, at, column.header, styles[head])
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        weight = STRONG if sheet.strong(row) else ""
        for at, column in enumerate(sheet.columns):
            _write(worksheet, last, at, column.of(row), styles[weight + column.kind])
    worksheet.autofilter(0, 0, last, len(sheet.columns) - 1)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)


def _write(worksheet: Any, row: int, at: int, value: object, style: Any) -> None:  # noqa: ANN401 - as above
    """Write by the value's own type: text stays text even when it looks like a formula."""
    if value is None:
        return
    if isinstance(value, (Decimal, int)):
        worksheet.write_number(row, at, value, style)
    elif isinstance(value, dt.date):
        worksheet.write_datetime(row, at, value, style)
    else:
        worksheet.write_string(row, at, clean(str(value))[:TEXT_LIMIT], style)
