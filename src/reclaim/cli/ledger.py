"""`reclaim ledger`: the practice's own accounts, as its PM system exports them."""

from pathlib import Path
from typing import Annotated

import typer

ledger = typer.Typer(
    name="ledger",
    help="Check the ledger that a PM system exports.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

LedgerFiles = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Exports of the ledger, as CSV.", show_default=False),
]
LedgerMap = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        help="How to read them.  [default: the *.ledger.yaml beside them that fits]",
        show_default=False,
    ),
]
Problems = Annotated[
    int, typer.Option("--limit", metavar="N", min=0, help="Problems shown of a kind; 0: all.")
]


@ledger.callback()
def root() -> None:
    """Check the ledger that a PM system exports."""


@ledger.command()
def check(
    files: LedgerFiles,
    *,
    mapping: LedgerMap = None,
    limit: Problems = 5,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Read a ledger, and say what is in it, what its codes mean, and which rows are wrong.

    Codes that the mapping does not know come first, with their dollars: put them into the mapping.
    No row that is wrong takes others with it. Exit code 1 when there is something to look at.
    """
    from reclaim.cli.ledger_check_words import as_json, checked, lines, unclean
    from reclaim.cli.ledgers import ledger_given

    given = ledger_given(files, mapping)
    assert given is not None
    found = checked(given)
    if json:
        typer.echo(as_json(found), nl=False)
    else:
        for line in lines(found, limit):
            typer.echo(line)
    if unclean(found):
        raise typer.Exit(1)
