"""Damages X12 files by the thousand and checks that the reader raises nothing and loses nothing.

    python tools/fuzz.py --files 200000 --seed 1 --sources tests/x12/samples

Exits with 1 when a check fails; the damaged file is then named by seed, source and number.
"""

import argparse
import functools
import importlib.util
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import numpy as np
import polars as pl

from reclaim.audit.place import place
from reclaim.schema import TABLES, X12_TABLES
from reclaim.x12.generate.mutate import mutations
from reclaim.x12.inputs import Input
from reclaim.x12.kernels.cut import read_isa
from reclaim.x12.pieces import open_source
from reclaim.x12.reader import read_inputs
from reclaim.x12.restore import restore

GROUP = 500
"""Files read together."""

LONGEST_SOURCE = 100_000
"""Larger sources are left out: many small files find more than few large ones."""

PIECE_BYTES = (20_000, *[8_388_608] * 9)
"""Sizes of piece that the groups take in turn; small ones cost much time."""

DEEP = 20
"""Each so many files the slow model of the tests looks for every single value."""

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Damaged:
    """One damaged file: which it is, what was done to it, and its bytes."""

    name: str
    mutation: str
    content: bytes


@dataclass
class Result:
    """What a run did, and the failures in words."""

    files: int = 0
    bytes: int = 0
    segments: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def damaged_files(sources: Sequence[tuple[str, bytes]], seed: int) -> Iterator[Damaged]:
    """Damaged copies of all sources in turn, without end; the same for the same seed."""
    streams = [(name, mutations(seed + at, content)) for at, (name, content) in enumerate(sources)]
    number = 0
    while True:
        for name, stream in streams:
            mutation, content = next(stream)
            number += 1
            yield Damaged(f"{name} seed {seed} number {number}", mutation, content)


def sources_in(folders: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Every X12 file under the folders, by name; indexes and large files left out."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [(str(path), path.read_bytes()) for path in paths if path.suffix != ".csv"]
    return [(name, content) for name, content in found if 0 < len(content) <= LONGEST_SOURCE]


def run(files: Iterable[Damaged], result: Result) -> None:
    """Read the files in groups, and note every failure in the result."""
    stream = iter(files)
    for turn in range(sys.maxsize):
        group = list(islice(stream, GROUP))
        if not group:
            return
        _check_group(group, PIECE_BYTES[turn % len(PIECE_BYTES)], result)


def _check_group(group: Sequence[Damaged], piece_bytes: int, result: Result) -> None:
    result.files += len(group)
    for damaged in group:
        result.bytes += len(damaged.content)
        result.kinds.update(damaged.mutation.split("+"))
    try:
        tables = read_all(group, piece_bytes)
        result.segments += tables["segments"].height
        found = [
            *unrestored(group, tables),
            *unaccounted(tables),
            *unplaced(tables),
            *lost_values(group[::DEEP], tables),
        ]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        if len(group) == 1:
            result.failures.append(f"{_about(group[0])}: {type(error).__name__}: {error}")
            return
        half = len(group) // 2
        again = Result()
        _check_group(group[:half], piece_bytes, again)
        _check_group(group[half:], piece_bytes, again)
        result.failures += again.failures or [f"{group[0].name}: {error!r}, in company only"]
        return
    names = {damaged.name: damaged for damaged in group}
    result.failures += [f"{_about(names[name])}: {what}" for name, what in found]


def _about(damaged: Damaged) -> str:
    return f"{damaged.name} ({damaged.mutation})"


def read_all(group: Sequence[Damaged], piece_bytes: int) -> Tables:
    """The tables of a group of files, read together on one thread."""
    given = map(_input, group)
    batches = list(read_inputs(given, threads=1, piece_bytes=piece_bytes))
    names = {name for batch in batches for name in batch}
    return {
        name: pl.concat([TABLES[name].empty(), *(b[name] for b in batches if name in b)])
        for name in names | set(X12_TABLES) | {"segments", "other_elements"}
    }


def _input(one: Damaged) -> Input:
    return Input(one.name, functools.partial(_stream, one.content), len(one.content))


def _stream(content: bytes) -> BinaryIO:
    return io.BytesIO(content)


def unrestored(group: Sequence[Damaged], tables: Tables) -> Iterator[tuple[str, str]]:
    """Files that do not come back byte for byte, or of which nothing is said."""
    files = tables["files"]
    known = dict(files.select("path", "file_id").iter_rows())
    encodings = dict(files.select("file_id", "encoding").iter_rows())
    back = restore(tables["segments"], files)
    codes = dict(
        tables["problems"].group_by("file_id").agg(pl.col("code")).drop_nulls("file_id").iter_rows()
    )
    seen = {damaged.content: damaged.name for damaged in reversed(group)}
    for content, name in seen.items():
        if name not in known:
            yield name, "not in the table of files"
            continue
        found = codes.get(known[name], [])
        if unread := {"X12-EMPTY", "X12-NOT-X12", "X12-BINARY", "X12-ISA-TRUNCATED"} & set(found):
            if len(set(found) - {"FILE-DUPLICATE"}) != 1:
                yield name, f"{sorted(unread)} is not its only problem"
        elif back[known[name]] != content and not _broken_utf16(
            content, encodings[known[name]], found
        ):
            yield name, "does not come back byte for byte"


def _broken_utf16(content: bytes, encoding: str, codes: Iterable[str]) -> bool:
    """UTF-16 that is not well formed, which is reported and comes back as well as can be."""
    if not encoding.startswith("utf-16"):
        return False
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return "X12-ENCODING" in codes
    return False


def unaccounted(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, str]]:
    """Segments that no table holds; for those that a row above takes in, see `lost_values`."""
    place_of = ["file_id", "segment_number"]
    held = [tables[name].select(place_of) for name in X12_TABLES]
    held.append(tables["other_elements"].select(place_of))
    alone = ~pl.col("segment_id").is_in(taken_in())
    lost = tables["segments"].filter(alone).join(pl.concat(held), on=place_of, how="anti")
    paths = dict(tables["files"].select("file_id", "path").iter_rows())
    for file_id, number in lost.select(place_of).iter_rows():
        yield paths[file_id], f"segment {number} is in no table"


