"""`reclaim contract`: what payers have agreed to pay, and what that is for a service."""

from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.contract_fit import Report, calibrate, infer
from reclaim.cli.contract_import import import_
from reclaim.cli.contract_invalid import invalid
from reclaim.cli.contract_price import price
from reclaim.cli.options import ContractsFolder, WorkspaceFolder

contract = typer.Typer(
    name="contract",
    help="Price a service, try and show contracts, load rates.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
contract.command()(price)
contract.add_typer(import_)
contract.command()(calibrate)
contract.command()(infer)
contract.command()(invalid)


@contract.command("test")
def tried(practice: ContractsFolder = None) -> None:
    """Try every contract on its own examples.

    Each expectation that is not met is told with the steps of the price. Exit code 1 if one fails.
    """
    from reclaim.cli.contract_test_words import test_lines
    from reclaim.cli.contracts_of import practice_with_contracts

    lines, failed = test_lines(practice_with_contracts(practice).contracts)
    for line in lines:
        typer.echo(line)
    if failed:
        raise typer.Exit(1)


@contract.command()
def check(
    *,
    practice: ContractsFolder = None,
    report: Report = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Read all contracts and their rate tables, and say what each covers and what it leaves open.

    Faults are named by file, line and field. What is left open: days of the contract on which a
    table has no rates, and terms that never price anything. Variances that were marked as invalid
    are told too: which of them wait for a correction, by the payments of an audit.
    """
    from reclaim.cli.contract_check_words import check_lines
    from reclaim.cli.contract_marks_words import mark_lines
    from reclaim.cli.contracts_of import practice_with_contracts

    own = practice_with_contracts(practice)
    for line in [*check_lines(own.contracts), *mark_lines(own, report, workspace)]:
        typer.echo(line)


@contract.command()
def show(
    name: Annotated[str, typer.Argument(metavar="CONTRACT", help="Its id.", show_default=False)],
    practice: ContractsFolder = None,
) -> None:
    """Show a contract in plain words: its terms in the order in which they are tried."""
    from reclaim.cli.contract_show_words import show_lines
    from reclaim.cli.contracts_of import contract_named, practice_with_contracts

    for line in show_lines(contract_named(practice_with_contracts(practice), name)):
        typer.echo(line)


@contract.command()
def schema(
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="File to write to.  [default: the terminal]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of contract files, by which editors complete and check them."""
    from importlib import resources

    text = (
        resources.files("reclaim.data")
        .joinpath("contracts/contract.schema.json")
        .read_text("utf-8")
    )
    if out is None:
        typer.echo(text, nl=False)
        return
    out.write_text(text, "utf-8")
    typer.echo(f"{out}: begin contract files with  # yaml-language-server: $schema={out.name}")
