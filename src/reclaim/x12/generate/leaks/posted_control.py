"""Write-offs proper in themselves, and wrong in who made them, when, or with what proof."""

import datetime as dt

from reclaim.x12.generate.books.book import (
    BILLERS,
    CLOSED_AFTER,
    LIMIT_CENTS,
    MANAGER,
    OWNER,
    SENIOR,
    Book,
)
from reclaim.x12.generate.leaks.posted_common import Share, ask_anew, decision, open_share

_SHARE = "patient"
_UNDER_LIMIT = BILLERS[1]


def write_off_unapproved(book: Book) -> bool:
    """A write-off that needs an approval and has none."""
    share = open_share(book, 6_000, 60)
    if share is None:
        return False
    day = _granted(book, share)
    entry = book.give_up(
        "CHA",
        share.cents,
        day,
        "Application granted",
        decision(day),
        approved_by="",
    )
    return book.plant(
        "write_off_unapproved",
        entry,
        _SHARE,
        "maybe",
        evidence="policies/approvals.csv",
        why="nobody approved it",
    )


def write_off_undocumented(book: Book) -> bool:
    """A write-off without reason or proof."""
    share = open_share(book, 2_500, 60)
    if share is None:
        return False
    day = _granted(book, share)
    entry = book.give_up("MSC", share.cents, day, "", "")
    return book.plant(
        "write_off_undocumented",
        entry,
        _SHARE,
        "maybe",
        evidence="ledger: no reason, no document",
        why="nothing says why it was written off",
    )


def over_user_limit(book: Book) -> bool:
    """More than its user may write off at once."""
    share = open_share(book, LIMIT_CENTS[BILLERS[0]] + 500, 60)
    if share is None:
        return False
    day = _granted(book, share)
    entry = book.post(
        "CHA",
        share.cents,
        day,
        BILLERS[0],
        reason="Application granted",
        document=decision(day),
        approved_by=MANAGER,
    )
    return book.plant(
        "over_user_limit",
        entry,
        _SHARE,
        "no",
        evidence="policies/users.csv",
        why="above the user's limit",
    )


def write_off_reversed_later(book: Book) -> bool:
    """Written off, and weeks later taken back: the patient did not qualify."""
    share = open_share(book, 3_000, 100)
    if share is None:
        return False
    day = _granted(book, share)
    entry = book.give_up("CHA", share.cents, day, "Application", decision(day))
    later = day + dt.timedelta(days=book.rng.randint(25, 45))
    book.post("CHA", -share.cents, later, MANAGER, reason="Not eligible after all", reverses=entry)
    book.post("STM", 0, later + dt.timedelta(days=4), "statements")
    return book.plant(
        "write_off_reversed_later",
        entry,
        _SHARE,
        "no",
        evidence=f"ledger: reversed on {later}",
        why="it was given up before it was decided",
    )


def posted_in_closed_period(book: Book) -> bool:
    """Dated back into a month that had been closed."""
    posted = book.calendar.month_end - dt.timedelta(days=book.rng.randint(0, 3))
    made = book.calendar.month_end + CLOSED_AFTER + dt.timedelta(days=book.rng.randint(3, 12))
    share = open_share(book, 2_500, 0)
    if share is None or share.since + dt.timedelta(days=8) > posted or made > book.closes:
        return False
    ask_anew(book, share, 1)
    document = decision(made)
    entry = book.give_up("CHA", share.cents, posted, "Application granted", document)
    entry.made = made
    return book.plant(
        "posted_in_closed_period",
        entry,
        _SHARE,
        "no",
        evidence="policies/closed_periods.csv",
        why="a closed month gets no more entries",
    )


def just_under_limit(book: Book) -> bool:
    """One user's write-offs stay just under the limit, and the rest is paid."""
    limit = LIMIT_CENTS[_UNDER_LIMIT]
    share = open_share(book, limit + 500, 75)
    if share is None:
        return False
    day = _granted(book, share)
    cents = limit - book.rng.randint(1, 450)
    book.post(
        "CHA",
        cents,
        day,
        _UNDER_LIMIT,
        reason="Application granted in part",
        document=decision(day),
        approved_by=MANAGER,
    )
    book.post(
        "PPT", share.cents - cents, day + dt.timedelta(days=book.rng.randint(3, 25)), "f.ellis"
    )
    return book.pattern("just_under_limit", "user", _UNDER_LIMIT, "just under the user's limit")


def one_day(book: Book) -> bool:
    """Many write-offs of one user on one day."""
    day = book.calendar.burst
    share = open_share(book, 2_000, 0, most=LIMIT_CENTS[SENIOR])
    if share is None or not share.since + dt.timedelta(days=6) <= day <= book.closes:
        return False
    ask_anew(book, share, 1)
    book.post(
        "CHA",
        share.cents,
        day,
        SENIOR,
        reason="Application granted",
        document=decision(day),
        approved_by=OWNER,
    )
    return book.pattern("one_day", "day", f"{day}", "many write-offs in one day")


def _granted(book: Book, share: Share) -> dt.date:
    """The share is billed once; the day on which an application for assistance is decided."""
    return ask_anew(book, share, 1) + dt.timedelta(days=book.rng.randint(8, 30))
