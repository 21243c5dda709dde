"""`reclaim contract invalid`: the payer was right, so it is the contract that has to be mended."""

import datetime as dt
from typing import Annotated

import typer

from reclaim.cli.clock import today
from reclaim.cli.contract_fit import OwnFolder, Report
from reclaim.cli.options import WorkspaceFolder


def invalid(
    finding: Annotated[
        str,
        typer.Argument(
            metavar="FINDING",
            help="An underpaid or overpaid finding, such as F-7K2M9QX4TB.",
            show_default=False,
        ),
    ],
    *,
    because: Annotated[
        str | None,
        typer.Option(
            "--because",
            metavar="TEXT",
            help="Why the payer was right. Name no patient.",
            show_default=False,
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the mark back.")] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="INITIALS", help="Who found so.", show_default=False),
    ] = None,
    on: Annotated[
        dt.datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day of the mark.  [default: today]",
            show_default=False,
        ),
    ] = None,
    report: Report = None,
    practice: OwnFolder = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Mark the difference of a finding as invalid: the contract on file is wrong, not the payer.

    The mark is a line of contracts/variances.csv. From the next audit on the finding asks for a
    corrected contract, and counts in no sum to win. Once the contract expects another amount, the
    mark is spent.
    """
    from reclaim.cli.contract_invalid_words import marked_lines, undone_lines
    from reclaim.cli.contract_marks import Mark, mark, unmark
    from reclaim.cli.whys import judged_by
    from reclaim.errors import UsageError

    source = judged_by(report, practice, workspace)
    if undo:
        lines = undone_lines(unmark(source, finding), finding)
    elif because and because.strip():
        noted = Mark(because, on.date() if on else today(), by)
        lines = marked_lines(mark(source, finding, noted), finding, source)
    else:
        raise UsageError(
            "VARIANCE-MARK",
            where=finding,
            what="no reason was given",
            why="Whoever mends the contract has to know why the payer was right.",
            next_step="give --because TEXT",
        )
    for line in lines:
        typer.echo(line)
