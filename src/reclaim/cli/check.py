"""`reclaim check`: what is wrong with X12 files."""

from typing import Annotated

import typer

from reclaim.cli.options import Paths, Quiet

DEFAULT_LIMIT = 5


def check(
    paths: Paths,
    *,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each problem.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Show at most N problems of each code in a file; 0 shows all.",
            metavar="N",
            show_default=f"{DEFAULT_LIMIT}; all with --json",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Say what is wrong in X12 files, and where.

    Exit code 0: clean. 1: there are errors or warnings; notes alone leave it 0. 2: misuse.

    Names, member ids and birth dates are masked.
    """
    from reclaim.cli.check_words import json_lines, lines, unclean
    from reclaim.cli.excerpts import Excerpts
    from reclaim.cli.progress import read_with_progress

    shown = limit if limit is not None else 0 if json else DEFAULT_LIMIT
    excerpts = Excerpts(limit=shown or None)
    totals = {"files": 0, "segments": 0}
    for batch in read_with_progress(paths, quiet=quiet or json):
        excerpts.add(batch)
        if "files" in batch:
            totals["files"] = batch["files"].height
            totals["segments"] = int(batch["files"]["segments"].sum())
    for line in json_lines(excerpts) if json else lines(excerpts, **totals):
        typer.echo(line)
    raise typer.Exit(int(unclean(excerpts)))
