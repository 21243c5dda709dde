"""Adds files to a workspace: each once, wholly or not at all; bad ones are set aside."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from reclaim.engines.ahead import ahead
from reclaim.engines.workspace.settling import INGEST
from reclaim.engines.workspace.sorting import Sorter
from reclaim.engines.workspace.store import Change, Store
from reclaim.pipeline.checking import checked_inputs
from reclaim.schema import TABLES
from reclaim.x12.inputs import BadInput, Input, inputs
from reclaim.x12.reader import READ_TABLES, Tables

ROUND_BYTES = 1_073_741_824
"""So much input goes into one change. What a kill takes back is at most the change at hand."""

Watch = Callable[[Iterable[Tables]], Iterable[Tables]]


@dataclass
class Ingested:
    """What became of the files that were given."""

    files: int = 0
    known: int = 0
    set_aside: list[dict[str, str | None]] = field(default_factory=list)

    @property
    def aside(self) -> int:
        """How many files were set aside."""
        return len({item["path"] for item in self.set_aside})

    @property
    def given(self) -> int:
        return self.files + self.known + self.aside


def ingest(
    store: Store,
    paths: Iterable[str | Path],
    *,
    ingested_on: dt.date,
    watch: Watch = lambda batches: batches,
    round_bytes: int = ROUND_BYTES,
) -> Ingested:
    """Read what lies under the paths into the workspace's tables.

    A file that is there already, under whatever name, is not read again. One that is not X12,
    cannot be read or has no segments goes to `set_aside` with its problems, and is not counted.

    Args:
        store: the workspace's tables.
        paths: files, folders, patterns, archives.
        ingested_on: the day to note down.
        watch: sees the batches as they pass, for a progress bar.
        round_bytes: how much input makes one change, about.

    Raises:
        UsageError: when a path names nothing.
    """
    done = Ingested()
    for some in _rounds(_outside(inputs(paths), store.place.uri("")), round_bytes):
        _ingest_round(store, some, ingested_on, watch, done)
    return done


def _outside(given: Iterable[Input | BadInput], tables: str) -> Iterator[Input | BadInput]:
    """The inputs but for what lies in the folder of the workspace's own tables."""
    ours = Path(tables).resolve()
    return (found for found in given if not Path(found.name).resolve().is_relative_to(ours))


def _rounds(given: Iterable[Input | BadInput], most: int) -> Iterator[list[Input | BadInput]]:
    """The inputs in order, as many at a time as have so many bytes."""
    some: list[Input | BadInput] = []
    held = 0
    for found in given:
        some.append(found)
        held += found.size if isinstance(found, Input) else 0
        if held >= most:
            yield some
            some, held = [], 0
    if some:
        yield some


def _ingest_round(
    store: Store, given: list[Input | BadInput], day: dt.date, watch: Watch, done: Ingested
) -> None:
    known = store.scan("files").select("file_id").collect()["file_id"]
    sorter = Sorter(frozenset(known))
    batches = checked_inputs(sorter.new(given))
    with store.change(INGEST, {"ingested_on": day.isoformat()}) as change:
        last: Tables = {}
        for batch in ahead(watch(batches)):
            if "segments" not in batch:
                last = batch
                continue
            for name in READ_TABLES:
                if name in batch:
                    change.append(name, batch[name])
        _append_files(change, last, sorter, day, done)
    done.known += sorter.known_again


def _append_files(
    change: Change, last: Tables, sorter: Sorter, day: dt.date, done: Ingested
) -> None:
    """The files that are counted and their problems; the others go to `set_aside`."""
    files, problems = last["files"], last["problems"]
    unreadable = problems.filter(pl.col("file_id").is_null())
    broken = files.join(unreadable, left_on="path", right_on="value", how="semi")
    good = files.filter(pl.col("segments") > 0).join(broken, on="file_id", how="anti")
    change.append("files", good)
    change.append("problems", problems.join(good, on="file_id", how="semi"))
    if broken.height:
        change.forget(broken)
    aside = _set_aside(files, problems, sorter, day)
    change.append("set_aside", aside)
    done.files += good.height
    done.set_aside += aside.select("path", "code", "detail").to_dicts()


def _set_aside(
    files: pl.DataFrame, problems: pl.DataFrame, sorter: Sorter, day: dt.date
) -> pl.DataFrame:
    """A row for each reason why a file is not counted."""
    paths = files.select("file_id", "path", "segments")
    empty = (
        problems.join(paths.filter(pl.col("segments") == 0), on="file_id", how="inner")
        .filter(pl.col("code") != "FILE-DUPLICATE")
        .select("file_id", "path", "code", "detail")
    )
    unreadable = problems.filter(pl.col("file_id").is_null()).select(
        pl.lit(None, pl.String).alias("file_id"), pl.col("value").alias("path"), "code", "detail"
    )
    rows = pl.concat([empty, unreadable]).unique(maintain_order=True)
    found = rows["file_id"]
    hashes = {file_id: seen[0] for file_id, seen in sorter.seen.items()}
    sizes = {file_id: seen[1] for file_id, seen in sorter.seen.items()}
    return rows.with_columns(
        bytes=found.replace_strict(sizes, default=None, return_dtype=pl.Int64),
        sha256=found.replace_strict(hashes, default=None, return_dtype=pl.String),
        ingested_on=pl.lit(day),
    ).select(TABLES["set_aside"].polars_schema.names())
