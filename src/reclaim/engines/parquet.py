"""Tables that come in batches, as one Parquet file a table, without holding more than a batch."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from reclaim.schema import TABLES
from reclaim.x12.reader import READ_TABLES, Tables

ROWS_A_GROUP = 1_000_000

COUNTING_UP = (
    "transaction",
    "segment_number",
    "byte_offset",
    "claim_segment",
    "line_segment",
)
"""Whole numbers that grow from row to row: their differences are small."""

OWN_NUMBERS = (
    "claim_id",
    "sent_id",
    "line_id",
    "claim_line_id",
    "from_id",
    "patient_control_number",
    "payer_control_number",
    "line_control_number",
)
"""Texts that nearly every row has another of."""

NO_DICTIONARY = (pl.Boolean(), pl.Float64())


LEAST_ROWS = 32_768
"""Fewer rows wait for the next batch: a file of many small groups is slow to read, and to hold."""


class TableFiles:
    """Parquet files that grow batch by batch; `rows` counts what each holds."""

    def __init__(self, writers: Mapping[str, pq.ParquetWriter]) -> None:
        self.writers = writers
        self.rows = dict.fromkeys(writers, 0)
        self._waiting: dict[str, list[pl.DataFrame]] = {name: [] for name in writers}

    def write(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Append those tables that have a file here."""
        for name, waiting in self._waiting.items():
            frame = tables.get(name)
            if frame is None or not frame.height:
                continue
            waiting.append(frame)
            self.rows[name] += frame.height
            if sum(part.height for part in waiting) >= LEAST_ROWS:
                self._flush(name)

    def flush(self) -> None:
        """Write what waits."""
        for name in self.writers:
            self._flush(name)

    def _flush(self, name: str) -> None:
        if waiting := self._waiting[name]:
            self.writers[name].write_table(_arrow(pl.concat(waiting, rechunk=True)))
            waiting.clear()


@contextmanager
def table_files(folder: Path, schemas: Mapping[str, pl.Schema]) -> Iterator[TableFiles]:
    """A file for each schema in `folder`, `NAME.parquet`, complete when the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = TableFiles(
            {
                name: stack.enter_context(_writer(folder / f"{name}.parquet", schema))
                for name, schema in schemas.items()
            }
        )
        yield files
        files.flush()


def write_tables(batches: Iterable[Tables], folder: Path) -> dict[str, int]:
    """How many rows each table of the reader has, once written to `folder`."""
    schemas = {name: TABLES[name].polars_schema for name in READ_TABLES}
    with table_files(folder, schemas) as files:
        for batch in batches:
            files.write(batch)
    return files.rows


def read_groups(path: Path) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file, some at a time, in order."""
    with pq.ParquetFile(path) as source:
        for batch in source.iter_batches(ROWS_A_GROUP):
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            yield frame


def _writer(path: Path, schema: pl.Schema) -> pq.ParquetWriter:
    """Without the Arrow schema in the file: then any reader takes text as plain strings.

    A dictionary of values that never come again costs time and room, so that numbers of claims and
    places in files get none. Nobody skips groups of rows by anything but their file.
    """
    return pq.ParquetWriter(
        path,
        _arrow(pl.DataFrame(schema=schema)).schema,
        compression="zstd",
        store_schema=False,
        use_dictionary=[
            _leaf(name, kind)
            for name, kind in schema.items()
            if name not in (*COUNTING_UP, *OWN_NUMBERS) and kind not in NO_DICTIONARY
        ],
        column_encoding={name: "DELTA_BINARY_PACKED" for name in schema if name in COUNTING_UP}
        or None,
        write_statistics=[name for name in schema if name == "file_id"],
    )


def _leaf(name: str, kind: pl.DataType) -> str:
    """What Parquet calls the column; of a list it is the elements that have values."""
    return f"{name}.list.element" if isinstance(kind, pl.List) else name


def _arrow(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())
