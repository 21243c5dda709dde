"""The report as an Excel workbook, for people who sort, filter and hand out work."""

import datetime as dt
from pathlib import Path
from typing import IO

import xlsxwriter

from reclaim.report import held_sheets, sheets
from reclaim.report.audited import Audited
from reclaim.report.figures import Figures, figures
from reclaim.report.findings import largest, worklist
from reclaim.report.held_claims import Off, off
from reclaim.report.proof import statements
from reclaim.report.sheet import add_sheet, formats
from reclaim.report.worksheets import NOT_OPEN, finding_sheet

WORKED_ROWS = 5_000
"""More findings than people work from one sheet; it opens, and is made, in a second or two."""

OTHER_ROWS = 1_000


def write_workbook(
    audited: Audited,
    target: Path | IO[bytes],
    numbers: Figures | None = None,
    *,
    row_limit: int = WORKED_ROWS,
) -> None:
    """Write findings.xlsx, a sheet a question: the same input gives the same bytes.

    Amounts are numbers, dates are dates, and whatever came from a file is text, never a formula.
    The worklist holds the `row_limit` findings to work first; the sheets say how many more there
    are and where.

    Raises:
        OSError: when `target` cannot be written.
    """
    numbers = numbers or figures(audited)
    worked = statements(audited, worklist(audited, limit=row_limit))
    others = statements(audited, largest(audited, NOT_OPEN, limit=min(row_limit, OTHER_ROWS)))
    underpaid = _off(audited, "underpaid", row_limit)
    left_out = numbers.summary["estimate"]["findings"] - worked.height
    steps = audited.steps()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    path = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(path, options) as workbook:
        # Excel asks for a time of day; midnight of the audit's own date keeps the bytes the same.
        created = dt.datetime.combine(audited.as_of, dt.time.min)
        workbook.set_properties({"title": "Recoverable revenue", "created": created})
        styles = formats(workbook)
        for sheet in (
            sheets.summary(numbers, left_out),
            finding_sheet("Worklist", worked, steps),
            held_sheets.underpaid_claims(underpaid),
            held_sheets.underpaid_lines(underpaid),
            sheets.deadlines(numbers),
            sheets.causes(numbers),
            sheets.payers(numbers),
            sheets.providers(numbers),
            sheets.months(numbers),
            sheets.prevention(numbers),
            sheets.habits(numbers),
            sheets.missing_inputs(numbers),
            sheets.places(numbers),
            held_sheets.price_cuts(numbers.held),
            held_sheets.contract_terms(numbers.held),
            held_sheets.underpaid_codes(numbers.held),
            held_sheets.unpriced(numbers.held),
            held_sheets.overpaid_lines(_off(audited, "overpaid", min(row_limit, OTHER_ROWS))),
            finding_sheet("Other findings", others, steps),
            sheets.problems(numbers),
            sheets.read_me(audited, left_out),
        ):
            add_sheet(workbook, sheet, styles)


def _off(audited: Audited, verdict: str, limit: int) -> list[Off]:
    """The claims that are off by contract; then those by inferred schedules."""
    return [off(audited, verdict, inferred=inferred, limit=limit) for inferred in (False, True)]
