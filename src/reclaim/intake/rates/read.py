"""Reads a rate table, and says by line and column what is wrong with it."""

import csv
import io
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl

from reclaim.errors import ReclaimError
from reclaim.intake.rates.columns import DECIMALS, LAYOUTS, Column, Layout
from reclaim.intake.rates.kinds import KINDS
from reclaim.intake.rates.overlaps import overlapping
from reclaim.intake.rates.values import value

HEADER_LINES = 1
SHOWN = 10
"""Of a table with more faults than this, the rest are counted."""

LONGEST = 40
"""So many characters of a value that cannot be read are shown."""

OF_FIVE = ("HC", "HCPCS", "CPT")
"""Types of codes that have five characters; a row without a type is one of them."""

Fault = tuple[int, str]
"""A line of the file, and what is wrong there."""


def read_rate_table(kind: str, source: Traversable, *, shown: str = "") -> pl.DataFrame:
    """The rows of a rate table, with the schema of its kind.

    A file whose name ends in .parquet has the columns of intake.rates.kinds as they are; any other
    is CSV. There, columns may stand in any order, those that need not be filled may be missing,
    blanks around a value are no part of it, an empty field is null, an empty line is no row.

    Args:
        kind: a key of intake.rates.kinds.KINDS.
        source: the file.
        shown: how errors name the file; its own name when empty.

    Raises:
        ReclaimError: RATE-FILE, naming the file, the lines and the columns, for a column that is
            missing or not known, a value that cannot be read, a day after its last one, and two
            rows about the same days of the same code that do not say the same. Every fault of the
            file is named, or counted where there are many.
    """
    where = shown or source.name
    if not source.is_file():
        raise _error(where, [(0, "there is no such file")])
    if source.name.endswith(".parquet"):
        table = _parquet(kind, source, where)
    else:
        table = _typed(kind, where, _text_rows(kind, source, where))
    _refuse(where, list(_faults_of_rows(LAYOUTS[kind], table)))
    return table


def _parquet(kind: str, source: Traversable, where: str) -> pl.DataFrame:
    try:
        whole = pl.read_parquet(source if isinstance(source, Path) else source.read_bytes())
    except pl.exceptions.PolarsError:
        raise _error(where, [(0, "the file is not Parquet")]) from None
    schema = KINDS[kind]
    if "row" not in whole.columns:
        whole = whole.with_row_index("row", offset=1)
    missing = [name for name in schema if name not in whole.columns]
    extra = [name for name in whole.columns if name not in schema]
    _refuse(where, [(0, f"{name}: the column is missing") for name in missing])
    _refuse(where, [(0, f"{name}: no such column in a table of {kind}") for name in extra])
    try:
        return whole.select(pl.col(name).cast(type_) for name, type_ in schema.items())
    except pl.exceptions.PolarsError:
        raise _error(where, [(0, f"the columns have not the types of {kind}")]) from None


def _text_rows(kind: str, source: Traversable, where: str) -> pl.DataFrame:
    """The fields as text, with `row`: trimmed, null where empty, without empty lines."""
    content = source.read_bytes()
    try:
        raw = pl.read_csv(content, infer_schema=False)
    except pl.exceptions.NoDataError:
        raise _error(where, [(1, "the file is empty")]) from None
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise _error(where, [_first_unreadable(content)]) from None
    _refuse(where, list(_faults_of_header(LAYOUTS[kind], [name.strip() for name in raw.columns])))
    named = raw.rename({name: name.strip() for name in raw.columns})
    bare = pl.all().str.strip_chars()
    trimmed = named.with_columns(pl.when(bare != "").then(bare))
    above = len(content) - len(content.lstrip(b"\r\n"))
    empty = content[:above].count(b"\n")
    return trimmed.with_row_index("row", offset=empty + HEADER_LINES + 1).filter(
        ~pl.all_horizontal(pl.col(named.columns).is_null())
    )


def _first_unreadable(content: bytes) -> Fault:
    """The line at which the file stops being a table, and how."""
    for number, line in enumerate(content.splitlines(), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number, "the line is not in UTF-8"
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    width = len(next(lines))
    for fields in lines:
        if len(fields) > width:
            return lines.line_num, f"the line has {len(fields)} fields for {width} columns"
    return 1, "the file cannot be read as a CSV file"


def _faults_of_header(layout: Layout, found: list[str]) -> Iterator[Fault]:
    for name in dict.fromkeys(found):
        if name not in layout.columns:
            yield 1, f"{_begin(name)}: unknown column; known are {', '.join(layout.columns)}"
        if found.count(name) > 1:
            yield 1, f"{name}: the column is given twice"
    for name, column in layout.columns.items():
        if column.filled and name not in found:
            yield 1, f"{name}: the column is missing"


def _typed(kind: str, where: str, rows: pl.DataFrame) -> pl.DataFrame:
    layout = LAYOUTS[kind]
    there = {name: column for name, column in layout.columns.items() if name in rows.columns}
    values = rows.select(
        "row", *(value(name, column).alias(name) for name, column in there.items())
    )
    faults: list[Fault] = []
    for name, column in there.items():
        faults += _faults_of_values(rows, values, name, column)
    _refuse(where, faults)
    renamed = values.rename({name: column.into or name for name, column in there.items()})
    return renamed.select(
        (pl.col(name) if name in renamed.columns else pl.lit(None)).cast(type_).alias(name)
        for name, type_ in KINDS[kind].items()
    )


def _faults_of_values(
    rows: pl.DataFrame, values: pl.DataFrame, name: str, column: Column
) -> Iterator[Fault]:
    wanted = _wanted(column)
    if column.filled:
        for line in rows["row"].filter(rows[name].is_null()):
            yield line, f"{name}: is empty; expected {wanted}"
    unread = rows.filter(rows[name].is_not_null() & values[name].is_null())
    for line, text in unread.select("row", name).iter_rows():
        yield line, f"{name}: {_begin(text)!r} cannot be read; expected {wanted}"


def _begin(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _wanted(column: Column) -> str:
    if column.length:
        return f"{column.length} characters; a spreadsheet may have cut leading zeros"
    return " or ".join(column.allowed) or column.holds.value


def _faults_of_rows(layout: Layout, table: pl.DataFrame) -> Iterator[Fault]:
    """What is wrong with rows as wholes: their days, what they say, what another one says."""
    turned = table.filter(pl.col("effective_to") < pl.col("effective_from"))
    for line in turned["row"]:
        yield line, "effective_to: is before effective_from"
    for name in _numbers(layout):
        for line in table.filter(pl.col(name) < 0)["row"]:
            yield line, f"{name}: is below zero"
    if layout is LAYOUTS["rates"]:
        yield from _faults_of_rates(table)
    for first, second in overlapping(table, layout.same, layout.says).iter_rows():
        yield second, f"says otherwise than line {first} about the same days of the same code"


def _numbers(layout: Layout) -> list[str]:
    """The columns of a table that hold numbers, as the table calls them."""
    columns = layout.columns.items()
    return [column.into or name for name, column in columns if column.holds in DECIMALS]


def _faults_of_rates(table: pl.DataFrame) -> Iterator[Fault]:
    priced = pl.col("rate_micros").is_not_null()
    shared = pl.col("percent_millionths").is_not_null()
    for line in table.filter(priced & shared)["row"]:
        yield line, "rate, percent: only one of them can be the price"
    for line in table.filter(~priced & ~shared & pl.col("status").is_null())["row"]:
        yield line, "rate: is empty, and neither percent nor status says anything"
    five = pl.col("code_type").is_null() | pl.col("code_type").is_in(OF_FIVE)
    cut = table.filter(five & pl.col("code").str.contains(r"^\d{1,4}$"))
    for line, code in cut.select("row", "code").iter_rows():
        yield line, f"code: {code!r} is too short; a spreadsheet may have cut leading zeros"


def _refuse(where: str, faults: list[Fault]) -> None:
    if faults:
        raise _error(where, sorted(faults))


def _error(where: str, faults: list[Fault]) -> ReclaimError:
    (first, what), *rest = faults
    further = [f"{_at(where, line)}: {fault}" for line, fault in rest[: SHOWN - 1]]
    if len(rest) >= SHOWN:
        further.append(f"and {len(rest) - SHOWN + 1:,} more")
    reason = "A price from a table in doubt would prove nothing."
    return ReclaimError(
        "RATE-FILE",
        where=_at(where, first),
        what=what,
        why="\n".join([*further, reason]),
        next_step=f"mend {where}",
    )


def _at(where: str, line: int) -> str:
    return f"{where}:{line}" if line else where
