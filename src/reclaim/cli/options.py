"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, folders, patterns in quotes, archives (zip, gzip), 'FILE.zip!MEMBER'.",
        show_default=False,
    ),
]
OptionalPaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        help="Files, folders, patterns in quotes, archives (zip, gzip). None: the workspace.",
        show_default=False,
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Folder to write to.", show_default=False)
]
Force = Annotated[
    bool, typer.Option("--force", help="Write into a folder that holds other files, too.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress bar.")]
WorkspaceFolder = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="The workspace.  [default: the folder to be in, or the nearest above it]",
        show_default=False,
    ),
]
PracticeFolder = Annotated[
    Path | None,
    typer.Option(
        "--practice",
        metavar="DIR",
        help=(
            "Folder with the practice's own payers.yaml, rules, roster and documents.  "
            "[default: a PATH that holds payers.yaml]"
        ),
        show_default=False,
    ),
]
ContractsFolder = Annotated[
    Path | None,
    typer.Option(
        "--practice",
        metavar="DIR",
        help=(
            "The practice's folder, which holds payers.yaml and contracts.  "
            "[default: the folder to be in, or the nearest above it]"
        ),
        show_default=False,
    ),
]
TableName = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="NAME",
        help="Of the table: rates/NAME.csv.  [default: as the file]",
        show_default=False,
    ),
]
ReplaceTable = Annotated[bool, typer.Option("--force", help="Replace tables that are there.")]
