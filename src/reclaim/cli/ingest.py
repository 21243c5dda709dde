"""`reclaim ingest`: files into a workspace."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from reclaim.cli.options import Paths, Quiet, WorkspaceFolder

if TYPE_CHECKING:
    from reclaim.engines.workspace.ingest import Ingested

SHOWN = 10
"""So many of the files that were set aside are named; `reclaim status` names all."""


def ingest(paths: Paths, *, workspace: WorkspaceFolder = None, quiet: Quiet = False) -> None:
    """Add X12 files to a workspace, each once.

    A file is known by its content: given again, also under another name, it changes nothing. A file
    that is not X12 or cannot be read is set aside and not counted; `reclaim status` lists them.
    Broken off at any moment, the next command completes what was begun or takes it back.
    """
    from reclaim.cli.clock import today
    from reclaim.cli.progress import with_progress
    from reclaim.cli.workspaces import open_workspace
    from reclaim.engines.workspace.ingest import ingest as into

    found, store = open_workspace(workspace)
    done = into(
        store,
        paths,
        ingested_on=today(),
        watch=lambda batches: with_progress(batches, paths, quiet=quiet),
    )
    _refuse_nothing(done, paths)
    for line in _lines(done, str(found.folder)):
        typer.echo(line)


def _refuse_nothing(done: "Ingested", paths: list[str]) -> None:
    from reclaim.errors import UsageError

    if not done.given:
        raise UsageError(
            "PATH-EMPTY",
            where=", ".join(paths),
            what="there is no file to read here",
            why="In folders, spreadsheets, documents and hidden files are left aside.",
            next_step="name the files themselves",
        )


def _lines(done: "Ingested", folder: str) -> Iterator[str]:
    from reclaim.cli.status_words import title
    from reclaim.wording import clean, count, short_path

    yield f"{count(done.files, 'file')} added to {folder}"
    if done.known:
        yield f"{count(done.known, 'file')} known already, by content"
    if done.set_aside:
        yield f"{count(done.aside, 'file')} set aside and not counted:"
    for item in done.set_aside[:SHOWN]:
        yield f"  {short_path(clean(item['path']))}: {title(item['code'] or '')}"
    if len(done.set_aside) > SHOWN:
        yield f"  and {len(done.set_aside) - SHOWN:,} more: reclaim status"
