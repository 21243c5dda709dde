"""The folder of a new workspace: its configuration, and a place for what the practice knows."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from reclaim.engines.workspace.config import FILE, Workspace, read_configuration
from reclaim.errors import UsageError

TABLES = "tables"


def create_workspace(folder: Path, *, tables: str = TABLES) -> Workspace:
    """A new workspace in `folder`, which may hold other files: none of them is touched.

    `reclaim.yaml` comes last, by a rename: what breaks off before is no workspace, and may be made
    again.

    Raises:
        UsageError: WORKSPACE-EXISTS when it is one already, OUT-NOT-A-FOLDER when it is a file.
    """
    _refuse(folder)
    for name, content in _templates(files("reclaim.data") / "workspace", PurePosixPath()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if str(name) != FILE and not target.exists():
            target.write_text(content, "utf-8")
    written = (files("reclaim.data") / "workspace" / FILE).read_text("utf-8")
    _configure(folder, written, folder.resolve().name or "workspace", tables)
    return Workspace(folder.resolve(), read_configuration(folder / FILE))


def _configure(folder: Path, template: str, name: str, tables: str) -> None:
    """What comes in is quoted: a name that looks like a number or has a colon is still a name."""
    values = {"{name}": json.dumps(name), "{tables}": json.dumps(tables)}
    filled = re.sub("{name}|{tables}", lambda field: values[field.group()], template)
    building = folder / f".{FILE}.partial"
    building.write_text(filled, "utf-8")
    building.replace(folder / FILE)


def _refuse(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            "OUT-NOT-A-FOLDER",
            where=str(folder),
            what="this is a file, not a folder",
            why="A workspace is a folder.",
            next_step="name another folder",
        )
    if (folder / FILE).exists():
        raise UsageError(
            "WORKSPACE-EXISTS",
            where=str(folder),
            what="this is a workspace already",
            why="Making it again could lose what it knows.",
            next_step="add files to it with `reclaim ingest PATH`, or name another folder",
        )


def _templates(folder: Traversable, within: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    """The files that a workspace begins with, by their place in it."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = within / entry.name
        if entry.is_dir():
            yield from _templates(entry, name)
        else:
            yield name, entry.read_text("utf-8")