@functools.cache
def taken_in() -> frozenset[str]:
    """The segments whose elements may all stand in a row of a segment above them."""
    columns = (column for table in X12_TABLES.values() for column in table.columns)
    places = (source.place for column in columns for source in column.sources)
    return frozenset(name for place in places if place.reach == "below" for name in place.segments)


def lost_values(
    group: Sequence[Damaged], tables: Mapping[str, pl.DataFrame]
) -> Iterator[tuple[str, str]]:
    """Values of some files that no table holds, as the slow model of the tests finds them."""
    files = tables["files"].filter(pl.col("segments") > 0)
    known = dict(files.select("path", "file_id").iter_rows())
    model = slow_model()
    for damaged in group:
        if damaged.name in known:
            file_id = known[damaged.name]
            rows = tables["segments"].filter(file_id=file_id).sort("segment_number")
            segments = [model.SlowSegment(*parts) for parts in split_as_read(damaged, rows)]
            for what in model.lost(segments, tables, file_id):
                yield damaged.name, f"lost: {what[:200]}"


def split_as_read(
    damaged: Damaged, rows: pl.DataFrame
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Number, elements and component delimiter of segments whose texts are known to be whole.

    A damaged ISA may state any delimiters; which of them count is the reader's to say.
    """
    head = open_source(_input(damaged)).head
    element, component = chr(head.element), chr(head.component)
    following = [*rows["text"].to_list()[1:], ""]
    for row, follows in zip(rows.iter_rows(named=True), following, strict=True):
        number, name, text = row["segment_number"], row["segment_id"], row["text"]
        if text.startswith("ISA"):
            raw = (text + row["ending"] + follows).encode() + b" " * 20
            marks = read_isa(np.frombuffer(raw, np.uint8), 0, len(raw))
            if marks[0]:
                mark = head.component if marks[1] == head.misstated else marks[1]
                element, component = chr(marks[0]), chr(mark) if mark else ""
        assert not text[len(name) :] or text[len(name)] == element
        yield number, tuple(text.split(element)), component


@functools.cache
def slow_model() -> ModuleType:
    """The slow model of the tests."""
    path = Path(__file__).resolve().parent.parent / "tests" / "x12" / "slow_model.py"
    spec = importlib.util.spec_from_file_location("slow_model", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["slow_model"] = module
    spec.loader.exec_module(module)
    return module


def unplaced(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, str]]:
    """Claims whose places do not add up to their charge; an unreadable one counts as nothing."""
    claims = tables["remit_claims"].select(
        "file_id",
        pl.concat_str("file_id", pl.lit("-"), "segment_number").alias("claim_id"),
        pl.col("charge_cents").fill_null(0),
    )
    placed = place(tables).group_by("claim_id").agg(pl.col("amount_cents").sum())
    paths = dict(tables["files"].select("file_id", "path").iter_rows())
    wrong = claims.join(placed, on="claim_id", how="left").filter(
        pl.col("amount_cents").fill_null(0) != pl.col("charge_cents")
    )
    for file_id, claim_id in wrong.select("file_id", "claim_id").iter_rows():
        yield paths[file_id], f"the places of claim {claim_id} do not add up"


def main() -> int:
    """Run by the command line's arguments; 1 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    sources = sources_in(given.sources)
    if not sources:
        parser.error("there is no X12 file under the sources")
    result = Result()
    run(islice(damaged_files(sources, given.seed), given.files), result)
    print(f"{result.files} files from {len(sources)} sources, {result.bytes:,} bytes,", end=" ")
    print(f"{result.segments:,} segments")
    for name, count in sorted(result.kinds.items()):
        print(f"  {name:20} {count}")
    print(f"{len(result.failures)} failures")
    for failure in result.failures[:50]:
        print(f"  {failure}")
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
