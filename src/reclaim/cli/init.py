"""`reclaim init`: a new workspace."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder to make it in.", show_default=False)
]
Tables = Annotated[
    str | None,
    typer.Option(
        "--tables",
        metavar="PLACE",
        help="Where its tables lie: a folder, or s3://BUCKET/FOLDER.  [default: DIR/tables]",
        show_default=False,
    ),
]


def init(folder: Folder, *, tables: Tables = None) -> None:
    """Make a workspace, to which files are added day by day.

    DIR gets reclaim.yaml (the configuration), payers.yaml (what you know about your payers), and
    places for your own rules, rosters, code edits, contracts and policies. Files that are there
    already stay as they are.
    """
    from reclaim.engines.workspace.layout import TABLES, create_workspace
    from reclaim.engines.workspace.store import open_store

    workspace = create_workspace(folder, tables=tables or TABLES)
    open_store(workspace)
    typer.echo(f"{folder} is a workspace. Its tables lie in {workspace.tables}")
    typer.echo(f"Next: reclaim ingest PATH --workspace {folder}")
