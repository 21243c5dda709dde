"""`reclaim audit`: where every charged dollar of some remittances went."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.options import (
    Force,
    OptionalPaths,
    PracticeFolder,
    Quiet,
    WorkspaceFolder,
)

AsOf = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day to judge by.  [default: today]",
    ),
]
ReportOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Folder to write to.  [default: reclaim-report; of a workspace, its folder report]",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print summary.json instead of words.")]


DEFAULT_OUT = Path("reclaim-report")


def audit(
    paths: OptionalPaths = None,
    *,
    as_of: AsOf = None,
    out: ReportOut = None,
    practice: PracticeFolder = None,
    workspace: WorkspaceFolder = None,
    json: Json = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Judge every charged cent, and write the report to DIR.

    With PATHs, these files are audited at once: DIR gets report.html (open it in a browser),
    findings.xlsx, summary.json and tables/*.parquet. The tables name patients, the others do not.
    Without PATH, the workspace is audited: what is new in it, and what that touches, is judged,
    and DIR gets the report of everything in it. Problems with the files are in the report; they do
    not change the exit code, which is 0.
    """
    from reclaim.cli.audit_words import lines
    from reclaim.cli.auditing import audit_files, audit_the_workspace
    from reclaim.cli.clock import today
    from reclaim.report import summary_json

    day = as_of.date() if as_of else today()
    if paths:
        target = out or DEFAULT_OUT
        show = not (quiet or json)
        numbers = audit_files(paths, target, practice, as_of=day, force=force, show=show)
    else:
        numbers, target = audit_the_workspace(workspace, out, as_of=day, force=force)
    if json:
        typer.echo(summary_json(numbers.summary), nl=False)
        return
    for line in lines(numbers, target):
        typer.echo(line)
