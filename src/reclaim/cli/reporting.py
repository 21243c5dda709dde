"""An audit and everything that is written of it, whole or not at all."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from reclaim import __version__
from reclaim.cli.output import output_folder
from reclaim.cli.practice import Known
from reclaim.cli.whys import remember
from reclaim.engines.local import audit, scan_folder
from reclaim.pipeline.scan import Scan
from reclaim.report import (
    Audited,
    Figures,
    figures,
    render_html,
    summary_json,
    write_workbook,
)
from reclaim.timing import stage
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
        audit(
            batches,
            tables,
            as_of=as_of,
            book=known.book,
            practice=known.practice,
            contracts=known.contracts,
        )
        remember(tables, known)
        return _write_pages(folder, scan_folder(tables), known, as_of)


def write_report_of_workspace(
    scan: Scan, out: Path, known: Known, *, as_of: dt.date, force: bool = False
) -> Figures:
    """The same of tables that have been judged before; they stay where they are.

    Raises:
        UsageError: when `out` holds files that Reclaim did not write, and not `force`.
    """
    with output_folder(out, force=force) as folder:
        return _write_pages(folder, scan, known, as_of)


def _write_pages(folder: Path, scan: Scan, known: Known, as_of: dt.date) -> Figures:
    audited = Audited(
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
        expected_lines=scan("expected_lines"),
        signals=known.book.signals,
    )
    with stage("figures"):
        numbers = figures(audited)
    with stage("page"):
        (folder / "report.html").write_text(render_html(audited, numbers), "utf-8")
        (folder / "summary.json").write_text(summary_json(numbers.summary), "utf-8")
    with stage("workbook"):
        write_workbook(audited, folder / "findings.xlsx", numbers)
    return numbers
