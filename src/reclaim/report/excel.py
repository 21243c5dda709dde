"""The findings as an Excel workbook, for people who sort, filter and hand out work."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import polars as pl
import xlsxwriter

from reclaim.report import text, words
from reclaim.report.audited import Audited
from reclaim.report.figures import Figures, figures
from reclaim.report.findings import LOSS_PLACES, findings
from reclaim.report.sheet import Column, Sheet, add_sheet, formats
from reclaim.report.troubles import trouble
from reclaim.wording import count

EXCEL_ROWS = 1_048_576
"""Rows that one sheet can hold, the header's among them."""

WORKED_ROWS = 20_000
"""More than people work from one sheet; it opens in seconds, and is made in seconds."""


def write_workbook(
    audited: Audited,
    target: Path | IO[bytes],
    numbers: Figures | None = None,
    *,
    row_limit: int = WORKED_ROWS,
) -> None:
    """Write findings.xlsx: the same input gives the same bytes.

    Amounts are numbers, dates are dates, and whatever came from a file is text, never a formula.
    Findings past `row_limit`, or past what Excel can hold, are left out, smallest first; the
    sheets say how many more the Parquet holds.

    Raises:
        OSError: when `target` cannot be written.
    """
    numbers = numbers or figures(audited)
    rows = findings(audited, limit=min(row_limit, EXCEL_ROWS) - 1)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    path = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(path, options) as workbook:
        # Excel asks for a time of day; midnight of the audit's own date keeps the bytes the same.
        created = dt.datetime.combine(audited.as_of, dt.time.min)
        workbook.set_properties({"title": "Findings", "created": created})
        styles = formats(workbook)
        for sheet in (
            _summary(numbers, rows.height),
            _findings(rows),
            _payers(numbers),
            _causes(numbers),
            _problems(numbers),
            _read_me(audited, numbers, rows.height),
        ):
            add_sheet(workbook, sheet, styles)


