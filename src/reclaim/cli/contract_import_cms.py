"""`reclaim contract import cms-...`: Medicare's published fee schedules as tables of ours."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.options import ContractsFolder, ReplaceTable, TableName

Releases = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="CMS's own file; several releases become one table.",
        show_default=False,
    ),
]


def physician(
    files: Releases,
    *,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read relative values of the physician fee schedule: PPRRVU files.

    Each release holds until the day before the next one begins. Give those for qualifying
    participants (QPP) or those for the others (nonQPP), not both: their conversion factors differ.
    """
    _import("physician", files, name, practice, force=force)


def gpci(
    files: Releases,
    *,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read geographic practice cost indices: GPCI files, one a year."""
    _import("indices", files, name, practice, force=force)


def clfs(
    files: Releases,
    *,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read the clinical laboratory fee schedule: the latest release of each year."""
    _import("clfs", files, name, practice, force=force)


def asc(
    files: Releases,
    *,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read rates of ambulatory surgical centers: Addendum AA or BB.

    They are national, before the wage index of a place.
    """
    _import("asc", files, name, practice, force=force)


def anesthesia(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CMS's own.", show_default=False)],
    *,
    since: Annotated[
        dt.datetime,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="First day of the factors, which the file does not say.",
        ),
    ],
    to: Annotated[
        dt.datetime | None,
        typer.Option(
            "--to",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Last day.  [default: the end of that year]",
            show_default=False,
        ),
    ] = None,
    name: TableName = None,
    practice: ContractsFolder = None,
    force: ReplaceTable = False,
) -> None:
    """Read anesthesia conversion factors by locality."""
    from reclaim.cli.contract_import_cms_words import from_anesthesia
    from reclaim.cli.contract_import_words import place

    where = place(practice, name, file, force=force)
    for line in from_anesthesia(file, since.date(), to.date() if to else None, where):
        typer.echo(line)


def _import(
    source: str, files: list[Path], name: str | None, practice: Path | None, *, force: bool
) -> None:
    from reclaim.cli.contract_import_cms_words import from_cms
    from reclaim.cli.contract_import_words import place

    for line in from_cms(source, files, place(practice, name, files[-1], force=force)):
        typer.echo(line)


COMMANDS: dict[str, Callable[..., None]] = {
    "cms-physician": physician,
    "cms-gpci": gpci,
    "cms-anesthesia": anesthesia,
    "cms-clfs": clfs,
    "cms-asc": asc,
}
"""By the name of the command."""
