"""Visits of which no insurer hears: patients who pay themselves, and visits that nobody billed."""

import datetime as dt

from reclaim.x12.generate import cast, fees, menus
from reclaim.x12.generate.books.book import BILLERS, FRONT_DESK, Book, Calendar
from reclaim.x12.generate.books.insurers import post_charges
from reclaim.x12.generate.books.patients import ask, assist, give_up_debt
from reclaim.x12.generate.model import Claim, ServiceLine
from reclaim.x12.generate.seeded import Random, seeded

DISCOUNT_PERCENT = 40
SELF_PAY, UNBILLED = "SP", "NB"
_FIRST_ACCOUNT = 800_000


def self_pay(seed: int, number: int, start: dt.date, days: int, calendar: Calendar) -> Book:
    """A visit that the patient pays: discounted by policy, paid, in parts, assisted or given up.

    They go back five months before `start`, so that some have come to their end.
    """
    book = _visit(seed, SELF_PAY, number, start - dt.timedelta(days=150), days + 150, calendar)
    post_charges(book)
    charged = book.balance_cents
    day = book.claim.service_date + dt.timedelta(days=1)
    discount = fees.percent(charged, DISCOUNT_PERCENT)
    book.give_up("SPD", discount, day, "Self-pay schedule", "self-pay agreement")
    _settle(book, charged - discount, day)
    return book


def unbilled(seed: int, number: int, start: dt.date, days: int, calendar: Calendar) -> Book:
    """An insured visit whose charges were entered, and of which no claim ever went out."""
    book = _visit(seed, UNBILLED, number, start, days, calendar)
    post_charges(book)
    return book


def _visit(
    seed: int, prefix: str, number: int, start: dt.date, days: int, calendar: Calendar
) -> Book:
    rng = seeded(f"{seed} {prefix} {number}")
    control = f"{prefix}{number:07d}"
    served = start + dt.timedelta(days=rng.randrange(days))
    patient = cast.patient(_FIRST_ACCOUNT + number)
    claim = Claim(
        form="P",
        control=control,
        payer=cast.primary_payer(patient.number),
        provider=cast.CLINIC,
        rendering=rng.choice(cast.CLINIC.people),
        patient=patient,
        lines=_lines(rng, control, served),
        diagnoses=(),
        submitted=served,
        place=menus.CLINIC.place,
    )
    return Book(claim, rng, calendar, alone=True)


def _lines(rng: Random, control: str, served: dt.date) -> tuple[ServiceLine, ...]:
    return tuple(
        ServiceLine(
            at,
            one.code,
            fees.charge_cents(one.code, one.units),
            served,
            one.modifiers,
            one.units,
            control=f"{control}L{at:02d}",
        )
        for at, one in enumerate(menus.visit(menus.CLINIC, rng), 1)
    )


def _settle(book: Book, rest: int, since: dt.date) -> None:
    way = book.rng.choices(
        ("at_once", "billed", "parts", "open", "bad_debt", "charity"), (34, 28, 12, 10, 9, 7)
    )[0]
    if way == "at_once":
        book.post("CPY", rest, book.claim.service_date, FRONT_DESK, reason="Paid at the visit")
    elif way == "billed":
        asked = ask(book, since, 1)
        book.post("PPT", rest, asked + dt.timedelta(days=book.rng.randint(3, 28)), FRONT_DESK)
    elif way == "parts":
        asked = ask(book, since, 3)
        for at, cents in enumerate((rest // 3, rest // 3, rest - 2 * (rest // 3))):
            day = asked + dt.timedelta(days=30 * at + book.rng.randint(3, 25))
            book.post("PPT", cents, day, book.rng.choice(BILLERS), reason="Payment plan")
    elif way == "open":
        ask(book, since, book.rng.randint(1, 4))
    elif way == "bad_debt":
        asked = ask(book, since, 4)
        give_up_debt(book, rest, asked + dt.timedelta(days=book.rng.randint(124, 150)))
    else:
        asked = ask(book, since, 1)
        assist(book, rest, asked + dt.timedelta(days=book.rng.randint(8, 30)))
