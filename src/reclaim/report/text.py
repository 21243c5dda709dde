"""Values as the page and the workbook show them: money, shares, ids, commands."""

import shlex
from typing import NamedTuple

from reclaim.money import format_cents
from reclaim.wording import clean

LONGEST_GROUP = 2
LONGEST_CODE = 5


def dollars(cents: int) -> str:
    """`$1,234.56`; a negative amount keeps its sign before the currency: `-$1,234.56`."""
    shown = format_cents(cents)
    return f"-${shown[1:]}" if cents < 0 else f"${shown}"


def share(part: int, whole: int) -> str:
    """`12.3%`, rounded half up in whole numbers; `n/a` when there is no whole to share."""
    if whole <= 0:
        return "n/a"
    per_mille = (2000 * abs(part) + whole) // (2 * whole)
    if part and not per_mille:
        return "<0.1%"
    sign = "-" if part < 0 else ""
    return f"{sign}{per_mille // 10}.{per_mille % 10}%"


def percent(basis_points: int | None) -> str:
    """A chance as `70%`; a question mark when it is not known."""
    return "?" if basis_points is None else f"{(basis_points + 50) // 100}%"


def span(low: int | None, high: int | None) -> str:
    """A chance's range as `50 to 85%`; empty when it is not known."""
    if low is None or high is None:
        return ""
    return f"{(low + 50) // 100} to {percent(high)}"


def counted(number: int, one: str, many: str) -> str:
    """`1 of them has`, `1,204 of them have`: the number with the words that go with it."""
    return f"{number:,} {one if number == 1 else many}"


def reason_code(group: str | None, carc: str | None) -> str:
    """`CO-29`; an empty text when the remittance gives no reason."""
    return "-".join(shown_code(part) for part in (group, carc) if part)


def shown_reason(reason: str) -> str:
    """`CO-29` as sent, each part as `shown_code` shows it."""
    return reason_code(*reason.partition("-")[::2])


def shown_code(sent: str) -> str:
    """The code, on a list or not; `?` for what can be none.

    A name or a member id that slipped into the place of a code must not reach the page. No code
    has more than five characters, and none of more than two is without a digit.
    """
    is_code = len(sent) <= LONGEST_CODE and any(mark.isdigit() for mark in sent)
    return clean(sent) if is_code or len(sent) <= LONGEST_GROUP else "?"


class Command(NamedTuple):
    """`reclaim show FILE --claim ID`, its two arguments quoted for a shell."""

    file: str
    claim: str

    def __str__(self) -> str:
        claim = f" --claim {self.claim}" if self.claim else ""
        return f"reclaim show {self.file}{claim}"


def show_command(file: str | None, claim: str | None) -> Command:
    """The command that prints the claim, safe to paste whatever the payer sent."""
    return Command(shlex.quote(clean(file or "FILE")), shlex.quote(clean(claim)) if claim else "")


def anchor(slug: str) -> str:
    """An id for a link: letters and digits with hyphens between."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in slug).split())
