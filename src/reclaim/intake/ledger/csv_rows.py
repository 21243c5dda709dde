"""The rows of a text file of columns as text, block by block, and those that have shifted."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import polars as pl
import pyarrow as pa
import pyarrow.csv as pc

DELIMITERS = (",", "\t", ";", "|")
BLOCK_BYTES = 1 << 26
AHEAD = 2
HEAD_BYTES = 1 << 16
HEAD_ROWS = 20
"""A header is looked for in so many rows: titles may stand above it."""

GZIP = b"\x1f\x8b"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OTHER_ENCODING = "cp1252"
"""What text that is not in UTF-8 is taken for: what Windows programs write in the US."""


@dataclass(frozen=True)
class Header:
    """A row that may be the header: its number from 1, its cells, what stands between them."""

    row: int
    cells: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True)
class Shifted:
    """A row that has not as many fields as the header: its number, how many it has, their text."""

    row: int
    fields: int
    text: str


@dataclass(frozen=True)
class Block:
    """Rows in order: `row` and a column of text for each of the header, by position `c0`, `c1` ...

    Values have no blanks around them, and an empty one is null. `recoded` are the numbers of rows
    that were not in UTF-8, and were read as Windows text.
    """

    rows: pl.DataFrame
    shifted: tuple[Shifted, ...]
    recoded: tuple[int, ...] = ()


def headers(path: Path) -> list[Header]:
    """Every row among the first that could be the header, for each delimiter that could be."""
    with opened(path) as stream:
        text = stream.read(HEAD_BYTES).decode("utf-8", "replace")
    found = []
    for delimiter in DELIMITERS:
        lines = csv.reader(io.StringIO(text), delimiter=delimiter)
        for row, cells in zip(range(1, HEAD_ROWS + 1), lines, strict=False):
            if sum(bool(cell.strip()) for cell in cells) > 1:
                found.append(Header(row, tuple(cell.strip() for cell in cells), delimiter))
    return found


def blocks(path: Path, header: Header) -> Iterator[Block]:
    """The rows below the header. Memory holds a few blocks."""
    with opened(path) as stream, ThreadPoolExecutor(AHEAD) as pool:
        coming = []
        for first, data in _pieces(stream, header):
            coming.append(pool.submit(_parsed, data, first, header))
            if len(coming) >= AHEAD:
                yield coming.pop(0).result()
        for future in coming:
            yield future.result()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file as UTF-8 where its first bytes say another encoding, unpacked."""
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else cast(BinaryIO, raw)
        start = stream.read(3)
        stream.seek(0)
        encoding = next((name for mark, name in MARKS.items() if start.startswith(mark)), None)
        if encoding is None:
            yield stream
        else:
            yield cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", encoding, "replace"))


def _pieces(stream: BinaryIO, header: Header) -> Iterator[tuple[int, bytes]]:
    """The rows below the header as bytes, cut between rows, with the number of the first."""
    rest, row, skip = b"", 1, header.row
    while True:
        read = stream.read(BLOCK_BYTES)
        data = rest + read
        if not data:
            return
        cut = len(data) if not read else _end_of_row(data)
        piece, rest = data[:cut], data[cut:]
        if not piece and read:
            continue
        while skip and piece:
            end = _first_row(piece)
            piece, row, skip = piece[end:], row + 1, skip - 1
        if piece:
            yield row, piece
            row += _rows(piece)
        if not read:
            return


def _end_of_row(data: bytes) -> int:
    """Behind the last line end that is in no quotes; 0 when there is none."""
    at = data.rfind(b"\n")
    quotes = data.count(b'"', 0, at + 1)
    while at >= 0 and quotes % 2:
        before = data.rfind(b"\n", 0, at)
        quotes -= data.count(b'"', before + 1, at + 1)
        at = before
    return at + 1


def _first_row(data: bytes) -> int:
    """Behind the first line end that is in no quotes."""
    at, quotes = -1, 0
    while True:
        end = data.find(b"\n", at + 1)
        if end < 0:
            return len(data)
        quotes += data.count(b'"', at + 1, end)
        at = end
        if quotes % 2 == 0:
            return end + 1


def _rows(piece: bytes) -> int:
    """How many rows there are; a line end within quotes ends none."""
    lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
    if b'"' not in piece:
        return lines
    inside = sum(part.count(b"\n") for part in piece.split(b'"')[1::2])
    return lines - inside


def _parsed(piece: bytes, first: int, header: Header) -> Block:
    shifted: list[Shifted] = []
    piece, recoded = _in_utf8(piece, first)
    names = [f"c{at}" for at in range(len(header.cells))]

    def skip(row: pc.InvalidRow) -> str:
        if row.text.strip(f'{header.delimiter}" \r\n\t'):
            shifted.append(Shifted(first + row.number - 1, row.actual_columns, row.text))
        else:
            shifted.append(Shifted(first + row.number - 1, 0, ""))
        return "skip"

    table = pc.read_csv(
        pa.py_buffer(piece),
        read_options=pc.ReadOptions(
            column_names=names, use_threads=False, block_size=max(len(piece) + 1, 1 << 10)
        ),
        parse_options=pc.ParseOptions(
            delimiter=header.delimiter,
            newlines_in_values=b'"' in piece,
            invalid_row_handler=skip,
            ignore_empty_lines=False,
        ),
        convert_options=pc.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    )
    raw = pl.DataFrame(table)
    numbers = _numbers(first, raw.height, [row.row for row in shifted])
    rows = raw.insert_column(0, numbers)
    return Block(_bare(rows, names), tuple(row for row in shifted if row.fields), recoded)


def _numbers(first: int, height: int, left_out: Sequence[int]) -> pl.Series:
    """The numbers of rows in order, without those that are left out."""
    every = pl.int_range(first, first + height + len(left_out), eager=True)
    if left_out:
        every = every.filter(~every.is_in(list(left_out)))
    return every.alias("row")


def _in_utf8(piece: bytes, first: int) -> tuple[bytes, tuple[int, ...]]:
    """The piece in UTF-8, and the numbers of rows that were not: those are read as Windows text."""
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return piece, ()
    lines, recoded, row, quotes = piece.splitlines(keepends=True), [], first, 0
    for at, line in enumerate(lines):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            lines[at] = line.decode(OTHER_ENCODING, "replace").encode("utf-8")
            recoded.append(row)
        quotes += line.count(b'"')
        row += quotes % 2 == 0
    return b"".join(lines), tuple(dict.fromkeys(recoded))


def _bare(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The values without blanks around them; empty ones are null, and rows of none are left out."""
    bare = rows.with_columns(pl.col(names).str.strip_chars())
    filled = bare.with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in names
    )
    return filled.filter(~pl.all_horizontal(pl.col(names).is_null()))
