"""`reclaim contract calibrate` and `infer`: what payments show of the contracts behind them."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.options import ReplaceTable, WorkspaceFolder

Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="DIR",
        help="Folder that an audit wrote.  [default: reclaim-report, else the workspace]",
        show_default=False,
    ),
]
OwnFolder = Annotated[
    Path | None,
    typer.Option(
        "--practice",
        metavar="DIR",
        help="The practice's folder.  [default: the one that the audit was given]",
        show_default=False,
    ),
]
Since = Annotated[
    dt.datetime | None,
    typer.Option(
        "--since",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Only payments from this day on.  [default: all]",
        show_default=False,
    ),
]


def calibrate(
    name: Annotated[str, typer.Argument(metavar="CONTRACT", help="Its id.", show_default=False)],
    *,
    report: Report = None,
    since: Since = None,
    practice: OwnFolder = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Compare a contract with what was paid under it, and propose what to mend in it.

    Differences are grouped by their likely cause, each with a change to paste, what it would
    explain, and what it would give up. What is left are the underpayments to work. A variance that
    was marked as invalid leads to another rate for its code, be it the only line.
    """
    from reclaim.cli.contract_fit_words import calibrate_lines
    from reclaim.cli.whys import judged_by

    source = judged_by(report, practice, workspace)
    for line in calibrate_lines(source, name, since.date() if since else None):
        typer.echo(line)


def infer(
    *,
    payer: Annotated[
        str | None,
        typer.Option(
            "--payer",
            metavar="PAYER",
            help="Its key in payers.yaml, or its name as sent.  [default: all without a contract]",
            show_default=False,
        ),
    ] = None,
    report: Report = None,
    since: Since = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write contracts and tables, marked as inferred.")
    ] = False,
    practice: OwnFolder = None,
    workspace: WorkspaceFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Work out what payers without a contract pay, from what they have allowed.

    Lines that were allowed less than is usual are told; they are suspected, not proved.
    """
    from reclaim.cli.contract_fit_words import infer_lines, write_inferred
    from reclaim.cli.whys import judged_by

    source = judged_by(report, practice, workspace)
    found, lines = infer_lines(source, payer, since.date() if since else None)
    for line in [*lines, *(write_inferred(found, source, force=force) if write else ())]:
        typer.echo(line)
