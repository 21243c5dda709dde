"""Writes rows of tables to few large Parquet files, holding no more than a group of them."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from reclaim.engines.workspace.delta import Part
from reclaim.schema import TABLES

GROUP_ROWS = 262_144
GROUP_BYTES = 8_388_608
"""A group of rows is written when it has this many rows or bytes: large enough to compress and to
skip, small enough to hold one for each table."""

PART_BYTES = 536_870_912
"""A Parquet file that has grown so large is closed, and the next begun."""


@dataclass
class Parts:
    """The Parquet files that one change writes for one table: PREFIX-0.parquet and so on."""

    folder: Path
    name: str
    prefix: str
    rows: int = 0
    written: list[Path] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    _waiting: list[pl.DataFrame] = field(default_factory=list)
    _writer: pq.ParquetWriter | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows; their columns are put in the declared order."""
        if frame.is_empty():
            return
        declared = TABLES[self.name].polars_schema
        self._waiting.append(frame.select(declared.names()).match_to_schema(declared))
        self.rows += frame.height
        rows = sum(part.height for part in self._waiting)
        size = sum(part.estimated_size() for part in self._waiting)
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            self._write()

    def close(self) -> None:
        """Write what waits, and finish the last file."""
        if self._waiting:
            self._write()
        self._finish()

    def _write(self) -> None:
        rows = pl.concat(self._waiting)
        self._waiting.clear()
        arrow = to_arrow(rows)
        if self._writer is None:
            path = self.folder / self.name / f"{self.prefix}-{len(self.written)}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = parquet_writer(path, arrow.schema)
            self.written.append(path)
            self.counts.append(0)
        self._writer.write_table(arrow)
        self.counts[-1] += rows.height
        if self.written[-1].stat().st_size >= PART_BYTES:
            self._finish()

    def _finish(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def part_of(path: Path, rows: int) -> Part:
    """What is to be known of a finished file."""
    stat = path.stat()
    return Part(path.name, stat.st_size, rows, stat.st_mtime_ns // 1_000_000)


def parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Without the Arrow schema in the file: then any reader takes text as plain strings."""
    return pq.ParquetWriter(path, schema, compression="zstd", store_schema=False)


def to_arrow(frame: pl.DataFrame) -> pa.Table:
    """The frame as Arrow, without copying its texts."""
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())
