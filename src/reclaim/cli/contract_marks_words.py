"""What `reclaim contract check` says of marked variances: which wait, and which are spent."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from reclaim.audit.marked import KEYS, mark_keys, marked_variances
from reclaim.cli.contract_invalid_words import variance_words
from reclaim.cli.practice import Known
from reclaim.cli.priced_again import priced_again
from reclaim.cli.whys import JudgedBy, judged_by
from reclaim.errors import ReclaimError
from reclaim.intake.practice import VARIANCES
from reclaim.money import format_cents
from reclaim.wording import clean

WAITS = "wait for the contract to be corrected; `reclaim contract calibrate` proposes how:"
SPENT = "spent, since the contract or the payment has changed; take these lines out:"
UNSEEN = "about claims that are not in this audit:"
NO_AUDIT = "not held against payments, since there is no audit here:"

Row = dict[str, Any]


def mark_lines(own: Known, report: Path | None, workspace: Path | None) -> Iterator[str]:
    """Every mark of the practice, by what has become of it; nothing when there is none.

    Raises:
        UsageError: REPORT-MISSING, when an audit is named that is not there.
    """
    marks = own.practice.variances
    if marks is None or marks.is_empty():
        return
    yield VARIANCES.path
    source = _audit(own, report, workspace)
    if source is None:
        yield from _told(NO_AUDIT, marks)
        return
    expected = priced_again(_about(source, marks)).expected
    waits = marks.filter(pl.col("row").is_in(marked_variances(expected, marks)["row"].implode()))
    others = marks.join(waits, on="row", how="anti")
    line = KEYS[:2]
    now = expected.select(*line, *(key.name.prefix("now_") for key in mark_keys())).unique(line)
    seen = others.join(now, on=line, nulls_equal=True, maintain_order="left")
    yield from _told(WAITS, waits)
    yield from _told(SPENT, seen)
    yield from _told(UNSEEN, others.join(seen, on="row", how="anti"))


def _audit(own: Known, report: Path | None, workspace: Path | None) -> JudgedBy | None:
    """The audit to hold the marks against; null when none is named, and none is here."""
    try:
        return judged_by(report, own.folder, workspace)
    except ReclaimError as stop:
        if report or workspace or stop.code != "REPORT-MISSING":
            raise
        return None


def _about(source: JudgedBy, marks: pl.DataFrame) -> JudgedBy:
    """The audit of the marked claims alone."""
    numbers = marks["patient_control_number"].unique().implode()
    kept = {
        name: source.tables[name].filter(pl.col("patient_control_number").is_in(numbers))
        for name in ("remit_claims", "dispositions")
    }
    return replace(source, tables={**source.tables, **kept})


def _told(title: str, marks: pl.DataFrame) -> Iterator[str]:
    if marks.is_empty():
        return
    yield f"  {title}"
    for row in marks.sort("row").iter_rows(named=True):
        yield f"    line {row['row']}: {row['contract']}, {variance_words(row)}{_now(row)}"
        yield f"      {row['on']}: {clean(row['because'])}"


def _now(row: Row) -> str:
    """What is expected and allowed now, of a mark that is spent."""
    if "now_expected" not in row:
        return ""
    due, allowed = row["now_expected"], row["now_allowed"]
    if due is None:
        return "; now no price"
    said = f"; now expected {format_cents(due)}"
    return said if allowed is None else f"{said}, allowed {format_cents(allowed)}"
