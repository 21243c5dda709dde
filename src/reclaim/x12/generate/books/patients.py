"""What an orderly office does about the patient's share: asks, waits, gives up at last."""

import datetime as dt

from reclaim.x12.generate import fees
from reclaim.x12.generate.books.book import BILLERS, FRONT_DESK, SENIOR, Book
from reclaim.x12.generate.books.insurers import ESTIMATE
from reclaim.x12.generate.model import Case

HELD_BELOW_CENTS = 2_000
"""A smaller balance is not billed: it waits for the next visit."""

FIRST_STATEMENT = 5
STATEMENT_DAYS = 30
_COPAY_AT_THE_VISIT = 0.6
_COPAY_NOT_DUE = 0.06
_PAID_TOO_SOON = 0.2
_ASSISTED = 0.05
_ASSISTED_FROM_CENTS = 5_000
_PAID_TWICE = 0.02

# What a case says of its patient -> code and days after the share was moved.
_AT_ONCE = {
    "bad_debt_without_statement": ("BAD", 30),
    "waived": ("CUR", 0),
    "small_balance": ("SML", 0),
}


def take_copay(book: Book, case: Case) -> None:
    """A copay at the visit: most that are due, and now and then one that is not."""
    claim = book.claim
    undecided = any(a.carc == "133" for remit in case.remits for a in remit.all_adjustments)
    if undecided or claim.provider.key not in ("clinic", "orthopaedics"):
        return
    copay, roll = claim.payer.copay_cents, book.rng.random()
    visit = any(line.code in fees.VISITS for line in claim.lines)
    if not copay or not visit or case.patient_outcome in _AT_ONCE or book.never_pays:
        return
    due = sum(
        a.amount_cents for a in case.remits[-1].all_adjustments if (a.group, a.carc) == ("PR", "3")
    )
    if roll < (_COPAY_AT_THE_VISIT if due else _COPAY_NOT_DUE):
        book.post("CPY", due or copay, claim.service_date, FRONT_DESK, reason="Copay")


def settle(book: Book, outcome: str) -> None:
    """Everything that happens once the share is moved to the patient, to its end."""
    moved = book.of("TRF")
    if not moved:
        _give_back(book, _last_posted(book))
        return
    since = moved[-1].posted
    if outcome in _AT_ONCE:
        _at_once(book, outcome, since)
        return
    if len(moved) > 1 and (since - moved[0].posted).days > FIRST_STATEMENT + STATEMENT_DAYS // 3:
        _asked_too_soon(book)
    rest = due_cents(book)
    if rest > 0:
        _ask(book, rest, since, outcome)
    else:
        _give_back(book, since)


def due_cents(book: Book) -> int:
    """What the patient owes: of an insured visit what was moved, less what was paid."""
    paid = sum(entry.amount_cents for entry in book.of("CPY", "PPT"))
    return (book.share_cents if book.case else book.balance_cents + paid) - paid


def ask(book: Book, since: dt.date, statements: int) -> dt.date:
    """So many statements, 30 days apart, with a call after the second; the day of the first."""
    first = since + dt.timedelta(days=FIRST_STATEMENT)
    for at in range(statements):
        book.post("STM", 0, first + dt.timedelta(days=STATEMENT_DAYS * at), "statements")
        if at == 1:
            call = first + dt.timedelta(days=STATEMENT_DAYS + book.rng.randint(10, 20))
            book.post("CAL", 0, call, book.rng.choice(BILLERS))
    return first


def assist(book: Book, cents: int, day: dt.date) -> None:
    """Financial assistance on an application that was decided."""
    book.give_up("CHA", cents, day, "Application granted", decision(day))


def decision(day: dt.date) -> str:
    """The proof on file of an application for assistance that was granted."""
    return f"financial assistance decision {day}"


def give_up_debt(book: Book, cents: int, day: dt.date) -> None:
    """Bad debt after the statements, often placed with an agency that week."""
    if book.rng.random() < 0.7:
        book.post("AGY", 0, day - dt.timedelta(days=3), SENIOR)
    book.give_up("BAD", cents, day, "Statements and call unanswered", f"collection log {day}")


