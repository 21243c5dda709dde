"""Wrong write-offs of what the patient owes: too early, without proof, above the policy."""

import datetime as dt

from reclaim.x12.generate.books.book import FRONT_DESK, SENIOR, Book
from reclaim.x12.generate.leaks.posted_common import ask_anew, decision, open_share

_SHARE = "patient"


def share_without_hardship_record(book: Book) -> bool:
    """The patient's share was let go as a courtesy; no hardship record supports it."""
    share = open_share(book, 2_500, days=60)
    if share is None:
        return False
    first = ask_anew(book, share, 1)
    day = first + dt.timedelta(days=book.rng.randint(10, 30))
    entry = book.give_up("CUR", share.cents, day, "Courtesy", "")
    return book.plant(
        "share_without_hardship_record",
        entry,
        _SHARE,
        "maybe",
        evidence="ledger: no document",
        why="a share may be let go only for hardship on record",
    )


def bad_debt_too_early(book: Book) -> bool:
    """Three statements, and given up before 120 days were over."""
    share = open_share(book, 2_500, days=110)
    if share is None or not book.alone:
        return False
    day = ask_anew(book, share, 3) + dt.timedelta(days=book.rng.randint(68, 95))
    entry = book.give_up("BAD", share.cents, day, "Unpaid", f"collection log {day}")
    return book.plant(
        "bad_debt_too_early",
        entry,
        _SHARE,
        "maybe",
        evidence="ledger: statements",
        why="fewer than 120 days since the first statement",
    )


def bad_debt_after_recent_payment(book: Book) -> bool:
    """Given up although the patient had just paid a part."""
    share = open_share(book, 4_000, days=160)
    if share is None or not book.alone:
        return False
    day = ask_anew(book, share, 4) + dt.timedelta(days=book.rng.randint(124, 140))
    part = share.cents // 4
    book.post("PPT", part, day - dt.timedelta(days=book.rng.randint(9, 20)), FRONT_DESK)
    entry = book.give_up("BAD", share.cents - part, day, "Unpaid", f"collection log {day}")
    return book.plant(
        "bad_debt_after_recent_payment",
        entry,
        _SHARE,
        "yes",
        evidence="ledger: a payment weeks before",
        why="who pays in parts is no bad debt",
    )


def secondary_never_billed(book: Book) -> bool:
    """The patient's second insurer was never billed; the share was let go on an application."""
    share = open_share(book, 800, 60, waiting=True)
    if share is None or not book.secondary_known:
        return False
    day = ask_anew(book, share, 1) + dt.timedelta(days=book.rng.randint(8, 30))
    entry = book.give_up("CHA", share.cents, day, "Application granted", decision(day))
    return book.plant(
        "secondary_never_billed",
        entry,
        _SHARE,
        "yes",
        evidence=f"other claims of the patient: {book.waits_for}",
        why="the second insurer has not been asked",
    )


def small_balance_above_threshold(book: Book) -> bool:
    """Written off as a small balance, and larger than the policy's."""
    share = open_share(book, 2_001, days=130, most=6_000)
    if share is None:
        return False
    day = ask_anew(book, share, 1) + dt.timedelta(days=book.rng.randint(95, 115))
    entry = book.give_up("SML", share.cents, day, "Small balance", "small-balance list")
    return book.plant(
        "small_balance_above_threshold",
        entry,
        _SHARE,
        "maybe",
        evidence="policies/posting.yaml",
        why="above the threshold for small balances",
    )


def credit_closed_by_write_off(book: Book) -> bool:
    """What was paid too much is owed to the patient; it was written off instead."""
    refund = next(iter(book.of("RFP")), None)
    if refund is None or refund.posted > book.closes or (book.case and book.case.truth):
        return False
    book.drop([refund])
    entry = book.post("CRB", -refund.amount_cents, refund.posted, SENIOR, reason="Clean-up")
    return book.plant(
        "credit_closed_by_write_off",
        entry,
        "credit_balance",
        "no",
        evidence="ledger: the balance was below zero",
        why="a credit is refunded",
    )
