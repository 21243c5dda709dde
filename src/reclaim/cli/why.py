"""`reclaim why`: why a finding is one, or what became of a claim and each dollar of it."""

from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.options import WorkspaceFolder


def why(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FINDING|CLAIM",
            help="A finding, such as F-7K2M9QX4TB, or a claim: any of its numbers.",
            show_default=False,
        ),
    ],
    *,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help="Folder that an audit wrote.  [default: reclaim-report, else the workspace]",
            show_default=False,
        ),
    ] = None,
    practice: Annotated[
        Path | None,
        typer.Option(
            "--practice",
            metavar="DIR",
            help="The practice's folder.  [default: the one that the audit was given]",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Explain a finding or a claim, to the last cent and segment.

    A finding is told with its evidence, what to do, until when, and what it is worth. A claim is
    told from the day it was sent, with each part of its charge and where it went.
    """
    from reclaim.cli.why_words import told_lines
    from reclaim.cli.whys import judged_by

    for line in told_lines(judged_by(report, practice, workspace), name):
        typer.echo(line)
