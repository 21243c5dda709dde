"""Where `reclaim why` reads from: the tables of a report, or of a workspace, and their rules."""

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.cli.practice import Known, known
from reclaim.cli.workspaces import open_workspace
from reclaim.errors import ReclaimError, UsageError
from reclaim.schema import TABLES

DEFAULT_REPORT = Path("reclaim-report")
PRACTICE = "practice.json"
"""In the folder of an audit's tables: which practice's folder it was given."""


@dataclass(frozen=True)
class JudgedBy:
    """An audit's tables and what it judged by; `option` names it on the command line."""

    tables: dict[str, pl.LazyFrame]
    known: Known
    where: Path
    option: str


def judged_by(report: Path | None, practice: Path | None, workspace: Path | None) -> JudgedBy:
    """The report that is named, else the one in `reclaim-report`, else the workspace to be in.

    Raises:
        UsageError: REPORT-MISSING, when there is none.
        ReclaimError: when a file of the practice cannot be understood.
    """
    if workspace is None and (report or _has_tables(DEFAULT_REPORT)):
        return _of_report(report or DEFAULT_REPORT, practice)
    try:
        found, store = open_workspace(workspace)
    except ReclaimError as stop:
        if workspace is not None or stop.code != "WORKSPACE-MISSING":
            raise
        raise _missing(DEFAULT_REPORT) from None
    tables = {name: store.scan(name) for name in TABLES}
    option = f" --workspace {workspace}" if workspace else ""
    return JudgedBy(tables, known(practice or found.folder), found.folder, option)


def remember(tables: Path, own: Known) -> None:
    """Note in the folder of an audit's tables which practice's folder it was given."""
    folder = str(own.folder.resolve()) if own.folder else None
    (tables / PRACTICE).write_text(json.dumps({"practice": folder}) + "\n", "utf-8")


def _of_report(report: Path, practice: Path | None) -> JudgedBy:
    if not _has_tables(report):
        raise _missing(report)
    found = {
        path.stem: pl.scan_parquet(path)
        for path in sorted((report / "tables").glob("*.parquet"))
        if path.stem in TABLES
    }
    option = "" if report == DEFAULT_REPORT else f" --report {report}"
    return JudgedBy(found, known(practice or _remembered(report)), report, option)


def _has_tables(report: Path) -> bool:
    return (report / "tables" / "remit_claims.parquet").is_file()


def _remembered(report: Path) -> Path | None:
    """The practice's folder as the audit noted it, as long as it is there."""
    try:
        noted = json.loads((report / "tables" / PRACTICE).read_text("utf-8"))["practice"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Path(noted) if noted and Path(noted).is_dir() else None


def _missing(report: Path) -> UsageError:
    return UsageError(
        "REPORT-MISSING",
        where=str(report),
        what="this folder holds no report",
        why="An explanation is read from the tables that an audit writes.",
        next_step="reclaim audit PATH, or name the folder of a report with --report",
    )
