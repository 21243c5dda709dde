"""`reclaim demo`: a made-up practice, and the audit of its remittances."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

DemoOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")]
SEED = 7
CLAIMS = 2000
AS_OF = dt.date(2026, 4, 1)
"""Fixed, as the seed is: the demo shows the same figures to everybody."""


def demo(*, out: DemoOut = Path("demo")) -> None:
    """Make up a practice and audit it.

    The practice is written to DIR/practice, the report to DIR/report.
    """
    from reclaim.cli.audit_words import lines
    from reclaim.cli.output import output_folder
    from reclaim.cli.practice import known
    from reclaim.cli.progress import read_with_progress
    from reclaim.cli.reporting import write_report
    from reclaim.x12.generate import generate

    practice = out / "practice"
    with output_folder(practice, force=False) as folder:
        generate(seed=SEED, claims=CLAIMS).write(folder)
    typer.echo(f"A made-up practice with {CLAIMS:,} claims: {practice}")
    batches = read_with_progress([practice], quiet=False)
    numbers = write_report(batches, out / "report", known(practice), as_of=AS_OF)
    for line in lines(numbers, out / "report"):
        typer.echo(line)
