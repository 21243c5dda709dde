"""An audit and everything that is written of it, whole or not at all."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from reclaim.cli.output import output_folder
from reclaim.engines.local import audit
from reclaim.report import (
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
    """The figures of an audit, once report.html, findings.xlsx, summary.json and tables/ are in `out`.

    Raises:
        UsageError: when `out` holds files that Reclaim did not write, and not `force`.
    """
    with output_folder(out, force=force) as folder:
        tables = audit(batches, folder / "tables", as_of=as_of)
        numbers = figures(tables)
        (folder / "report.html").write_text(render_html(tables, numbers), "utf-8")
        (folder / "summary.json").write_text(summary_json(numbers.summary), "utf-8")
        write_workbook(tables, folder / "findings.xlsx", numbers)
    return numbers
