"""Until when a finding can be worked, with the count laid open: a day, a length, the last day."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from reclaim.report.explain.lines import Kind, Line
from reclaim.report.explain.tables import Row
from reclaim.rules.clocks import clock_rules
from reclaim.rules.payer_map import PayerMap
from reclaim.wording import count

COUNTED_FROM = {
    "service_date": "the date of service",
    "payment_date": "the date of the payment",
    "received_date": "the day on which the payer received the claim",
}

YEAR_ENDS = "year_ends"


class Span(NamedTuple):
    """A length that a clock gives, from which day it is counted, and on which starts it holds."""

    counts_from: str
    length: int
    unit: str
    from_date: dt.date | None
    until: dt.date | None

    def holds_on(self, start: dt.date) -> bool:
        """Whether a count that starts on that day has this length."""
        begun = self.from_date is None or start >= self.from_date
        return begun and (self.until is None or start < self.until)


def deadline_lines(finding: Row, received: dt.date | None, payers: PayerMap) -> list[Line]:
    """The last day, how it is counted, and who says so; or why there is none."""
    day, cite = finding["deadline"], finding["deadline_cite"]
    if day is None:
        return [Line(f"No last day is known: {cite}." if cite else "No last day is known.")]
    late = finding["status"] == "expired"
    counted = _counted(finding, received, payers)
    text = f"{day} {'was' if late else 'is'} the last day{counted}."
    details = (f"Clock: {finding['deadline_rule']}.", f"Source: {cite}.")
    return [Line(text, Kind.WARNING if late else Kind.STEP, details=details)]


def _counted(finding: Row, received: dt.date | None, payers: PayerMap) -> str:
    """`: 2026-01-05 (the date of the payment) + 125 days`, when that gives the day told."""
    days = {
        "service_date": finding["service_date"],
        "payment_date": finding["payment_date"],
        "received_date": received,
    }
    for span in _spans(finding["deadline_rule"], payers):
        start = days[span.counts_from]
        if start and span.holds_on(start) and last_day(start, span) == finding["deadline"]:
            return f": {_sum(start, span)}"
    return ""


def _sum(start: dt.date, span: Span) -> str:
    first = f"{start} ({COUNTED_FROM[span.counts_from]})"
    if span.unit == YEAR_ENDS:
        return f"{first} + {count(span.length, 'year')}, to the end of that year"
    return f"{first} + {count(span.length, span.unit.removesuffix('s'))}"


def last_day(start: dt.date, span: Span) -> dt.date:
    """The day that lies the length after the start; a day its month lacks is the month's last."""
    if span.unit == YEAR_ENDS:
        return dt.date(start.year + span.length, 12, 31)
    if span.unit == "days":
        return start + dt.timedelta(days=span.length)
    months = span.length * (12 if span.unit == "years" else 1)
    return pl.Series([start]).dt.offset_by(f"{months}mo").to_list()[0]  # type: ignore[no-any-return]


def _spans(rule_id: str, payers: PayerMap) -> Iterator[Span]:
    """The lengths that a clock has had, by its id: the practice's own, or a shipped one."""
    for entry in payers.entries:
        for clock in entry.clocks:
            if rule_id == f"payers.yaml/{entry.payer}/{clock.question}":
                yield Span(
                    clock.counts_from, clock.length, clock.unit, clock.from_date, clock.until
                )
    for rule in clock_rules():
        if rule.id == rule_id:
            ends = [value.from_date for value in rule.values[1:]] + [None]
            for value, until in zip(rule.values, ends, strict=True):
                yield Span(rule.counts_from, value.value, rule.unit, value.from_date, until)
