"""Reads bytes for the tests: in memory, whole or in pieces, and finds the samples."""

import io
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl

from reclaim.schema import TABLES
from reclaim.x12.inputs import Input
from reclaim.x12.pieces import PIECE_BYTES
from reclaim.x12.reader import READ_TABLES, read_inputs

SAMPLES = Path(__file__).parent / "samples"
FOREIGN = os.environ.get("RECLAIM_SAMPLES", "")
"""A folder with X12 from elsewhere, over which the tests run too when it is named."""

ORDER = ("file_id", "segment_number", "element", "component", "code", "value")

Tables = dict[str, pl.DataFrame]


def sample(name: str) -> bytes:
    """The bytes of one of our own samples."""
    return (SAMPLES / name).read_bytes()


def own_samples() -> dict[str, bytes]:
    """Our own samples by name."""
    return {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir())}


def every_sample() -> dict[str, bytes]:
    """Our own samples and, when there are any, the foreign ones."""
    found = own_samples()
    for path in sorted(Path(FOREIGN).rglob("*")) if FOREIGN else []:
        if path.is_file() and path.suffix != ".csv":
            found[str(path)] = path.read_bytes()
    return found


def read_files(
    contents: Mapping[str, bytes], *, piece_bytes: int = PIECE_BYTES, threads: int = 1
) -> Tables:
    """Every table of some files given as bytes."""
    given = [
        Input(name, partial(_stream, content), len(content)) for name, content in contents.items()
    ]
    batches = list(read_inputs(given, threads=threads, piece_bytes=piece_bytes))
    return {
        name: pl.concat(
            [TABLES[name].empty(), *(batch[name] for batch in batches if name in batch)]
        )
        for name in READ_TABLES
    }


def read_one(content: bytes, *, piece_bytes: int = PIECE_BYTES) -> Tables:
    """Every table of one file given as bytes."""
    return read_files({"one": content}, piece_bytes=piece_bytes)


def problem_codes(tables: Tables) -> list[str]:
    """The codes of all problems, in order."""
    return sorted(tables["problems"]["code"])


def in_order(tables: Tables) -> Tables:
    """The tables with their rows in an order that does not depend on how they were read."""
    return {
        name: frame.sort([column for column in ORDER if column in frame.columns], nulls_last=True)
        for name, frame in tables.items()
    }


def assert_same(one: Tables, other: Tables) -> None:
    """Both hold the same tables with the same rows, in whatever order."""
    assert one.keys() == other.keys()
    left, right = in_order(one), in_order(other)
    different = [name for name in left if not left[name].equals(right[name])]
    assert not different, [(name, left[name].height, right[name].height) for name in different]


def _stream(content: bytes) -> BinaryIO:
    return io.BytesIO(content)
