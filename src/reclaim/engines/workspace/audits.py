"""What audits of the workspace looked at: each is recorded with the rows that it changed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from reclaim import __version__
from reclaim.engines.workspace.manifest import Note
from reclaim.engines.workspace.settling import AUDIT
from reclaim.engines.workspace.store import Change, Store


@dataclass(frozen=True)
class Audit:
    """An audit as it was recorded. `inputs` are the versions of the tables as it read them."""

    audit: int
    as_of: dt.date
    reclaim_version: str
    rules_sha256: str | None
    ingest: int
    files: int
    claims: int
    inputs: Mapping[str, int]


@contextmanager
def record_audit(
    store: Store, *, as_of: dt.date, files: int, claims: int, rules_sha256: str | None = None
) -> Iterator[Change]:
    """A change for the rows that an audit replaces; its row in `audits` comes with them.

    What it saw is what `store` sees: files that come in while it runs are new to the next one.

    Args:
        store: the workspace's tables, as the audit reads them.
        as_of: the day it judges by.
        files: how many files were new to it.
        claims: how many claims it judged.
        rules_sha256: a fingerprint of the rules and the practice's own files; when it differs, a
            later audit has to judge every claim.

    Raises:
        ReclaimError: WORKSPACE-CHANGED, when another audit was recorded since `store` last looked.
    """
    note: Note = {
        "as_of": as_of.isoformat(),
        "reclaim_version": __version__,
        "rules_sha256": rules_sha256,
        "ingest": store.number,
        "files": files,
        "claims": claims,
        "inputs": [f"{name}={version}" for name, version in sorted(store.versions.items())],
    }
    with store.change(AUDIT, note) as change:
        yield change


def last_audit(store: Store) -> Audit | None:
    """The audit that was recorded last; None when there was none."""
    rows = store.scan("audits").sort("audit").tail(1).collect().to_dicts()
    if not rows:
        return None
    pairs = (pair.split("=") for pair in rows[0].pop("inputs"))
    return Audit(**rows[0], inputs={name: int(version) for name, version in pairs})


def new_files_since(store: Store, audit: Audit | None) -> pl.DataFrame:
    """The `file_id` of each file that an audit has not seen, in order; all when there was none."""
    seen = audit.ingest if audit else 0
    return (
        store.scan("ingests").filter(pl.col("ingest") > seen).select("file_id").sort("file_id")
    ).collect()
