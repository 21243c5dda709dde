"""How `reclaim check` tells its problems: to people by file, to programs line by line."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from reclaim.cli.excerpts import Excerpts, Found
from reclaim.wording import clean, count, short_path
from reclaim.x12.catalogue import SEVERITIES, catalogue

UNCLEAN = ("error", "warning")
"""The severities for which a file is not clean; a note changes no amount."""


def unclean(excerpts: Excerpts) -> bool:
    """Whether anything graver than a note was found."""
    return any(catalogue()[code].severity in UNCLEAN for _, code in excerpts.counts)


def json_lines(excerpts: Excerpts) -> Iterator[str]:
    """One JSON object a problem."""
    return (json.dumps(found.json()) for found in excerpts.found())


def lines(excerpts: Excerpts, *, files: int, segments: int) -> Iterator[str]:
    """The problems of each file, then how many there are of each code."""
    for file, of_file in groupby(excerpts.found(), key=lambda found: found.file):
        yield from _of_file(file, list(of_file), excerpts)
    yield from _summary(excerpts, f"{count(files, 'file')}, {count(segments, 'segment')}")


def _of_file(file: str, problems: list[Found], excerpts: Excerpts) -> Iterator[str]:
    if short_path(file) != file:
        yield clean(file)
    for found in problems:
        yield found.words()
        yield ""
    shown = Counter((found.problem["file_id"] or "", found.problem["code"]) for found in problems)
    for place, number in shown.items():
        left_out = excerpts.counts[place] - number
        if left_out > 0 and place[0]:
            yield f"{short_path(clean(file))}: {left_out:,} more of {place[1]}; --limit 0 shows all"
            yield ""


def _summary(excerpts: Excerpts, read: str) -> Iterator[str]:
    numbers: Counter[str] = Counter()
    for (_, code), number in excerpts.counts.items():
        numbers[code] += number
    grave: Counter[str] = Counter()
    for code, number in numbers.items():
        grave[catalogue()[code].severity] += number
    told = [count(grave[severity], severity) for severity in SEVERITIES if grave[severity]]
    yield f"{read}: {', '.join(told) or 'no problems'}."
    width = max((len(code) for code in numbers), default=0)
    for code, number in sorted(numbers.items(), key=_gravest_first):
        kind = catalogue()[code]
        yield f"{number:>9,}  {kind.severity:<7}  {code:<{width}}  {_general(kind.title)}"


def _gravest_first(counted: tuple[str, int]) -> tuple[int, int, str]:
    code, number = counted
    return SEVERITIES.index(catalogue()[code].severity), -number, code


def _general(title: str) -> str:
    """A title that speaks of no claim in particular."""
    return title.replace("claim {claim}", "a claim").replace("{element}", "an element")
