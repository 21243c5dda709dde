"""Reads a code file and says, by file and line, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from reclaim.errors import ReclaimError

LABEL_CHARACTERS = 60
"""Our own labels are short; the official wording, which is licensed, is not."""


class Field(Enum):
    """What a column of a code file holds."""

    TEXT = "text"
    LABEL = "label"
    DATE = "date"
    FLAG = "flag"
    WORDS = "words"


@dataclass(frozen=True)
class Column:
    """A column: what it holds, whether it must be filled, and the values it may take."""

    field: Field = Field.TEXT
    required: bool = False
    allowed: frozenset[str] | None = None


@dataclass(frozen=True)
class CodeFile:
    """A file of codes: its name below `data/codes`, and its columns; the first is the key."""

    name: str
    columns: Mapping[str, Column]

    @property
    def key(self) -> str:
        return next(iter(self.columns))


def load(code_file: CodeFile, source: Traversable | None = None) -> pl.DataFrame:
    """The codes of a file, one row each, in the file's order.

    Dates are dates, flags are booleans, lists of codes are lists; an empty field is null.

    Args:
        code_file: what to expect.
        source: the file to read instead of the shipped one.

    Raises:
        ReclaimError: CODE-FILE, for missing columns, a code given twice, an empty required
            field, a date the calendar does not have, a word that is not allowed, a long label.
    """
    path = source or files("reclaim.data").joinpath("codes", code_file.name)
    with path.open("rb") as stream:
        raw = pl.read_csv(stream, infer_schema=False)
    _check_columns(code_file, raw)
    _check_duplicates(code_file, raw)
    for name, column in code_file.columns.items():
        _check_values(code_file, raw, name, column)
    return raw.select(_typed(name, column) for name, column in code_file.columns.items())


def _check_columns(code_file: CodeFile, raw: pl.DataFrame) -> None:
    if raw.columns != list(code_file.columns):
        expected = ", ".join(code_file.columns)
        raise _error(code_file, 1, f"the columns are {', '.join(raw.columns)}", expected)


def _check_duplicates(code_file: CodeFile, raw: pl.DataFrame) -> None:
    key = code_file.key
    _refuse(
        code_file, raw[key], raw[key].is_first_distinct(), f"{key} given twice", "one line each"
    )


def _check_values(code_file: CodeFile, raw: pl.DataFrame, name: str, column: Column) -> None:
    values = raw[name]
    if column.required:
        _refuse(code_file, values, values.is_not_null(), f"{name} is empty", "a value")
    if column.field is Field.DATE:
        readable = values.is_null() | values.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        _refuse(code_file, values, readable, f"{name} is not a day of the calendar", "YYYY-MM-DD")
    if column.field is Field.LABEL:
        short = values.str.len_chars() <= LABEL_CHARACTERS
        _refuse(code_file, values, short, f"{name} is too long", f"{LABEL_CHARACTERS} characters")
    if column.field is Field.FLAG:
        _refuse(
            code_file, values, values.is_in(["true", "false"]), f"unknown {name}", "true, false"
        )
    if column.allowed is not None:
        _refuse(code_file, values, _words_allowed(values, column), f"unknown {name}", _list(column))


def _words_allowed(values: pl.Series, column: Column) -> pl.Series:
    allowed = sorted(column.allowed or ())
    if column.field is not Field.WORDS:
        return values.is_in(allowed)
    return values.str.split(" ").list.eval(pl.element().is_in(allowed)).list.all()


def _list(column: Column) -> str:
    return ", ".join(sorted(column.allowed or ()))


def _refuse(
    code_file: CodeFile, values: pl.Series, good: pl.Series, what: str, expected: str
) -> None:
    """Raise for the first value that is not good. Null is not judged unless `good` says false."""
    bad = (~good).arg_true()
    if bad.len():
        at = int(bad[0])
        shown = "" if values[at] is None else f": {values[at]!r}"
        raise _error(code_file, at + 2, f"{what}{shown}", expected)


def _error(code_file: CodeFile, line: int, what: str, expected: str) -> ReclaimError:
    return ReclaimError(
        "CODE-FILE",
        where=f"{code_file.name}:{line}",
        what=what,
        why=f"Expected: {expected}. Nothing is placed with a code file that is in doubt.",
        next_step=f"mend line {line} of {code_file.name}",
    )


def _typed(name: str, column: Column) -> pl.Expr:
    value = pl.col(name)
    if column.field is Field.DATE:
        return value.str.to_date("%Y-%m-%d")
    if column.field is Field.FLAG:
        return value == "true"
    if column.field is Field.WORDS:
        return value.fill_null("").str.split(" ").list.set_difference([""])
    return value
