"""An audit and everything that is written of it, whole or not at all."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from reclaim import __version__
from reclaim.cli.output import output_folder
from reclaim.cli.practice import Known
from reclaim.engines.local import audit
from reclaim.engines.timing import stage
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
    batches: Iterable[Tables], out: Path, known: Known, *, as_of: dt.date, force: bool = False
) -> Figures:
    """The figures of an audit, once its report, workbook, summary and tables are in `out`.

    Raises:
        UsageError: when `out` holds files that Reclaim did not write, and not `force`.
    """
    with output_folder(out, force=force) as folder:
        tables = folder / "tables"
        audit(batches, tables, as_of=as_of, book=known.book, practice=known.practice)
        audited = _audited(tables, as_of, known)
        with stage("figures"):
            numbers = figures(audited)
        with stage("page"):
            (folder / "report.html").write_text(render_html(audited, numbers), "utf-8")
            (folder / "summary.json").write_text(summary_json(numbers.summary), "utf-8")
        with stage("workbook"):
            write_workbook(audited, folder / "findings.xlsx", numbers)
    return numbers


def _audited(folder: Path, as_of: dt.date, known: Known) -> Audited:
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
        findings=scan("findings"),
        evidence=scan("evidence"),
        payer_habits=scan("payer_habits"),
        claim_links=scan("claim_links"),
        signals=known.book.signals,
    )
