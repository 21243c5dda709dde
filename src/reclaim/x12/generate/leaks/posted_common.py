"""What wrong postings of a patient's share start from: a share that is open and asked for anew."""

import datetime as dt
from dataclasses import dataclass

from reclaim.x12.generate.books.book import ASKED, Book
from reclaim.x12.generate.books.patients import ask, decision

__all__ = ["Share", "ask_anew", "decision", "open_share"]

NO_LIMIT = 10**12


@dataclass(frozen=True)
class Share:
    """What the patient owes of a visit, and since when."""

    cents: int
    since: dt.date


def open_share(
    book: Book, least: int, days: int, *, most: int = NO_LIMIT, waiting: bool = False
) -> Share | None:
    """What the patient was asked for, whatever came of it.

    Null when the visit does not fit: less or more, fewer than `days` before the books end, part
    of it paid at the visit, another insurer still to ask (unless `waiting`), or planted before.
    """
    case = book.case
    moved = book.of("TRF") if case else book.of("SPD")
    if len(moved) != 1 or (case and (case.truth or case.decisions)) or book.of("CPY"):
        return None
    if bool(book.waits_for) is not waiting or book.never_pays:
        return None
    since = moved[0].posted
    undone = sum(one.effect_cents for one in book.of(*ASKED))
    cents = book.share_cents if case else book.balance_cents - undone
    fits = least <= cents <= most and since + dt.timedelta(days=days) <= book.closes
    return Share(cents, since) if fits else None


def ask_anew(book: Book, share: Share, statements: int) -> dt.date:
    """Forget what was done about the share, and send so many statements; the day of the first."""
    book.drop(book.of(*ASKED))
    return ask(book, share.since, statements)
