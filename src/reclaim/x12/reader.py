"""Read X12: paths in, typed frames out. Nothing in a file raises; a problem is a row."""

import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from reclaim.schema import TABLES
from reclaim.x12.catalogue import severity
from reclaim.x12.frames import Walked, frames
from reclaim.x12.inputs import BadInput, Input, inputs
from reclaim.x12.pieces import PIECE_BYTES, Piece, Source, open_source, pieces
from reclaim.x12.planner import plan
from reclaim.x12.walker import Carry, nothing_carried, walk_pieces

Tables = dict[str, pl.DataFrame]

READ_ERRORS = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)
"""What opening or unpacking an input may raise; each is a problem row, not a stop."""

READ_TABLES = tuple(name for name, table in TABLES.items() if table.made_by == "read")


def read(paths: Iterable[str | Path], *, threads: int = 2) -> Tables:
    """Every table of all inputs under the paths, by name; empty tables included.

    For inputs that do not fit in memory use `read_batches`.

    Raises:
        UsageError: when a path names nothing.
    """
    batches = list(read_batches(paths, threads=threads))
    return {
        name: pl.concat(
            [batch[name] for batch in batches if name in batch] or [TABLES[name].empty()]
        )
        for name in READ_TABLES
    }


def read_batches(
    paths: Iterable[str | Path], *, threads: int = 2, piece_bytes: int = PIECE_BYTES
) -> Iterator[Tables]:
    """The tables in batches, in the order of the inputs. A claim is never split over two batches.

    A transaction may be; its row, and those of its group and interchange, come with their last
    batch. The same bytes given twice are read once. Memory stays at a few batches, however large
    the inputs.

    Raises:
        UsageError: when a path names nothing.
    """
    yield from read_inputs(inputs(paths), threads=threads, piece_bytes=piece_bytes)


def read_inputs(
    given: Iterable[Input | BadInput], *, threads: int = 2, piece_bytes: int = PIECE_BYTES
) -> Iterator[Tables]:
    """The tables of inputs that need not be files, as `read_batches` gives them."""
    reader = _Reader(piece_bytes)
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Tables]] = deque()
        for batch in reader.batches(given):
            waiting.append(pool.submit(_tables, batch))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    yield {"files": reader.files(), "problems": reader.file_problems()}


@dataclass(frozen=True)
class _Batch:
    walked: Walked
    pieces: tuple[Piece, ...]


def _tables(batch: _Batch) -> Tables:
    out = frames(batch.walked, plan())
    unreadable = _with_misshapen_dates(out.pop("unreadable"), out)
    problems = [_unreadable_problems(unreadable, out), _tails(batch, out["segments"])]
    out["problems"] = pl.concat([part for part in problems if part is not None])
    return out


@dataclass
class _Reader:
    """Goes through the inputs once; remembers the files it met and what was wrong."""

    piece_bytes: int
    sources: dict[str, Source] = field(default_factory=dict)
    copies: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    leading: dict[str, str] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    def batches(self, found: Iterable[Input | BadInput]) -> Iterator[_Batch]:
        """Walked batches; the pieces of small files share one."""
        waiting: list[Piece] = []
        held_bytes = 0
        carry: Carry = nothing_carried()
        for piece in self._pieces(found):
            waiting.append(piece)
            held_bytes += len(piece.data)
            if piece.final and held_bytes < self.piece_bytes:
                continue
            batch, carry = self._walk(waiting, carry)
            waiting, held_bytes = [], 0
            yield batch
        if waiting:
            yield self._walk(waiting, carry)[0]

    def _walk(self, waiting: list[Piece], carry: Carry) -> tuple[_Batch, Carry]:
        if waiting[0].first:
            carry = nothing_carried()
        walked, carried = walk_pieces(waiting, carry, plan())
        for index, piece in enumerate(waiting):
            state = walked.state[index]
            self.counts[piece.source.file_id] = int(state[4]), int(state[1])
        return _Batch(walked, tuple(waiting)), carried or nothing_carried()

    def _pieces(self, found: Iterable[Input | BadInput]) -> Iterator[Piece]:
        for given in found:
            if isinstance(given, BadInput):
                self.failures.append((given.name, given.code, given.why))
                continue
            source = self._source(given)
            if source and not source.head.code:
                yield from self._pieces_of(source)

    def _source(self, given: Input) -> Source | None:
        """The input's source; None when it cannot be opened or was read before."""
        try:
            source = open_source(given)
        except READ_ERRORS as error:
            self.failures.append((given.name, "FILE-UNREADABLE", type(error).__name__))
            return None
        names = self.copies.setdefault(source.file_id, [])
        names.append(given.name)
        if len(names) > 1:
            return None
        self.sources[source.file_id] = source
        return source

    def _pieces_of(self, source: Source) -> Iterator[Piece]:
        try:
            for piece in pieces(source, self.piece_bytes):
                if piece.first and source.head.skip:
                    self.leading[source.file_id] = piece.data[: source.head.skip].decode()
                yield piece
        except READ_ERRORS as error:
            self.failures.append((source.input.name, "FILE-UNREADABLE", type(error).__name__))

    def files(self) -> pl.DataFrame:
        rows = [
            {
                "file_id": file_id,
                "path": source.input.name,
                "bytes": source.size,
                "encoding": source.encoding,
                "byte_order_mark": source.mark > 0,
                "leading": self.leading.get(file_id),
                "segments": self.counts.get(file_id, (0, 0))[0],
                "transactions": self.counts.get(file_id, (0, 0))[1],
                "copies": len(self.copies[file_id]),
            }
            for file_id, source in self.sources.items()
        ]
        return pl.DataFrame(rows, schema=TABLES["files"].polars_schema)

    def file_problems(self) -> pl.DataFrame:
        """Problems of whole files: those that cannot be read, and what was odd about the others."""
        rows: list[Mapping[str, object]] = [
            {"code": code, "value": name, "detail": why} for name, code, why in self.failures
        ]
        for file_id, source in self.sources.items():
            found = [source.head.code] if source.head.code else sorted(source.notes)
            rows += [{"code": code, "file_id": file_id, "byte_offset": 0} for code in found]
            for again in self.copies[file_id][1:]:
                rows.append({"code": "FILE-DUPLICATE", "file_id": file_id, "value": again})
        return problem_rows(rows)


