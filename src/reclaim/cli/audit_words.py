"""What `reclaim audit` says when it is done: what can be won back, and what to open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reclaim.cli.words import money
from reclaim.report import Figures
from reclaim.report.estimate import Estimate, Horizon
from reclaim.report.text import counted, reason_code
from reclaim.report.words import STANDINGS, category_label, days_left
from reclaim.wording import clean, count

WIDTH = 18
FIRST = 3
SOON = "14"


def lines(numbers: Figures, out: Path) -> Iterator[str]:
    """What became of the charge, what can be won back, what to begin with, and the report."""
    summary = numbers.summary
    estimate = summary["estimate"]
    yield f"{count(summary['claims'], 'claim')}, {count(summary['lines'], 'line')}"
    yield ""
    yield _amount(summary["charged_cents"], "charged")
    for name, told in STANDINGS.items():
        if estimate["standings"][name]:
            yield _amount(estimate["standings"][name], told.label.lower())
    yield ""
    yield from _won_back(estimate, summary["deadlines"][SOON])
    yield from _first(numbers)
    yield ""
    problems = sum(summary["problems"].values())
    if problems:
        yield f"{count(problems, 'problem')} with the input; the report says which."
    yield f"Report: {out / 'report.html'}"


def _won_back(estimate: Estimate, soon: Horizon) -> Iterator[str]:
    low, high = estimate["expected_low_cents"], estimate["expected_high_cents"]
    yield _amount(estimate["expected_cents"], f"expected back, {money(low)} to {money(high)}")
    findings = count(estimate["findings"], "open finding")
    yield _amount(estimate["at_stake_cents"], f"at stake in {findings}")
    if soon["findings"]:
        has = counted(soon["findings"], "finding has its", "findings have their")
        yield _amount(soon["at_stake_cents"], f"of it is due: {has} last day within {SOON} days")
    if estimate["expired_cents"]:
        yield _amount(estimate["expired_cents"], "is past its deadline")


def _first(numbers: Figures) -> Iterator[str]:
    """The findings to begin with, each with the command that explains it."""
    rows = numbers.worklist.head(FIRST).iter_rows(named=True)
    for number, row in enumerate(rows):
        if number == 0:
            yield ""
            yield "Begin with:"
        yield f"  reclaim why {row['finding_id']}   {_because(row)}"


def _because(row: dict[str, Any]) -> str:
    reason = reason_code(row["group_code"], row["carc"])
    cause = category_label(row["category"]) + (f" ({reason})" if reason else "")
    claim = clean(row["patient_control_number"]) or "no claim number"
    worth = money(row["expected_cents"])
    return f"{claim}: {cause}, {worth} expected, {days_left(row['days_left'])}"


def _amount(cents: int, label: str) -> str:
    return f"{money(cents):>{WIDTH}}  {label}"
