"""Finds and opens the workspace that a command means."""

from pathlib import Path

from reclaim.engines.workspace.config import Workspace, find_workspace
from reclaim.engines.workspace.store import Store, open_store


def open_workspace(folder: Path | None) -> tuple[Workspace, Store]:
    """The workspace of a folder, or of the one to be in; what was half done is settled first.

    Raises:
        ReclaimError: WORKSPACE-MISSING and others, when there is none that can be used.
    """
    workspace = find_workspace(folder or Path())
    return workspace, open_store(workspace)
