"""Fits a finished change to what the workspace holds when its turn comes."""

import datetime as dt
from dataclasses import replace

import polars as pl

from reclaim.engines.workspace.delta import Part, file_uris
from reclaim.engines.workspace.manifest import Head, Manifest, part_key
from reclaim.engines.workspace.parts import Parts
from reclaim.engines.workspace.place import Place
from reclaim.engines.workspace.rewriting import scan_parts, settle, without
from reclaim.errors import ReclaimError
from reclaim.schema import TABLES

INGEST = "ingest"
AUDIT = "audit"
SET_ASIDE_KEY = ["file_id", "path", "code"]


def settled(place: Place, head: Head, change: Manifest) -> Manifest:
    """The change with its number, as it may be carried out on top of `head`.

    Files that another process has brought in the meantime are taken out of it. Writes no table
    yet; doing it twice gives the same.

    Raises:
        ReclaimError: WORKSPACE-CHANGED, when it replaces rows of a table that has changed since.
    """
    _refuse_changed(head, change)
    number = head.number + 1
    if change.kind == INGEST:
        change = _without_known(place, head, change)
        listed = _files(place, change).select(
            "file_id", ingest=pl.lit(number, pl.Int64), ingested_on=_day(change)
        )
        change = _with_rows(place, change, "ingests", listed)
    if change.kind == AUDIT:
        change = _with_rows(place, change, "audits", _audit_row(change, number))
    return replace(change, number=number)


def _refuse_changed(head: Head, change: Manifest) -> None:
    moved = [name for name, base in change.bases.items() if head.tables.get(name) != base]
    if moved:
        raise ReclaimError(
            "WORKSPACE-CHANGED",
            where=", ".join(sorted(moved)),
            what="another audit was finished while this one ran",
            why="This one began before it and would take its results back. It changed nothing.",
            next_step="run it again",
        )


def _without_known(place: Place, head: Head, change: Manifest) -> Manifest:
    """Without the files, and the reasons to set one aside, that the workspace has already."""
    known = _at_head(place, head, "files").select("file_id")
    twice = _files(place, change).select("file_id").join(known, on="file_id", how="semi")
    aside = _at_head(place, head, "set_aside").select(SET_ASIDE_KEY)
    adds = dict(change.adds)
    for name, parts in change.adds.items():
        dropped = aside if name == "set_aside" else twice
        if dropped.height:
            into = Parts(place.staging(change.id), name, f"{change.id}-s")
            adds[name] = without(place, name, parts, dropped, into)
    leftovers = [
        part_key(name, part.path)
        for name, parts in change.adds.items()
        for part in parts
        if part not in adds[name]
    ]
    adds = {name: parts for name, parts in adds.items() if parts}
    return replace(change, adds=adds, leftovers=leftovers)


def _files(place: Place, change: Manifest) -> pl.DataFrame:
    return _staged(place, "files", change.adds.get("files", [])).select("file_id").collect()


def _staged(place: Place, name: str, parts: list[Part]) -> pl.LazyFrame:
    return scan_parts(place, name, [place.uri(part_key(name, part.path)) for part in parts])


def _at_head(place: Place, head: Head, name: str) -> pl.DataFrame:
    columns = SET_ASIDE_KEY if name == "set_aside" else ["file_id"]
    if name not in head.tables:
        return TABLES[name].empty().select(columns)
    uris = file_uris(place.uri(name), head.tables[name], place.options)
    return scan_parts(place, name, uris).select(columns).collect()


def _day(change: Manifest) -> pl.Expr:
    return pl.lit(dt.date.fromisoformat(str(change.note["ingested_on"])))


def _audit_row(change: Manifest, number: int) -> pl.DataFrame:
    given = {
        **change.note,
        "audit": number,
        "as_of": dt.date.fromisoformat(str(change.note["as_of"])),
    }
    return pl.DataFrame([given], schema=TABLES["audits"].polars_schema)


def _with_rows(place: Place, change: Manifest, name: str, rows: pl.DataFrame) -> Manifest:
    parts = Parts(place.staging(change.id), name, f"{change.id}-s")
    parts.add(rows)
    found = settle(place, parts)
    return replace(change, adds={**change.adds, name: found}) if found else change
