"""All books of a practice: every visit's course, what is planted in some, and their closing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from reclaim.x12.generate import cast, checks
from reclaim.x12.generate.books import insurers, patients, uninsured
from reclaim.x12.generate.books.book import Book, Calendar, Planted
from reclaim.x12.generate.leaks.posted import KINDS, WRONG_POSTINGS
from reclaim.x12.generate.ledger import Entry, numbered
from reclaim.x12.generate.model import Case, PostedTruth
from reclaim.x12.generate.seeded import Random, seeded

SELF_PAY_SHARE = 50
UNBILLED_SHARE = 5
"""Visits without an insurer, and visits that were never billed, in a thousand of the others."""

_EVERY_KIND_FROM = 300


@dataclass(frozen=True)
class Span:
    """The days of service of a practice, and the last day of its books."""

    start: dt.date
    days: int
    until: dt.date

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.until, self.start + dt.timedelta(days=self.days // 2))


@dataclass
class Books:
    """The entries in order, numbered; what was planted in them; and the calendar they keep."""

    entries: list[Entry]
    truth: list[PostedTruth]
    calendar: Calendar
    books: list[Book] = field(repr=False, default_factory=list)


def books(seed: int, cases: Sequence[Case], span: Span, *, leaks: bool) -> Books:
    """What the office posted up to the last day, from a generator of its own.

    With `leaks=False` nothing is planted; what the cases bring along stays.
    """
    every = [*_insured(seed, cases, span), *_others(seed, len(cases), span, leaks=leaks)]
    if leaks:
        _plant(seeded(f"{seed} wrong postings"), every, len(cases))
    entries = numbered(
        entry
        for book in every
        for entry in book.entries
        if (entry.made or entry.posted) <= span.until
    )
    planted = [(book, one) for book in every for one in book.planted]
    return Books(entries, _truth(planted), span.calendar, every)


def _insured(seed: int, cases: Sequence[Case], span: Span) -> list[Book]:
    days = checks.check_days(cases)
    visits: dict[str, list[dt.date]] = defaultdict(list)
    seconds: set[tuple[str, str]] = set()
    for case in cases:
        patient = case.claims[0].patient.account
        visits[patient].append(case.claims[0].service_date)
        seconds |= {(patient, remit.payer.key) for remit in case.remits}
    first = {
        case.claims[0].patient.account: case for case in sorted(cases, key=_served, reverse=True)
    }
    found = []
    for case in cases:
        if all(remit.status == insurers.ESTIMATE for remit in case.remits):
            continue
        claim = case.claims[0]
        book = Book(claim, seeded(f"{seed} books {claim.control}"), span.calendar, case)
        later = (day for day in visits[claim.patient.account] if day > claim.service_date)
        book.next_visit = min(later, default=None)
        book.never_pays = first[claim.patient.account].patient_outcome == "bad_debt"
        book.alone = len(visits[claim.patient.account]) == 1
        _know_second(book, case, seconds)
        _course(book, case, days)
        found.append(book)
    return found


def _served(case: Case) -> dt.date:
    return case.claims[0].service_date


def _know_second(book: Book, case: Case, seconds: set[tuple[str, str]]) -> None:
    """Which second insurer the patient has that this claim never went to."""
    claim = case.claims[0]
    second = cast.secondary_payer(claim.patient.number)
    if second and claim.payer is cast.MEDICARE and len({r.payer.key for r in case.remits}) == 1:
        book.waits_for = second.key
        book.secondary_known = (claim.patient.account, second.key) in seconds


def _course(book: Book, case: Case, days: insurers.CheckDays) -> None:
    patients.take_copay(book, case)
    insurers.post_charges(book)
    insurers.post_remittances(book, case, days)
    insurers.give_up_denials(book, case)
    patients.settle(book, case.patient_outcome)


def _others(seed: int, claims: int, span: Span, *, leaks: bool) -> list[Book]:
    own = -(-claims * SELF_PAY_SHARE // 1000)
    found = [
        uninsured.self_pay(seed, number, span.start, span.days, span.calendar)
        for number in range(1, own + 1)
    ]
    never = -(-claims * UNBILLED_SHARE // 1000) if leaks else 0
    return found + [
        uninsured.unbilled(seed, number, span.start, span.days, span.calendar)
        for number in range(own + 1, own + never + 1)
    ]


def _plant(rng: Random, every: list[Book], claims: int) -> None:
    """Post wrongly in so many books of each kind as its share says; in no book twice."""
    for wrong in WRONG_POSTINGS:
        count = int(wrong.share * claims / 1000 + rng.random())
        count = max(count, wrong.least if claims >= _EVERY_KIND_FROM else 0)
        for book in rng.sample(every, len(every)):
            if count <= 0:
                break
            if not book.planted and wrong.plant(book):
                count -= 1


def _truth(planted: list[tuple[Book, Planted]]) -> list[PostedTruth]:
    """A row for each wrong entry, and one for each pattern."""
    rows = {_row(book, one): None for book, one in planted}
    return sorted(rows, key=lambda row: (row.leak, row.transaction_id, row.patient_control_number))


def _row(book: Book, one: Planted) -> PostedTruth:
    entry, claim = one.entry, book.claim
    by_itself = not one.subject
    return PostedTruth(
        leak=one.leak,
        kind=KINDS.get(one.leak, one.leak),
        transaction_id=entry.number if entry else "",
        account=claim.patient.account if by_itself else "",
        patient_control_number=claim.control if by_itself else "",
        line_number=entry.line_number if entry else None,
        posted_date=entry.posted if entry else None,
        amount_cents=one.amount_cents,
        posted_category=entry.category if entry else "",
        category=one.category,
        recoverable=one.recoverable,
        subject_kind=one.subject_kind,
        subject=one.subject,
        evidence=one.evidence,
        why=one.why,
    )
