"""`reclaim status`: what is in a workspace."""

from typing import Annotated

import typer

from reclaim.cli.options import WorkspaceFolder


def status(
    *,
    workspace: WorkspaceFolder = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what is in a workspace, and what is new."""
    from reclaim.cli.status_words import as_json, lines
    from reclaim.cli.workspaces import open_workspace
    from reclaim.engines.workspace.status import status as of

    found = of(*open_workspace(workspace))
    for line in [as_json(found)] if json else lines(found):
        typer.echo(line)
