"""An explanation as plain text, for a terminal."""

import textwrap
from collections.abc import Iterator

from reclaim.report.explain.lines import Explanation, Kind, Line, Section, Source
from reclaim.report.text import dollars

WIDTH = 96
AMOUNT = 14
"""Columns for an amount, as in `reclaim show`."""

INDENT = 4

MARKS = {Kind.FOR: "+ ", Kind.AGAINST: "- ", Kind.MISSING: "? ", Kind.WARNING: "! "}


def plain_lines(told: Explanation, *, width: int = WIDTH) -> Iterator[str]:
    """The lines of an explanation; none is longer than `width`, but for the commands to copy."""
    yield from textwrap.wrap(told.title, width)
    for section in told.sections:
        yield ""
        yield from _section(section, width)
    if told.commands:
        yield ""
        yield "See for yourself"
        yield from (f"  {command}" for command in told.commands)
    for finding in told.findings:
        yield ""
        yield "-" * min(width, len(finding.title))
        yield from plain_lines(finding, width=width)


def _section(section: Section, width: int) -> Iterator[str]:
    yield section.title
    for line in section.lines:
        yield from _line(line, width)


def _line(line: Line, width: int) -> Iterator[str]:
    first = f"  {MARKS.get(line.kind, '')}"
    if line.amount_cents is not None:
        if line.kind is Kind.TOTAL:
            yield f"{'-' * (AMOUNT - 2):>{AMOUNT}}"
        first = f"{dollars(line.amount_cents):>{AMOUNT}}  "
    below = " " * max(len(first), INDENT)
    yield from _wrapped(line.text + _seen(line.source), first, below, width)
    for detail in line.details:
        yield from _wrapped(detail, below, below + "  ", width)


def _seen(source: Source | None) -> str:
    return f"  [{source.words}]" if source else ""


def _wrapped(text: str, first: str, below: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )
