"""Reads the ledger files of a practice into entries of accounts, and says what is wrong."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.errors import ReclaimError, UsageError
from reclaim.intake.ledger.csv_rows import Block, Header, blocks, headers
from reclaim.intake.ledger.entries import PROBLEMS, Form, entries_of
from reclaim.intake.ledger.mapping import Mapping, plain
from reclaim.schema import TABLES

ID_DIGITS = 16
"""A file_id is so many hex digits of the SHA-256 of the file's bytes, as of X12 files."""

HASHED_AT_ONCE = 1 << 24
NOT_READ = (".xls", ".xlsb", ".ods", ".xlsx", ".xlsm")

ESSENTIAL = ("account", "posted_date", "service_date", "amount", "debit", "credit", "kind",
             "local_code")  # fmt: skip
"""Fields without which a file is not what the mapping is about; others may be missing."""


@dataclass(frozen=True)
class LedgerBatch:
    """Some entries in order of reading, and what is wrong with the rows that they come from."""

    transactions: pl.DataFrame
    problems: pl.DataFrame


def read_ledger(paths: Sequence[Path], mappings: Sequence[Mapping]) -> Iterator[LedgerBatch]:
    """The entries of the files, numbered through, some at a time: memory does not grow with them.

    Each file is read by the first mapping whose columns it has; the same bytes are read once.
    What a row lacks makes it a problem, never an end.

    Raises:
        UsageError: LEDGER-MISSING, when a path is no file.
        ReclaimError: LEDGER-COLUMNS, when no mapping fits a file, naming what it lacks.
    """
    seen: set[str] = set()
    entry = 1
    for path in paths:
        file_id = _file_id(path)
        if file_id in seen:
            yield LedgerBatch(
                TABLES["account_transactions"].empty(), _of_file("LEDGER-TWICE", file_id)
            )
            continue
        seen.add(file_id)
        form, header = form_of(path, mappings)
        lacking = [name for name in form.mapping.headers() if plain(name) not in form.columns]
        first = [_of_file("LEDGER-COLUMN", file_id, column=name) for name in lacking]
        for block in blocks(path, header):
            taken, wrong = entries_of(block.rows, form, file_id)
            numbered = taken.with_columns(entry=pl.int_range(entry, entry + taken.height))
            entry += taken.height
            problems = pl.concat([*first, wrong, _of_block(block, header, file_id)])
            first = []
            yield LedgerBatch(numbered, problems)


def form_of(path: Path, mappings: Sequence[Mapping]) -> tuple[Form, Header]:
    """The mapping that a file is read by, and its header.

    Raises:
        UsageError: LEDGER-MISSING, when there is no such file, or its form is not read.
        ReclaimError: LEDGER-COLUMNS, when no mapping fits.
    """
    _refuse(path)
    candidates = headers(path)
    for mapping in mappings:
        fitting = [header for header in candidates if _may_be(mapping, header)]
        if fitting:
            best = max(fitting, key=lambda header: _shared(mapping, header))
            return Form(mapping, _columns(best)), best
    raise _unfit(path, mappings, candidates)


def _may_be(mapping: Mapping, header: Header) -> bool:
    """Whether the header has what the mapping cannot do without."""
    file = mapping.file
    if file.delimiter and header.delimiter != file.delimiter:
        return False
    if file.header_row and header.row != file.header_row:
        return False
    return not _lacking(mapping, header)


def _lacking(mapping: Mapping, header: Header) -> list[str]:
    """The headers that the mapping cannot do without, and the file has not."""
    found = {plain(cell) for cell in header.cells}
    asked = [names for field, names in mapping.columns.items() if field in ESSENTIAL]
    asked += [(entry.amount,) for entry in mapping.entries]
    return [names[0] for names in asked if not found & {plain(name) for name in names}]


def _shared(mapping: Mapping, header: Header) -> int:
    found = {plain(cell) for cell in header.cells}
    return sum(plain(name) in found for name in mapping.headers())


def _columns(header: Header) -> dict[str, str]:
    """The column that holds each header; of two that are alike, the first."""
    found: dict[str, str] = {}
    for at, cell in enumerate(header.cells):
        found.setdefault(plain(cell), f"c{at}")
    return found


def _of_block(block: Block, header: Header, file_id: str) -> pl.DataFrame:
    width = len(header.cells)
    rows: list[tuple[str, str, int, str | None, str | None]] = [
        ("LEDGER-SHIFTED", "error", row.row, row.text, f"{row.fields} fields for {width} columns")
        for row in block.shifted
    ]
    rows += [("LEDGER-ENCODING", "warning", row, None, None) for row in block.recoded]
    schema = {name: PROBLEMS[name] for name in ("code", "severity", "row", "value", "detail")}
    return _filled(pl.DataFrame(rows, schema=schema, orient="row"), file_id)


def _of_file(code: str, file_id: str, *, column: str | None = None) -> pl.DataFrame:
    severity = "note" if code == "LEDGER-TWICE" else "warning"
    schema = {name: PROBLEMS[name] for name in ("code", "severity", "column")}
    return _filled(pl.DataFrame([(code, severity, column)], schema=schema, orient="row"), file_id)


def _filled(rows: pl.DataFrame, file_id: str) -> pl.DataFrame:
    given = {name: pl.col(name) for name in rows.columns} | {"file_id": pl.lit(file_id)}
    return rows.select(
        given.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in PROBLEMS.items()
    )


def _file_id(path: Path) -> str:
    _refuse(path)
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(HASHED_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()[:ID_DIGITS]


def _refuse(path: Path) -> None:
    if not path.is_file():
        raise UsageError(
            "LEDGER-MISSING",
            where=str(path),
            what="there is no such file",
            why="The ledger was to be read from it.",
            next_step="check the path",
        )
    if path.suffix.lower() in NOT_READ:
        raise UsageError(
            "LEDGER-FORM",
            where=str(path),
            what=f"files of the form {path.suffix} are not read as a ledger",
            why="A ledger is read as text of columns: CSV, or with tabs, semicolons or bars.",
            next_step="save it as CSV (UTF-8), and give that file",
        )


def _unfit(path: Path, mappings: Sequence[Mapping], found: Sequence[Header]) -> ReclaimError:
    """What the file lacks for the mapping that comes nearest."""
    what, why = "no mapping says how to read it", "Which column holds what differs by system."
    nearest = [(len(_lacking(m, h)), at, m, h) for m in mappings for at, h in enumerate(found)]
    if nearest:
        _, _, mapping, header = min(nearest, key=lambda one: one[:2])
        lacking = ", ".join(_lacking(mapping, header)) or "a header where the mapping says"
        what = f"for the mapping {mapping.system} it lacks: {lacking}"
        why = f"Row {header.row} has: {', '.join(header.cells)}."
    return ReclaimError(
        "LEDGER-COLUMNS",
        where=str(path),
        what=what,
        why=why,
        next_step="name the columns in the mapping as the file does, or make one with "
        "`reclaim ledger map FILE`",
    )
