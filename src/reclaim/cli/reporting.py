"""An audit and everything that is written of it, whole or not at all."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from reclaim import __version__
from reclaim.cli.output import output_folder
from reclaim.engines.local import audit
from reclaim.report import (
    Audited,
    Figures,
    figures,
    render_html,
    summary_json,
    write_workbook,
)
from reclaim.x12.reader import Tables


def write_report(
    batches: Iterable[Tables], out: Path, *, as_of: dt.date, force: bool = False
) -> Figures:
    """The figures of an audit, once its report, workbook, summary and tables are in `out`.

    Raises:
        UsageError: when `out` holds files that Reclaim did not write, and not `force`.
    """
    with output_folder(out, force=force) as folder:
        audit(batches, folder / "tables")
        tables = _audited(folder / "tables", as_of)
        numbers = figures(tables)
        (folder / "report.html").write_text(render_html(tables, numbers), "utf-8")
        (folder / "summary.json").write_text(summary_json(numbers.summary), "utf-8")
        write_workbook(tables, folder / "findings.xlsx", numbers)
    return numbers


def _audited(folder: Path, as_of: dt.date) -> Audited:
    def scan(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(folder / f"{name}.parquet")

    return Audited(
        dispositions=scan("dispositions"),
        remit_claims=scan("remit_claims"),
        problems=scan("problems"),
        files=scan("files"),
        as_of=as_of,
        version=__version__,
        claim_states=scan("claim_states"),
        remit_lines=scan("remit_lines"),
    )