def _at_once(book: Book, outcome: str, since: dt.date) -> None:
    """The share goes the way that the case names, without a word to the patient."""
    code, days = _AT_ONCE[outcome]
    day = since + dt.timedelta(days=days)
    entry = book.post(code, book.share_cents, day, book.rng.choice(BILLERS))
    row = book.case.truth[-1] if book.case else None
    if row:
        book.plant(
            row.leak,
            entry,
            row.expected_category,
            row.recoverable,
            evidence=row.evidence,
            why=row.why,
        )


def _ask(book: Book, rest: int, since: dt.date, outcome: str) -> None:
    if rest < HELD_BELOW_CENTS:
        _hold(book, rest, since)
    elif book.waits_for:
        ask(book, since, 1)
    elif not book.never_pays and rest >= _ASSISTED_FROM_CENTS and book.rng.random() < _ASSISTED:
        first = ask(book, since, 1)
        assist(book, rest, first + dt.timedelta(days=book.rng.randint(8, 30)))
    elif book.never_pays:
        first = ask(book, since, 4)
        give_up_debt(book, rest, first + dt.timedelta(days=book.rng.randint(124, 150)))
    elif outcome == "pays":
        _pays(book, rest, since)
    else:
        _stays_open(book, rest, since)


def _hold(book: Book, rest: int, since: dt.date) -> None:
    """Nothing is sent; the balance is asked for when the patient comes again."""
    if book.never_pays:
        return
    if book.next_visit and book.next_visit > since and book.rng.random() < 0.85:
        book.post("PPT", rest, book.next_visit, FRONT_DESK, reason="Carried balance")


def _pays(book: Book, rest: int, since: dt.date) -> None:
    """Paid after the first statement or the second, or in parts a month apart; some pay twice."""
    way = book.rng.choices(("first", "second", "parts"), (60, 22, 18))[0]
    if way == "parts":
        _pays_in_parts(book, rest, since)
        return
    first = ask(book, since, 1 if way == "first" else 2)
    asked = first + dt.timedelta(days=0 if way == "first" else STATEMENT_DAYS)
    paid = asked + dt.timedelta(days=book.rng.randint(3, 28))
    book.post("PPT", rest, paid, FRONT_DESK)
    if book.rng.random() < _PAID_TWICE:
        again = paid + dt.timedelta(days=book.rng.randint(2, 15))
        book.post("PPT", rest, again, FRONT_DESK)
        book.post("RFP", rest, again + dt.timedelta(days=book.rng.randint(10, 35)), SENIOR)


def _pays_in_parts(book: Book, rest: int, since: dt.date) -> None:
    parts = book.rng.randint(2, 4)
    first = ask(book, since, parts)
    part = rest // parts
    for at in range(parts):
        paid = first + dt.timedelta(days=STATEMENT_DAYS * at + book.rng.randint(3, 25))
        cents = part if at < parts - 1 else rest - part * (parts - 1)
        book.post("PPT", cents, paid, FRONT_DESK, reason="Payment plan")


def _stays_open(book: Book, rest: int, since: dt.date) -> None:
    first = ask(book, since, book.rng.randint(1, 4))
    if book.rng.random() < 0.25:
        paid = first + dt.timedelta(days=book.rng.randint(5, 25))
        book.post("PPT", rest // 3, paid, FRONT_DESK)


def _asked_too_soon(book: Book) -> None:
    """The share was moved, billed and sometimes paid before the payer corrected itself."""
    first = book.of("TRF")[0]
    asked = first.posted + dt.timedelta(days=FIRST_STATEMENT)
    book.post("STM", 0, asked, "statements")
    if not book.never_pays and book.rng.random() < _PAID_TOO_SOON:
        book.post("PPT", first.amount_cents, asked + dt.timedelta(days=4), FRONT_DESK)


def _give_back(book: Book, since: dt.date) -> None:
    """What the patient paid too much is refunded."""
    credit = -due_cents(book)
    if credit > 0 and _decided(book):
        day = since + dt.timedelta(days=book.rng.randint(14, 40))
        book.post("RFP", credit, day, SENIOR, reason="Paid too much")


def _decided(book: Book) -> bool:
    """The insurer has said its last word, as far as anybody knows."""
    return book.case is not None and any(remit.status != ESTIMATE for remit in book.case.remits)


def _last_posted(book: Book) -> dt.date:
    return max(entry.posted for entry in book.entries)
