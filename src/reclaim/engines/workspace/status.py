"""What is in a workspace, as numbers: files, claims, remittances, days, and what is still to do."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from reclaim.engines.workspace.audits import Audit, last_audit, new_files_since
from reclaim.engines.workspace.config import Workspace
from reclaim.engines.workspace.store import Store

Span = tuple[dt.date, dt.date] | None


@dataclass(frozen=True)
class Status:
    """A workspace at a glance. Days are the first and the last, both included; None without any."""

    name: str
    folder: str
    tables: str
    files: int
    files_by_set: dict[str, int]
    claims: int
    remittances: int
    remittance_claims: int
    payments: Span
    services: Span
    set_aside: list[dict[str, str | dt.date | None]]
    problems: dict[str, int]
    last_audit: Audit | None
    new_files: int
    input_bytes: int
    stored_bytes: int


def status(workspace: Workspace, store: Store) -> Status:
    """What the workspace holds now."""
    files = store.scan("files").select("file_id", "path", "bytes").collect()
    audit = last_audit(store)
    return Status(
        name=workspace.configuration.name,
        folder=str(workspace.folder),
        tables=workspace.tables,
        files=files.height,
        files_by_set=_by_set(store),
        claims=_rows(store, "claims"),
        remittances=_rows(store, "payments"),
        remittance_claims=_rows(store, "remit_claims"),
        payments=_span(store, "payments", "payment_date"),
        services=_services(store),
        set_aside=_set_aside(store, files),
        problems=_problems(store),
        last_audit=audit,
        new_files=new_files_since(store, audit).height,
        input_bytes=int(files["bytes"].sum()),
        stored_bytes=sum(store.place.sizes("").values()),
    )


def _by_set(store: Store) -> dict[str, int]:
    """How many files hold each kind of transaction; one with two kinds counts for both."""
    kinds = (
        store.scan("transactions")
        .group_by(kind=pl.col("transaction_code").fill_null("none"))
        .agg(pl.col("file_id").n_unique())
        .sort("kind")
    )
    return dict(kinds.collect().iter_rows())


def _rows(store: Store, name: str) -> int:
    return int(store.scan(name).select(pl.len()).collect().item())


def _span(store: Store, name: str, column: str) -> Span:
    first, last = (
        store.scan(name)
        .select(pl.col(column).min().alias("first"), pl.col(column).max().alias("last"))
        .collect()
        .row(0)
    )
    return (first, last) if first else None


def _services(store: Store) -> Span:
    """Days of service, as claims and remittances state them."""
    spans = [
        span
        for name in ("claim_lines", "remit_lines")
        if (span := _span(store, name, "service_date"))
    ]
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def _set_aside(store: Store, files: pl.DataFrame) -> list[dict[str, str | dt.date | None]]:
    """Why files were set aside, but for those whose path has given a good file since."""
    rows = store.scan("set_aside").collect().join(files, on="path", how="anti")
    columns = ("path", "code", "detail", "ingested_on")
    return rows.select(columns).sort("ingested_on", "path", "code").to_dicts()


def _problems(store: Store) -> dict[str, int]:
    found = store.scan("problems").group_by("severity").len().sort("severity").collect()
    return dict(found.iter_rows())
