"""Finished tables as pages and workbooks.

`Audited` holds what goes in. `figures` aggregates it once; `render_html` and `write_workbook` lay
it out, and `summarise` gives the numbers for machines.
"""

from reclaim.report.audited import Audited
from reclaim.report.excel import write_workbook
from reclaim.report.figures import Figures, figures
from reclaim.report.html import render_html
from reclaim.report.summary import Summary, summary_json

__all__ = [
    "Audited",
    "Figures",
    "Summary",
    "figures",
    "render_html",
    "summary_json",
    "write_workbook",
]
