"""`reclaim show`: what a file holds, or one claim in plain words beside its segments."""

from typing import Annotated

import typer


def show(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A file, an archive, or its member: 'FILE.zip!MEMBER'.",
            show_default=False,
        ),
    ],
    *,
    claim: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Patient control number, payer's claim number, or claim id of the report.",
            show_default=False,
        ),
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show names, member ids and birth dates.")
    ] = False,
) -> None:
    """Show a claim in plain words, or list a file.

    With --claim its segments stand beside the words; adjustments of the payment that name it
    follow. A number may stand on several claims, such as a payment and its reversal: all are shown.
    """
    from reclaim.cli.show_file import claim_lines, listing
    from reclaim.errors import ReclaimError
    from reclaim.x12.inputs import inputs

    given = list(inputs([file]))
    found = False
    for line in claim_lines(given, claim, reveal=reveal) if claim else listing(given):
        found = True
        typer.echo(line)
    if claim and not found:
        raise ReclaimError(
            "CLAIM-MISSING",
            where=file,
            what=f"no claim has the number {claim}",
            why="Patient control numbers, payers' claim numbers and claim ids were compared.",
            next_step=f"reclaim show {file}, which lists the claims",
        )
