"""The Delta side of a table: make it, say which files hold a version, commit a change once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, RemoveAction

from reclaim.schema import TABLES

APPLICATION = "reclaim"
"""Under this name each commit states the number of its change, so that none is done twice."""

SETTINGS = {
    "delta.enableExpiredLogCleanup": "false",  # an audit's inputs can be read again in ten years
    "delta.checkpointInterval": "50",
}

Options = dict[str, str] | None


@dataclass(frozen=True)
class Part:
    """A Parquet file of a table, by its name in the table's folder."""

    path: str
    bytes: int
    rows: int
    written: int
    """When its file was written, in milliseconds, by the clock of the file system."""


def make_table(uri: str, name: str, options: Options) -> None:
    """An empty table of the declared columns; nothing happens when it is there already."""
    empty = TABLES[name].empty().to_arrow(compat_level=pl.CompatLevel.oldest())
    DeltaTable.create(
        uri,
        schema=empty.schema,
        mode="ignore",
        name=name,
        description=TABLES[name].grain,
        configuration=SETTINGS,
        storage_options=options,
    )


def latest(uri: str, options: Options) -> int:
    """The newest version of a table."""
    return DeltaTable(uri, storage_options=options).version()


def file_uris(uri: str, version: int, options: Options) -> list[str]:
    """The Parquet files of a version, the oldest first."""
    return list(reversed(DeltaTable(uri, version=version, storage_options=options).file_uris()))


def commit(
    uri: str, number: int, adds: Sequence[Part], removes: Sequence[str], options: Options
) -> int:
    """The table's version once change `number` is in it; it is committed unless it was before."""
    table = DeltaTable(uri, storage_options=options)
    if _done(table, number):
        return table.version()
    actions: list[AddAction | RemoveAction] = [
        *(_add(part) for part in adds),
        *(_remove(path, adds) for path in removes),
    ]
    try:
        table.create_write_transaction(
            actions,
            mode="append",
            schema=table.schema(),
            commit_properties=CommitProperties(app_transactions=[Transaction(APPLICATION, number)]),
        )
    except CommitFailedError:
        # Another process that took this one for dead has finished its change for it.
        if not _done(DeltaTable(uri, storage_options=options), number):
            raise
    return latest(uri, options)


def outdated(uri: str, hours: int, options: Options) -> list[str]:
    """The Parquet files that no version of a table has had for so many hours, by their names."""
    table = DeltaTable(uri, storage_options=options)
    return table.vacuum(retention_hours=hours, dry_run=True, enforce_retention_duration=False)


def _done(table: DeltaTable, number: int) -> bool:
    done = table.transaction_version(APPLICATION)
    return done is not None and done >= number


def _add(part: Part) -> AddAction:
    nothing: Mapping[str, str | None] = {}
    stats = json.dumps({"numRecords": part.rows})
    return AddAction(part.path, part.bytes, nothing, part.written, True, stats)  # noqa: FBT003  positional in its interface


def _remove(path: str, adds: Sequence[Part]) -> RemoveAction:
    """Removed when what takes its place was written: the moment from which it may be cleaned up."""
    return RemoveAction(path, True, max((part.written for part in adds), default=0))  # noqa: FBT003  as above
