"""`reclaim why`: why a finding is one, or what became of a claim and each dollar of it."""

from pathlib import Path
from typing import Annotated

import typer


def why(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FINDING|CLAIM",
            help="A finding (F-...), or a claim: patient control number, payer's number, claim id.",
            show_default=False,
        ),
    ],
    *,
    report: Annotated[
        Path, typer.Option("--report", metavar="DIR", help="Folder that `reclaim audit` wrote.")
    ] = Path("reclaim-report"),
    practice: Annotated[
        Path | None,
        typer.Option(
            "--practice",
            metavar="DIR",
            help="The practice's folder that the audit was given: its rules and payer map.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Explain a finding or a claim, with every rule, date, source and sum behind it.

    A finding is told with its evidence, what to do, until when, and what it is worth. A claim is
    told from the day it was sent, with each part of its charge and where it went.
    """
    from reclaim.cli.why_words import told_lines

    for line in told_lines(report, name, practice):
        typer.echo(line)
