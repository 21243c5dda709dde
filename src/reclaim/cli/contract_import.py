"""`reclaim contract import`: rates from the sources that people have, as tables of ours."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.contract_import_cms import COMMANDS
from reclaim.cli.options import ContractsFolder, ReplaceTable, TableName

import_ = typer.Typer(
    name="import",
    help="Make rate tables of a fee schedule, a CMS release, a price transparency file.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Source = Annotated[
    Path, typer.Argument(metavar="FILE", help="Plain, gzip or alone in a ZIP.", show_default=False)
]
for name_of_command, command in COMMANDS.items():
    import_.command(name_of_command)(command)


@import_.command()
def spreadsheet(
    file: Source,
    *,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help="What its columns hold.  [default: rates/NAME.mapping.yaml]",
            show_default=False,
        ),
    ] = None,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read a payer's fee schedule: Excel or text in columns.

    What the columns hold is proposed by their headers, written beside the table for you to correct,
    and used again for the next file. Cells that cannot be read are named.
    """
    from reclaim.cli.contract_import_words import from_spreadsheet, place

    for line in from_spreadsheet(file, mapping, place(practice, name, file, force=force)):
        typer.echo(line)


@import_.command()
def hospital(
    file: Source,
    *,
    payer: Annotated[
        list[str] | None,
        typer.Option(
            "--payer",
            metavar="NAME",
            help="Part of the payer's name, * for any text. None: list payers and plans.",
            show_default=False,
        ),
    ] = None,
    plan: Annotated[
        list[str] | None,
        typer.Option("--plan", metavar="NAME", help="Likewise of the plan.", show_default=False),
    ] = None,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read a hospital's file of standard charges (CMS): CSV tall or wide, or JSON."""
    from reclaim.cli.contract_import_words import from_hospital, payers_of_hospital, place

    if not payer:
        lines = payers_of_hospital(file)
    else:
        where = place(practice, name, file, force=force)
        lines = from_hospital(file, tuple(payer), tuple(plan or ()), where)
    for line in lines:
        typer.echo(line)


@import_.command()
def in_network(
    file: Source,
    *,
    npi: Annotated[
        list[str] | None,
        typer.Option("--npi", metavar="NPI", help="Your provider.", show_default=False),
    ] = None,
    tin: Annotated[
        list[str] | None,
        typer.Option("--tin", metavar="TIN", help="Your tax id.", show_default=False),
    ] = None,
    codes: Annotated[
        list[str] | None,
        typer.Option(
            "--codes",
            metavar="CODE",
            help="99213, 99202-99215 or J*; may be given several times.",
            show_default=False,
        ),
    ] = None,
    billing_class: Annotated[
        str | None,
        typer.Option(
            "--class",
            metavar="CLASS",
            help="professional or institutional.  [default: both]",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        dt.datetime | None,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="First day of the rates, which such files do not say.",
            show_default=False,
        ),
    ] = None,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read your rates from a payer's in-network file, of whatever size.

    Name your providers by --npi or --tin: without them the file says what others are paid.
    """
    from reclaim.cli.contract_import_words import InNetwork, from_in_network, place

    asked = InNetwork(
        npis=tuple(npi or ()),
        tins=tuple(tin or ()),
        codes=tuple(codes or ()),
        billing_class=billing_class,
        since=since.date() if since else None,
    )
    for line in from_in_network(file, asked, place(practice, name, file, force=force)):
        typer.echo(line)