def dollars(cents: int | None) -> Decimal | None:
    """Exact dollars for a cell of money."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def _summary(numbers: Figures, written: int) -> Sheet:
    summary = numbers.summary
    rows: list[list[Any]] = [["Charged", None, dollars(summary["charged_cents"]), None]]
    for slug, place in words.PLACES.items():
        rows.append([place.label, None, dollars(summary["places"][slug]), place.meaning])
        rows += [
            [None, words.category_label(category), dollars(cents), None]
            for category, cents in summary["categories"].items()
            if _place_of(category) == slug
        ]
    rows += [
        ["Charged less all places", None, dollars(summary["unplaced_cents"]), "Always 0.00"],
        ["Recoverable, likely", None, dollars(numbers.likely_cents), None],
        ["Recoverable, possible", None, dollars(numbers.possible_cents), None],
        [f"Findings: {numbers.findings:,}", None, dollars(numbers.findings_cents), None],
    ]
    if numbers.findings > written:
        rows.append([_left_out(numbers.findings - written), None, None, None])
    columns = (
        Column("Place", 30),
        Column("Category", 42),
        Column("Amount", 18, "money"),
        Column("What it means", 90),
    )
    return Sheet("Summary", columns, rows, strong=lambda row: row[0] is not None)


def _place_of(category: str) -> str:
    slug = category.partition("/")[0]
    return {"paid": "insurer_paid", "patient": "patient_responsibility"}.get(slug, slug)


FINDING_COLUMNS = (
    Column("Amount", 14, "money"),
    Column("Claim", 20),
    Column("Payer’s claim number", 20),
    Column("Line", 6, "count"),
    Column("Payer", 32),
    Column("Service date", 12, "date"),
    Column("Remitted", 12, "date"),
    Column("Claim charge", 14, "money"),
    Column("Place", 20),
    Column("Cause", 26),
    Column("Reason", 10),
    Column("What the reason says", 42),
    Column("Remarks", 16),
    Column("Recoverable", 12),
    Column("Avoidable", 12),
    Column("Next step", 46),
    Column("Look first at", 52),
    Column("Rule", 24),
    Column("File", 40),
    Column("Show", 60),
)


def _findings(rows: pl.DataFrame) -> Sheet:
    # Slices, so that a million findings do not stand twice in memory as Python objects.
    cells = (
        _finding(row) for part in rows.iter_slices(10_000) for row in part.iter_rows(named=True)
    )
    return Sheet("Findings", FINDING_COLUMNS, cells)


def _finding(row: dict[str, Any]) -> list[Any]:
    return [
        dollars(row["amount_cents"]),
        row["patient_control_number"],
        row["payer_control_number"],
        row["line_number"],
        row["payer"],
        row["service_date"],
        row["payment_date"],
        dollars(row["claim_charge_cents"]),
        words.place_label(row["place"]),
        words.category_label(row["category"]),
        text.reason_code(row["group_code"], row["carc"]) or None,
        row["label"],
        " ".join(text.shown_code(code) for code in (row["rarcs"] or "").split()) or None,
        words.RECOVERABLE.get(row["recoverable"], row["recoverable"]),
        words.AVOIDABLE[row["necessary"]],
        words.next_step(row["category"], row["next_action"], row["recoverable"]),
        words.first_look(row["category"]),
        row["rule_id"],
        row["file"],
        str(text.show_command(row["file"], row["patient_control_number"])),
    ]


def _payers(numbers: Figures) -> Sheet:
    places = [place for place in words.PLACES if place in numbers.payers.columns]
    rows = [
        [row["payer"], row["claims"], dollars(row["charge_cents"])]
        + [dollars(row[place]) for place in places]
        + [_ratio(sum(row.get(place, 0) for place in LOSS_PLACES), row["charge_cents"])]
        for row in numbers.payers.head(EXCEL_ROWS - 1).iter_rows(named=True)
    ]
    columns = (
        Column("Payer", 40),
        Column("Claims", 10, "count"),
        Column("Charged", 16, "money"),
        *(Column(words.place_label(place), 16, "money") for place in places),
        Column("Denied and reduced, of charge", 14, "share"),
    )
    return Sheet("By payer", columns, rows)


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole > 0 else None


def _causes(numbers: Figures) -> Sheet:
    rows = [
        [
            words.place_label(row["place"]),
            words.category_label(row["category"]),
            text.reason_code(row["group_code"], row["carc"]) or None,
            row["label"],
            row["claims"],
            dollars(row["amount_cents"]),
            words.RECOVERABLE.get(row["recoverable"], row["recoverable"]),
            words.AVOIDABLE[row["necessary"]],
            words.next_step(row["category"], row["next_action"], row["recoverable"]),
            row["rule_id"],
        ]
        for row in numbers.reasons.head(EXCEL_ROWS - 1).iter_rows(named=True)
    ]
    columns = (
        Column("Place", 20),
        Column("Cause", 28),
        Column("Reason", 10),
        Column("What the reason says", 46),
        Column("Claims", 10, "count"),
        Column("Amount", 16, "money"),
        Column("Recoverable", 12),
        Column("Avoidable", 12),
        Column("Next step", 56),
        Column("Rule", 26),
    )
    return Sheet("By cause", columns, rows)


def _problems(numbers: Figures) -> Sheet:
    rows = []
    for row in numbers.problems.iter_rows(named=True):
        words_of = trouble(row["code"], row["file"], row["patient_control_number"])
        rows.append(
            [
                row["code"],
                row["severity"],
                words_of.title,
                row["count"],
                row["files"],
                dollars(row["unexplained_cents"]),
                "".join(words_of.steps),
            ]
        )
    columns = (
        Column("Code", 26),
        Column("Severity", 10),
        Column("Problem", 46),
        Column("Cases", 10, "count"),
        Column("Files", 10, "count"),
        Column("Unexplained", 16, "money"),
        Column("What to do, on the first case", 90),
    )
    return Sheet("Problems", columns, rows)


def _read_me(audited: Audited, numbers: Figures, written: int) -> Sheet:
    lines = [
        f"Made by Reclaim {audited.version}, as of {audited.as_of.isoformat()}.",
        "Findings: one row for each part of a charge that someone should look at, largest first.",
        "In it: denials, payer reductions, underpayments, and what is pending or not explained.",
        "Also in it: price cuts (CARC 45) that took a whole charge, as the denials they are.",
        "Not in it: unverified contractual cuts; they wait for a contract.",
        "Nor: proper reductions with nothing to win, such as sequestration at the lawful rate.",
        "Amounts are net of reversals: a claim that a payer took back, or repeats, is not listed.",
        "Recoverable: Likely, Possible or No, from the usual outcome of the reason code.",
        "Avoidable: could have been prevented before the claim was sent.",
        "By cause: the same findings, and the proper reductions too, by reason.",
        "Show: the command that prints the claim beside the payer’s own segments.",
        "All dispositions, whole: tables/dispositions.parquet.",
        "There are claim numbers here, but no patient names and no member ids.",
    ]
    if numbers.findings > written:
        lines.insert(2, _left_out(numbers.findings - written))
    return Sheet("Read me", (Column("Read me", 120),), [[line] for line in lines])


def _left_out(rows: int) -> str:
    return f"{count(rows, 'smaller finding')} more in tables/dispositions.parquet"
