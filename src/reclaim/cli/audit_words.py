"""What `reclaim audit` says when it is done: where the dollars went, and what to open."""

from collections.abc import Iterator
from pathlib import Path

from reclaim.cli.words import money
from reclaim.report import Figures
from reclaim.report.words import PLACES
from reclaim.wording import count

WIDTH = 18


def lines(numbers: Figures, out: Path) -> Iterator[str]:
    """The charge by place, what may be won back, problems, and the path of the report."""
    summary = numbers.summary
    yield f"{count(summary['claims'], 'claim')}, {count(summary['lines'], 'line')}"
    yield ""
    yield _amount(summary["charged_cents"], "charged")
    for place, told in PLACES.items():
        if summary["places"].get(place):
            yield _amount(summary["places"][place], told.label)
    yield ""
    yield _amount(numbers.likely_cents, "likely to be won back")
    yield _amount(numbers.possible_cents, "possibly")
    yield ""
    problems = sum(summary["problems"].values())
    if problems:
        yield f"{count(problems, 'problem')} with the input; the report says which."
    yield f"Report: {out / 'report.html'}"


def _amount(cents: int, label: str) -> str:
    return f"{money(cents):>{WIDTH}}  {label}"
