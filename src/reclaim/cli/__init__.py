"""The command line: one file per command, registered in `entry`."""

from reclaim.cli.entry import app, main

__all__ = ["app", "main"]
