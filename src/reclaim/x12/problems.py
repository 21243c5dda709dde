"""A problem in words for people: where, what, the segment with carets, why it matters, what next.

Names, member ids and birth dates are masked in everything that leaves here.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reclaim.wording import clean, short_path
from reclaim.x12.catalogue import ProblemKind, catalogue
from reclaim.x12.phi import Separators, mask_segment, mask_text

EXCERPT_WIDTH = 80
LONGEST_EXCERPT = 2000
"""In JSON; a file without terminators is one segment of any length."""

CUT = "..."


@dataclass(frozen=True)
class Told:
    """One problem in masked words; `excerpt` and `carets` are empty where no segment is at hand."""

    file: str
    place: str
    title: str
    excerpt: str
    carets: str
    value: str | None
    detail: str
    consequence: str
    next: str


def render(
    problem: Mapping[str, Any], segment: str | None, separators: Separators, file_name: str
) -> str:
    """The lines that a terminal shows, without a line end.

    Args:
        problem: a row of the table of problems.
        segment: the text of its segment as sent; None when it has none.
        separators: the delimiters of the file.
        file_name: the file as the user named it.
    """
    told = tell(problem, segment, separators, file_name)
    lines = [f"{told.place}: {told.title}  [{problem['code']}]"]
    if told.excerpt:
        gutter = f"  {problem['segment_number']} | "
        start, stop = _window(told.carets)
        lines.append((gutter + _cut(told.excerpt, start, stop)).rstrip())
        lines.append(" " * (len(gutter) - 2) + "| " + told.carets[start:stop])
    return "\n".join([*lines, told.detail, told.consequence, f"Next: {told.next}"])


def to_json(
    problem: Mapping[str, Any], segment: str | None, separators: Separators, file_name: str
) -> dict[str, Any]:
    """The same as `render`, in parts and numbers; the excerpt shows the segment from its start."""
    told = tell(problem, segment, separators, file_name)
    numbers = ("transaction", "segment_number", "byte_offset", "element", "component")
    return {
        "code": problem["code"],
        "severity": problem["severity"],
        "file": told.file,
        "file_id": problem["file_id"],
        **{name: problem[name] for name in numbers},
        "claim": clean(problem["patient_control_number"]) or None,
        "value": told.value,
        "difference_cents": problem["difference_cents"],
        "title": told.title,
        "excerpt": _cut(told.excerpt, 0, LONGEST_EXCERPT) or None,
        "detail": told.detail,
        "consequence": told.consequence,
        "next": told.next,
    }


def tell(
    problem: Mapping[str, Any], segment: str | None, separators: Separators, file_name: str
) -> Told:
    """The words and the masked excerpt of a problem; arguments as for `render`."""
    kind = catalogue()[problem["code"]]
    file = clean(file_name) or "the input"
    number = problem["segment_number"]
    start, stop = _span(problem, segment or "", separators)
    masked = mask_segment(segment, separators) if segment else ""
    value = _value(problem, masked[start:stop], separators)
    return Told(
        file=file,
        place=short_path(file) if number is None else f"{short_path(file)}:{number}",
        title=_title(kind, problem, segment, separators),
        excerpt=clean(masked),
        carets=" " * start + "^" * max(stop - start, 1) if segment else "",
        value=clean(value) or None,
        detail=_detail(kind, problem, value),
        consequence=kind.consequence,
        next=_next(kind, problem, file),
    )


def _title(
    kind: ProblemKind, problem: Mapping[str, Any], segment: str | None, separators: Separators
) -> str:
    claim = clean(problem["patient_control_number"])
    title = kind.title if claim else kind.title.replace("claim {claim}", "a claim")
    element = "an element"
    if segment and problem["element"]:
        name = mask_segment(segment, separators).split(separators.element)[0]
        component = f"-{problem['component']}" if problem["component"] else ""
        element = f"{clean(name)}{problem['element']:02d}{component}"
    return title.format(claim=claim, element=element)


def _next(kind: ProblemKind, problem: Mapping[str, Any], file: str) -> str:
    claim = clean(problem["patient_control_number"])
    step = kind.next if claim else kind.next.replace(" --claim {claim}", "")
    return step.format(file=shlex.quote(file), claim=shlex.quote(claim))


def _value(problem: Mapping[str, Any], shown: str, separators: Separators) -> str | None:
    """The text in question, whole only where its own place shows that it may be."""
    value: str | None = problem["value"]
    if not value:
        return value
    in_place = problem["element"] is not None and shown == value
    return value if in_place else mask_text(value, separators)


def _detail(kind: ProblemKind, problem: Mapping[str, Any], shown: str | None) -> str:
    detail: str = problem["detail"] or kind.meaning
    value = problem["value"]
    if value and shown != value:
        detail = detail.replace(value, shown or "")
    return clean(detail)


def _span(problem: Mapping[str, Any], segment: str, separators: Separators) -> tuple[int, int]:
    """Where the element in question begins and ends; the segment's name when there is none.

    An element that was not sent is marked behind the end.
    """
    parts = segment.split(separators.element)
    element = problem["element"] or 0
    if element >= len(parts):
        return len(segment), len(segment)
    start = sum(len(part) + 1 for part in parts[:element])
    components = parts[element].split(separators.component)
    component = problem["component"] or 0
    if not 0 < component <= len(components):
        return start, start + len(parts[element])
    start += sum(len(part) + 1 for part in components[: component - 1])
    return start, start + len(components[component - 1])


def _window(carets: str) -> tuple[int, int]:
    """The part of a long segment to show: its start when the carets fit in, else around them."""
    first = len(carets) - len(carets.lstrip())
    if min(len(carets), first + 10) <= EXCERPT_WIDTH - len(CUT):
        return 0, EXCERPT_WIDTH
    start = first - EXCERPT_WIDTH // 3
    return start, start + EXCERPT_WIDTH


def _cut(text: str, start: int, stop: int) -> str:
    before = CUT if start > 0 else ""
    after = CUT if stop < len(text) else ""
    return before + text[start + len(before) : min(stop, len(text)) - len(after)] + after
