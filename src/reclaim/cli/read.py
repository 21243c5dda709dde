"""`reclaim read`: the tables of X12 files as Parquet."""

import typer

from reclaim.cli.options import Force, Out, Paths, Quiet


def read(paths: Paths, out: Out, *, force: Force = False, quiet: Quiet = False) -> None:
    """Write every table as Parquet.

    Each is DIR/TABLE.parquet, empty ones too, and its rows are counted. They name patients: keep
    them as you keep the files.
    """
    from reclaim.cli.output import output_folder
    from reclaim.cli.progress import read_with_progress
    from reclaim.engines.parquet import write_tables

    with output_folder(out, force=force) as folder:
        rows = write_tables(read_with_progress(paths, quiet=quiet), folder)
    for name, count in rows.items():
        typer.echo(f"{count:>12,}  {name}")
    typer.echo(f"Written to {out}")
