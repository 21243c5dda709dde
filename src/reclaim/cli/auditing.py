"""The two ways to audit: some files at once, or a workspace, where what is new is judged."""

import datetime as dt
from pathlib import Path

from reclaim.cli.practice import fingerprint, known
from reclaim.cli.progress import read_with_progress
from reclaim.cli.reporting import write_report, write_report_of_workspace
from reclaim.cli.workspaces import open_workspace
from reclaim.engines.local import JudgeBy
from reclaim.engines.workspace.auditing import audit_workspace
from reclaim.engines.workspace.config import Workspace
from reclaim.engines.workspace.store import Store
from reclaim.errors import ReclaimError, UsageError
from reclaim.report import Figures

REPORT = "report"
"""The folder of a workspace that its report is written to."""


def audit_files(
    paths: list[str],
    out: Path,
    practice: Path | None,
    *,
    as_of: dt.date,
    force: bool,
    show: bool,
) -> Figures:
    """The figures of some files, once everything about them is in `out`."""
    own = known(practice, paths)
    batches = read_with_progress(paths, quiet=not show)
    return write_report(batches, out, own, as_of=as_of, force=force)


def audit_the_workspace(
    folder: Path | None, out: Path | None, *, as_of: dt.date, force: bool
) -> tuple[Figures, Path]:
    """The figures of a workspace and where its report is, once what is new has been judged.

    Raises:
        ReclaimError: WORKSPACE-MISSING and others, when there is none that can be used.
    """
    workspace, store = _opened(folder)
    own = known(workspace.folder)
    by = JudgeBy(own.book, own.practice, own.contracts)
    audit_workspace(store, by, fingerprint=fingerprint(workspace.folder), as_of=as_of)
    target = out or workspace.folder / REPORT
    return write_report_of_workspace(store.scan, target, own, as_of=as_of, force=force), target


def _opened(folder: Path | None) -> tuple[Workspace, Store]:
    """The workspace; who named none and stands in none may have forgotten the path."""
    try:
        return open_workspace(folder)
    except ReclaimError as stop:
        if folder is not None or stop.code != "WORKSPACE-MISSING":
            raise
        raise UsageError(
            "AUDIT-OF-WHAT",
            where="reclaim audit",
            what="no path is given, and this folder is no workspace",
            why="Without a path, what is new in a workspace is audited.",
            next_step="name files or a folder, or make a workspace: reclaim init DIR",
        ) from None
