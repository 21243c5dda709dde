"""The office's policy files: who may write off how much, what was approved, which months closed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from reclaim.x12.generate.books.book import (
    AUTOPOST,
    BILLERS,
    CLOSED_AFTER,
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
    "category",
    "amount",
    "requested_by",
    "approved_by",
    "approved_on",
)
CLOSED_COLUMNS = ("first_day", "last_day", "closed_on", "last_transaction_id")
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


POSTING_YAML = """\
# What this practice's write-off policy says. What it leaves open has a default.
- {id: small-balance/most, value: 20.00, cite: "write-off policy 2025, 2"}
- {id: small-balance/hold, value: 90, cite: "write-off policy 2025, 2"}
- {id: bad-debt/statements, value: 3, cite: "write-off policy 2025, 4"}
- {id: bad-debt/days, value: 120, cite: "write-off policy 2025, 4"}
- {id: approval/from, value: 50.00, cite: "write-off policy 2025, 6"}
- {id: documents/all, value: 20.00, cite: "write-off policy 2025, 7"}
"""
"""The practice's own policy, as `policies/posting.yaml` has it."""


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
            yield (
                entry.number,
                entry.claim.control,
                entry.category,
                money(entry.amount_cents, two_places=True),
                entry.user,
                entry.approved_by,
                day,
            )


def closed_rows(books: Books) -> Iterator[tuple[object, ...]]:
    """The months that are closed, and the highest number that the ledger had on that day."""
    for first in _months(books):
        last = _next(first) - dt.timedelta(days=1)
        closed = last + CLOSED_AFTER
        if closed <= books.calendar.until:
            keyed_in = [e.number for e in books.entries if (e.made or e.posted) <= closed]
            yield first, last, closed, keyed_in[-1]


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
