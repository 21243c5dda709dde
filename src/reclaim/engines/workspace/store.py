"""The tables of a workspace: what is complete is read, and changed as a whole."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.engines.workspace import delta, publishing
from reclaim.engines.workspace.config import FORM, Workspace
from reclaim.engines.workspace.folder import Folder
from reclaim.engines.workspace.manifest import (
    HEAD,
    Head,
    Manifest,
    Note,
    owner_key,
    read_head,
)
from reclaim.engines.workspace.parts import Parts
from reclaim.engines.workspace.place import Place
from reclaim.engines.workspace.rewriting import batches, scan_parts, settle
from reclaim.engines.workspace.settling import INGEST
from reclaim.errors import ReclaimError
from reclaim.schema import TABLES

Rows = pl.DataFrame | pl.LazyFrame | Iterable[pl.DataFrame]


@dataclass
class Store:
    """The tables as they stood when the store was opened, or last changed or refreshed here.

    Others may add to them meanwhile; `refresh` takes notice of it.
    """

    place: Place
    head: Head

    @property
    def versions(self) -> dict[str, int]:
        """The version of each table that is read here: the same rows can be read by them later."""
        return dict(self.head.tables)

    @property
    def number(self) -> int:
        """The number of the last change that is seen here."""
        return self.head.number

    def scan(self, name: str, *, version: int | None = None) -> pl.LazyFrame:
        """A table's rows, as they are or as they were in a version. Nothing is read yet."""
        uris = self.files(name, version=version)
        return scan_parts(self.place, name, uris)

    def files(self, name: str, *, version: int | None = None) -> list[str]:
        """The addresses of the Parquet files that hold a table's rows, the oldest first."""
        at = self.head.tables[name] if version is None else version
        return delta.file_uris(self.place.uri(name), at, self.place.options)

    def refresh(self) -> None:
        """See what was finished since."""
        head = read_head(self.place.get(HEAD))
        if head is not None:
            self.head = head

    @contextmanager
    def change(self, kind: str, note: Note) -> Iterator["Change"]:
        """A change that is carried out as a whole when the block ends, or not at all.

        Once it is complete it happens, even when this process is killed: the next that opens the
        workspace finishes it.

        Raises:
            ReclaimError: WORKSPACE-CHANGED, when it replaces rows of a table that another process
                has changed since this store last looked.
        """
        change = Change(self, uuid.uuid4().hex[:16], kind, note)
        owner = self.place.lease(owner_key(change.id))
        owner.acquire(wait=True)
        try:
            with _discarded_on_failure(self.place, change.id):
                yield change
                manifest = change.manifest()
            if manifest.tables or kind != INGEST:  # an audit is recorded, whatever it changed
                publishing.publish(self.place, manifest)
                publishing.clean(self.place, manifest.removes)
            self.place.clear_staging(change.id)
        finally:
            owner.release()
        self.refresh()


@contextmanager
def _discarded_on_failure(place: Place, change: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        publishing.discard(place, change)
        raise


class Change:
    """Rows that are to come into tables together, and rows that are to go."""

    def __init__(self, store: Store, identity: str, kind: str, note: Note) -> None:
        self.store = store
        self.id = identity
        self.kind = kind
        self.note = note
        self._folder = store.place.staging(identity)
        self._appended: dict[str, Parts] = {}
        self._removed: dict[str, list[str]] = {}
        self._forgotten: pl.DataFrame | None = None

    def append(self, name: str, rows: Rows) -> None:
        """Rows to be added to a table: a frame, a lazy one, or batches; columns as declared."""
        if name not in self._appended:
            self._appended[name] = Parts(self._folder, name, self.id)
        for batch in _batches(rows):
            self._appended[name].add(batch)

    def replace(self, name: str, rows: Rows, *, of: pl.DataFrame | None) -> None:
        """Rows that take the place of those which agree with `of` in its columns.

        `of` has one row for each key, such as the `claim_id` of claims that were judged anew; null
        agrees with null. None means every row of the table. Files without such rows stay as they
        are. Once for each table in a change.
        """
        if name in self._removed:
            raise ValueError(f"{name} is replaced twice in one change")
        self._removed[name] = []
        for uri in self.store.files(name):
            old = scan_parts(self.store.place, name, [uri])
            if of is not None and not _agree(old, of):
                continue
            self._removed[name].append(uri.rsplit("/", 1)[-1])
            if of is not None:
                self.append(name, old.join(of.lazy(), on=of.columns, how="anti", nulls_equal=True))
        self.append(name, rows)

    def forget(self, files: pl.DataFrame) -> None:
        """Leave out, of all that is appended in this change, the rows of some files (`file_id`)."""
        self._forgotten = files.select("file_id")

    def manifest(self) -> Manifest:
        """The change as it is written down, once all its files are in place."""
        if self._forgotten is not None:
            self._appended = {
                name: self._without_forgotten(parts) for name, parts in self._appended.items()
            }
        adds = {name: settle(self.store.place, parts) for name, parts in self._appended.items()}
        return Manifest(
            self.id,
            self.kind,
            adds={name: parts for name, parts in adds.items() if parts},
            removes={name: paths for name, paths in self._removed.items() if paths},
            bases={name: self.store.head.tables[name] for name in self._removed},
            note=self.note,
        )

    def _without_forgotten(self, parts: Parts) -> Parts:
        if "file_id" not in TABLES[parts.name].polars_schema or self._forgotten is None:
            return parts
        parts.close()
        left = Parts(self._folder, parts.name, f"{self.id}-f")
        for path in parts.written:
            rows = pl.scan_parquet(path).join(self._forgotten.lazy(), on="file_id", how="anti")
            for batch in batches(rows):
                left.add(batch)
            path.unlink()
        return left


def open_store(workspace: Workspace) -> Store:
    """The workspace's tables, once everything that was half done is complete or gone.

    Raises:
        ReclaimError: WORKSPACE-NEWER when a newer version wrote the tables, WORKSPACE-STORAGE when
            they cannot be reached.
    """
    place = _place(workspace)
    head = read_head(place.get(HEAD))
    if head is not None and head.form > FORM:
        raise ReclaimError(
            "WORKSPACE-NEWER",
            where=workspace.tables,
            what=f"the tables have form {head.form}, and this version knows forms up to {FORM}",
            why="A newer version of Reclaim wrote them. Nothing was read or changed.",
            next_step="update Reclaim: `reclaim --version` says which version this is",
        )
    if head is None or not TABLES.keys() <= head.tables.keys():
        head = publishing.make_tables(place)
    publishing.recover(place)
    store = Store(place, head)
    store.refresh()
    return store


def _place(workspace: Workspace) -> Place:
    if workspace.on_s3:
        from reclaim.engines.workspace.bucket import Bucket  # noqa: PLC0415  only who needs it

        return Bucket(workspace.tables, workspace.configuration.storage.options)
    return Folder(Path(workspace.tables))


def _agree(rows: pl.LazyFrame, keys: pl.DataFrame) -> bool:
    """Whether any row agrees with a key."""
    found = rows.select(keys.columns).join(
        keys.lazy(), on=keys.columns, how="semi", nulls_equal=True
    )
    return not found.head(1).collect().is_empty()


def _batches(rows: Rows) -> Iterable[pl.DataFrame]:
    if isinstance(rows, pl.DataFrame):
        return (rows,)
    return batches(rows) if isinstance(rows, pl.LazyFrame) else rows
