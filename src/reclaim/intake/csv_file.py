"""Reads a CSV file that a practice keeps, and says by line and field what is wrong with it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import polars as pl

from reclaim.errors import ReclaimError


class Field(Enum):
    """What a field holds, and how it is written."""

    TEXT = "text"
    DATE = "a day, as YYYY-MM-DD"
    COUNT = "a whole number, 0 or more"
    DOLLARS = "dollars and cents, such as 1250.50"


@dataclass(frozen=True)
class Column:
    """A column: what it holds, whether each row must fill it, and the words it may hold.

    A column that need not be filled may be missing altogether.
    """

    field: Field = Field.TEXT
    filled: bool = True
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class CsvFile:
    """A file: its path in the practice's folder, its columns, its pairs of first and last day."""

    path: str
    columns: Mapping[str, Column]
    periods: tuple[tuple[str, str], ...] = ()


TYPES: dict[Field, pl.DataType] = {
    Field.TEXT: pl.String(),
    Field.DATE: pl.Date(),
    Field.COUNT: pl.Int64(),
    Field.DOLLARS: pl.Int64(),
}
"""As what a field is kept; dollars are kept in cents."""
AMOUNT = r"^\d+(\.\d{1,2})?$"
HEADER_LINES = 1


def read_csv_file(declared: CsvFile, folder: Path) -> pl.DataFrame | None:
    """The rows of the file with `row`, their line in it (the header is line 1); None: no file.

    Columns may stand in any order, values have no blanks around them, an empty field is null, and
    an empty line is no row. No error shows a value: it may be about a patient.

    Raises:
        ReclaimError: PRACTICE-FILE, naming the file, the line and the field, for a column that is
            missing or not known, a line with more fields than columns, a field that must be filled
            and is not, a value that cannot be read, and a period that ends before it begins.
    """
    path = folder / declared.path
    if not path.is_file():
        return None
    raw = _read(declared, path)
    _check_header(declared, [name.strip() for name in raw.columns])
    raw = _trimmed(raw)
    rows = (
        raw.with_row_index("row", offset=HEADER_LINES + 1)
        .filter(~pl.all_horizontal(pl.col(raw.columns).is_null()))
        .with_columns(pl.col("row").cast(pl.Int64))
    )
    for name, column in declared.columns.items():
        if name in rows.columns:
            _check_values(declared, rows, name, column)
    typed = rows.select("row", *(_typed(rows, *named) for named in declared.columns.items()))
    _check_periods(declared, typed)
    return typed


def _read(declared: CsvFile, path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False)
    except pl.exceptions.NoDataError:
        raise _error(declared, 1, "the file is empty", "a first line with the columns") from None
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        line, what = _first_unreadable(path)
        raise _error(declared, line, what, "a CSV file in UTF-8, one line a row") from None


def _first_unreadable(path: Path) -> tuple[int, str]:
    """The line at which the file stops being a table, and how."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number, "the line is not in UTF-8"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream)
        width = len(next(lines))
        for fields in lines:
            if len(fields) > width:
                return lines.line_num, f"the line has {len(fields)} fields for {width} columns"
    return 1, "the file cannot be read"


def _trimmed(raw: pl.DataFrame) -> pl.DataFrame:
    """Names and values without blanks around them; what is then empty is null."""
    named = raw.rename({name: name.strip() for name in raw.columns})
    bare = pl.all().str.strip_chars()
    return named.with_columns(pl.when(bare != "").then(bare))


def _check_header(declared: CsvFile, found: list[str]) -> None:
    for name in found:
        if name not in declared.columns:
            raise _error(declared, 1, f"unknown column {name}", ", ".join(declared.columns))
        if found.count(name) > 1:
            raise _error(declared, 1, f"the column {name} is given twice", "each column once")
    for name, column in declared.columns.items():
        if column.filled and name not in found:
            raise _error(declared, 1, f"the column {name} is missing", ", ".join(declared.columns))


def _check_values(declared: CsvFile, rows: pl.DataFrame, name: str, column: Column) -> None:
    values = rows[name]
    if column.filled:
        _refuse(declared, rows, values.is_null(), f"{name} is empty", "a value")
    if column.allowed:
        known = ", ".join(column.allowed)
        unknown = values.is_not_null() & ~values.is_in(list(column.allowed))
        _refuse(declared, rows, unknown, f"{name} is not one of its values", known)
    if column.field is not Field.TEXT:
        bad = values.is_not_null() & _parsed(values, column.field).is_null()
        _refuse(declared, rows, bad, f"{name} cannot be read", column.field.value)


def _check_periods(declared: CsvFile, rows: pl.DataFrame) -> None:
    for first, last in declared.periods:
        turned = (rows[last] < rows[first]).fill_null(value=False)
        _refuse(
            declared, rows, turned, f"{last} is before {first}", "the last day, itself included"
        )


def _refuse(
    declared: CsvFile, rows: pl.DataFrame, bad: pl.Series, what: str, expected: str
) -> None:
    """Raise for the first row that is bad."""
    lines = rows["row"].filter(bad)
    if len(lines):
        raise _error(declared, int(lines[0]), what, expected)


def _error(declared: CsvFile, line: int, what: str, expected: str) -> ReclaimError:
    return ReclaimError(
        "PRACTICE-FILE",
        where=f"{declared.path}:{line}",
        what=what,
        why=f"Expected: {expected}. Evidence from a file that is in doubt would prove nothing.",
        next_step=f"mend line {line} of {declared.path}",
    )


def _typed(rows: pl.DataFrame, name: str, column: Column) -> pl.Series:
    if name not in rows.columns:
        return pl.Series(name, [None] * rows.height, dtype=TYPES[column.field])
    return _parsed(rows[name], column.field)


def _parsed(values: pl.Series, field: Field) -> pl.Series:
    if field is Field.DATE:
        return values.str.to_date("%Y-%m-%d", strict=False)
    if field is Field.COUNT:
        counts = values.str.to_integer(strict=False, dtype=pl.Int64)
        return counts.set(counts < 0, None)
    if field is Field.DOLLARS:
        return _cents(values)
    return values


def _cents(values: pl.Series) -> pl.Series:
    """Whole cents; null for what is no amount."""
    parts = values.set(~values.str.contains(AMOUNT), None).str.split_exact(".", 1).struct
    cents = parts.field("field_1").fill_null("").str.pad_end(2, "0")
    digits = parts.field("field_0") + cents
    return digits.str.to_integer(strict=False, dtype=pl.Int64).alias(values.name)
