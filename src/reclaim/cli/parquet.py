"""Batches of tables as one Parquet file a table, without holding more than a batch."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from reclaim.schema import TABLES
from reclaim.x12.reader import READ_TABLES, Tables


def write_tables(batches: Iterable[Tables], folder: Path) -> dict[str, int]:
    """How many rows each table has, once written to `folder`: a file a table, a group a batch."""
    rows = dict.fromkeys(READ_TABLES, 0)
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(_writer(folder / f"{name}.parquet", TABLES[name].empty()))
            for name in READ_TABLES
        }
        for batch in batches:
            for name, frame in batch.items():
                if frame.height:
                    writers[name].write_table(_arrow(frame))
                    rows[name] += frame.height
    return rows


def _writer(path: Path, empty: pl.DataFrame) -> pq.ParquetWriter:
    """Without the Arrow schema in the file: then any reader takes text as plain strings."""
    return pq.ParquetWriter(path, _arrow(empty).schema, compression="zstd", store_schema=False)


def _arrow(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())
