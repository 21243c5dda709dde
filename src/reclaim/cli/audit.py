"""`reclaim audit`: where every charged dollar of some remittances went."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli.options import Force, Paths, PracticeFolder, Quiet

AsOf = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day to judge by.  [default: today]",
    ),
]
ReportOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")]
Json = Annotated[bool, typer.Option("--json", help="Print summary.json instead of words.")]


def audit(
    paths: Paths,
    *,
    as_of: AsOf = None,
    out: ReportOut = Path("reclaim-report"),
    practice: PracticeFolder = None,
    json: Json = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Place every charged cent, and write the report to DIR.

    DIR gets report.html (open it in a browser), findings.xlsx, summary.json and
    tables/*.parquet. The tables name patients, the others do not. Problems with the files are in
    the report; they do not change the exit code, which is 0.
    """
    from reclaim.cli.audit_words import lines
    from reclaim.cli.clock import today
    from reclaim.cli.practice import known
    from reclaim.cli.progress import read_with_progress
    from reclaim.cli.reporting import write_report
    from reclaim.report import summary_json

    day = as_of.date() if as_of else today()
    own = known(practice, paths)
    batches = read_with_progress(paths, quiet=quiet or json)
    numbers = write_report(batches, out, own, as_of=day, force=force)
    if json:
        typer.echo(summary_json(numbers.summary), nl=False)
        return
    for line in lines(numbers, out):
        typer.echo(line)