def problem_rows(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Problem rows as a frame, each with the severity of its code."""
    full = [{**row, "severity": severity(str(row["code"]))} for row in rows]
    return pl.DataFrame(full, schema=TABLES["problems"].polars_schema)


def _with_misshapen_dates(unreadable: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """What could not be read, and dates too long or too short for the format that they state."""
    stated = pl.col("format").is_in(["D8", "RD8"]) & pl.col("date").is_null()
    found = tables["dates"].filter(stated & pl.col("value").is_not_null())
    if found.is_empty():
        return unreadable
    place = ["file_id", "segment_number", "element", "component"]
    names = tables["segments"].select("file_id", "segment_number", "segment_id")
    misshapen = (
        found.join(names, on=["file_id", "segment_number"], how="left")
        .with_columns(
            code=pl.lit("X12-DATE"),
            element=pl.when(pl.col("segment_id") == "DTP").then(3).otherwise(6).cast(pl.Int64),
            component=pl.lit(0, pl.Int64),
        )
        .select(unreadable.columns)
    )
    return pl.concat([unreadable, misshapen]).unique(place, keep="first", maintain_order=True)


def _unreadable_problems(unreadable: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Amounts, dates and numbers that could not be read: their text and claim number."""
    claims = pl.concat(
        tables[name].select(
            "file_id", pl.col("segment_number").alias("claim_segment"), "patient_control_number"
        )
        for name in ("remit_claims", "claims")
    )
    severities = {code: severity(code) for code in ("X12-AMOUNT", "X12-DATE", "X12-NUMBER")}
    return (
        unreadable.join(claims, on=["file_id", "claim_segment"], how="left")
        .with_columns(
            severity=pl.col("code").replace_strict(severities, return_dtype=pl.String),
            difference_cents=pl.lit(None, pl.Int64),
            detail=pl.lit(None, pl.String),
        )
        .select(TABLES["problems"].polars_schema.names())
    )


def _tails(batch: _Batch, segments: pl.DataFrame) -> pl.DataFrame | None:
    """A problem for each file that ends inside a segment; an IEA may lack its terminator."""
    tail = batch.walked.cuts.tail
    ids = [
        piece.source.file_id
        for index, piece in enumerate(batch.pieces)
        if piece.final and tail[index]
    ]
    if not ids:
        return None
    last = (
        segments.filter(pl.col("file_id").is_in(ids))
        .group_by("file_id", maintain_order=True)
        .last()
        .filter(pl.col("segment_id") != "IEA")
    )
    columns = ("file_id", "transaction", "segment_number", "byte_offset")
    return problem_rows(
        {"code": "X12-TAIL", "value": row["text"], **{name: row[name] for name in columns}}
        for row in last.iter_rows(named=True)
    )
