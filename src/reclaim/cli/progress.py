"""A progress bar by bytes, on stderr, where there is a terminal to show it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from reclaim.errors import UsageError
from reclaim.pipeline.checking import checked_batches
from reclaim.x12.inputs import Input, inputs
from reclaim.x12.reader import Tables


def read_with_progress(paths: Sequence[str | Path], *, quiet: bool) -> Iterator[Tables]:
    """The checked batches of what lies under the paths, with a bar unless `quiet`.

    Raises:
        UsageError: when a path names nothing, or there is nothing to read under any of them.
    """
    for batch in with_progress(checked_batches(paths), paths, quiet=quiet):
        if "files" in batch and not (batch["files"].height or batch["problems"].height):
            raise UsageError(
                "PATH-EMPTY",
                where=", ".join(str(path) for path in paths),
                what="there is no file to read here",
                why="In folders, spreadsheets, documents and hidden files are left aside.",
                next_step="name the files themselves",
            )
        yield batch


def with_progress(
    batches: Iterable[Tables], paths: Iterable[str | Path], *, quiet: bool
) -> Iterator[Tables]:
    """The batches as they come, with a bar for what is behind and ahead unless `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield from batches
        return
    total = sum(given.size for given in inputs(paths) if isinstance(given, Input))
    columns = (TextColumn("Reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        done = 0
        for batch in batches:
            done += _bytes(batch)
            # What a gzip file unpacks to is not known before: the end moves with it.
            progress.update(task, completed=done, total=max(total, done))
            yield batch


def _bytes(batch: Tables) -> int:
    """About how many bytes of input a batch spans."""
    if "segments" not in batch:
        return 0
    offset = pl.col("byte_offset")
    spans = batch["segments"].group_by("file_id").agg(offset.max() - offset.min())
    return int(spans["byte_offset"].sum())
