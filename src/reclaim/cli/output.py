"""A folder that a command writes: whole or not at all, and never over somebody else's files."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reclaim import __version__
from reclaim.errors import UsageError

MARKER = ".reclaim.json"
"""Lists what a command wrote here, so that the next run replaces that and nothing else."""


@contextmanager
def output_folder(out: Path, *, force: bool) -> Iterator[Path]:
    """A new folder to write to; when the block ends well, its files are what `out` holds.

    Files that an earlier run wrote to `out` go, those of others stay. When the block fails, or is
    interrupted, `out` is as it was.

    Raises:
        UsageError: when `out` holds files of others and not `force`, or is no folder.
    """
    _refuse(out, force=force)
    out.parent.mkdir(parents=True, exist_ok=True)
    building = out.parent / f".{out.name}.{os.getpid()}.partial"
    building.mkdir()
    try:
        yield building
        written = sorted(str(file.relative_to(building)) for file in _files(building))
        marker = {"written_by": f"reclaim {__version__}", "files": written}
        building.joinpath(MARKER).write_text(json.dumps(marker, indent=1) + "\n", "utf-8")
        _publish(building, out, [*written, MARKER])
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _refuse(out: Path, *, force: bool) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(
            "OUT-NOT-A-FOLDER",
            where=str(out),
            what="this is a file, not a folder",
            why="Several files are to be written.",
            next_step="name another folder with --out",
        )
    if out.is_dir() and any(out.iterdir()) and not (force or (out / MARKER).exists()):
        raise UsageError(
            "OUT-NOT-EMPTY",
            where=str(out),
            what="the folder holds files that Reclaim did not write",
            why="They could be mistaken for results, or be overwritten.",
            next_step="name another folder with --out, or give --force",
        )


def _publish(building: Path, out: Path, files: list[str]) -> None:
    """Put the files in place, the marker last: where it stands, all of them are there."""
    if not out.exists():
        building.rename(out)
        return
    for name in [MARKER, *_written_before(out)]:
        (out / name).unlink(missing_ok=True)
    for name in files:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (building / name).replace(out / name)


def _written_before(out: Path) -> list[str]:
    """What the marker lists, as far as it lies inside the folder."""
    try:
        listed = json.loads((out / MARKER).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    inside = out.resolve()
    return [name for name in listed if (out / name).resolve().is_relative_to(inside)]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
