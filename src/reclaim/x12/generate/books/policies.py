"""The office's policy files: who may write off how much, what was approved, which months closed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from reclaim.x12.generate.books.book import (
    AUTOPOST,
    BILLERS,
    FRONT_DESK,
    LIMIT_CENTS,
    MANAGER,
    OWNER,
    SENIOR,
)
from reclaim.x12.generate.books.course import Books
from reclaim.x12.writer import money

USER_COLUMNS = ("user", "role", "limit")
APPROVAL_COLUMNS = (
    "transaction_id",
    "patient_control_number",
    "approved_by",
    "approved_on",
    "up_to",
)
CLOSED_COLUMNS = ("first", "last", "closed_on")
CLOSING_COLUMNS = ("month", "location", "receivable")

_ROLES = {
    AUTOPOST: "autoposting",
    FRONT_DESK: "front desk",
    "statements": "batch job",
    BILLERS[0]: "biller",
    BILLERS[1]: "biller",
    SENIOR: "senior biller",
    MANAGER: "manager",
    OWNER: "owner",
}
_CLOSED_AFTER = dt.timedelta(days=9)


def user_rows() -> list[tuple[object, ...]]:
    """Who posts, and most that they may write off at once; blank: not limited."""
    return [
        (user, role, money(LIMIT_CENTS[user], two_places=True) if user in LIMIT_CENTS else "")
        for user, role in _ROLES.items()
    ]


def approval_rows(books: Books) -> Iterator[tuple[object, ...]]:
    """Each write-off that was approved: on the day before it was posted."""
    for entry in books.entries:
        if entry.approved_by and entry.amount_cents > 0:
            day = (entry.made or entry.posted) - dt.timedelta(days=1)
            up_to = money(entry.amount_cents, two_places=True)
            yield entry.number, entry.claim.control, entry.approved_by, day, up_to


def closed_rows(books: Books) -> Iterator[tuple[object, ...]]:
    """The months that are closed: nine days after their end, and one before its end."""
    calendar = books.calendar
    for first in _months(books):
        last = _next(first) - dt.timedelta(days=1)
        early = first == calendar.closed_early
        closed = calendar.closed_on if early else last + _CLOSED_AFTER
        if closed <= calendar.until:
            yield first, last, closed


def closing_rows(books: Books) -> Iterator[tuple[object, ...]]:
    """What was receivable at the end of each whole month at each location."""
    by_month: dict[tuple[dt.date, str], int] = defaultdict(int)
    for entry in books.entries:
        key = (entry.posted.replace(day=1), entry.claim.provider.name)
        by_month[key] += entry.effect_cents
    running: dict[str, int] = dict.fromkeys(sorted({place for _, place in by_month}), 0)
    for month in _months(books):
        if _next(month) > books.calendar.until:
            return
        for place, before in running.items():
            running[place] = before + by_month[month, place]
            yield f"{month:%Y-%m}", place, money(running[place], two_places=True)


def _months(books: Books) -> Iterator[dt.date]:
    posted = [entry.posted for entry in books.entries]
    if not posted:
        return
    month = min(posted).replace(day=1)
    while month <= max(posted):
        yield month
        month = _next(month)


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)
