"""What an orderly office posts for an insured visit: charges, remittances, denials given up."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reclaim.x12.generate import checks
from reclaim.x12.generate.books.book import AUTOPOST, BILLERS, FRONT_DESK, MANAGER, Book, More
from reclaim.x12.generate.ledger import AT_ONCE, DENIED, Entry
from reclaim.x12.generate.model import Adjustment, Case, Remit

ESTIMATE = "25"
POSTING_DAYS = 2
"""A remittance is posted so many days after it was made."""

_KEYED_WRONG = 0.015
_GIVEN_UP_AT_LAST = 0.7
_GROUPS = ("CO", "PI")

CheckDays = Mapping[tuple[str, str], Sequence[dt.date]]
"""The days on which a payer paid a provider, in order, by their keys."""

_Doubted = Counter[tuple[str, int | None, str, str]]
"""Cents by remittance, line, group and reason."""

_Level = tuple[int | None, int, tuple[Adjustment, ...]]


def post_charges(book: Book) -> None:
    """A charge a line on the day after the service; one in many is keyed wrong and corrected."""
    claim = book.claim
    posted = claim.end_date + dt.timedelta(days=1)
    payer = claim.payer.name if book.case or not claim.control.startswith("SP") else ""
    wrong = claim.lines[-1] if book.rng.random() < _KEYED_WRONG else None
    for line in claim.lines:
        excess = line.charge_cents if line is wrong else 0
        more: More = {"line_number": line.number, "payer": payer}
        book.post("CHG", line.charge_cents + excess, posted, FRONT_DESK, **more)
        if excess:
            more["reason"] = "Charged twice"
            book.post("COR", -excess, posted + dt.timedelta(days=1), BILLERS[0], **more)


def post_remittances(book: Book, case: Case, days: CheckDays) -> None:
    """Payments, cuts and the patient's share as they arrive; take-backs undo what was posted."""
    doubted = _doubted(case)
    by_number: dict[str, list[Entry]] = {}
    for remit in sorted(case.remits, key=lambda one: one.produced):
        if remit.status == ESTIMATE:
            continue
        if remit.sign < 0:
            _undo(book, remit, by_number.get(remit.number, []))
        else:
            by_number[remit.number] = _post(book, case, remit, doubted)
    _post_provider_level(book, case, days)


def give_up_denials(book: Book, case: Case) -> None:
    """Most denials that stand are written off after the last day to appeal; hopeless ones soon."""
    if case.worked or case.written_off_as or book.rng.random() > _GIVEN_UP_AT_LAST:
        return
    hopeless = bool(case.truth) and all(row.recoverable == "no" for row in case.truth)
    for remit, line_number, adjustment in denials(case):
        waits = 0 if hopeless else remit.payer.appeal_days
        day = posting_day(remit) + dt.timedelta(days=waits + book.rng.randint(5, 20))
        write_off_denial(book, remit, line_number, adjustment, day)


def denials(case: Case) -> Iterator[tuple[Remit, int | None, Adjustment]]:
    """What was denied under CO or PI and stands: remittance, line and reason."""
    taken_back = {remit.number for remit in case.remits if remit.sign < 0}
    for remit in case.remits:
        if remit.status == ESTIMATE or remit.number in taken_back:
            continue
        for line_number, _, adjustments in _levels(remit):
            for adjustment in adjustments:
                if adjustment.group in _GROUPS and adjustment.carc in DENIED:
                    yield remit, line_number, adjustment


def write_off_denial(
    book: Book, remit: Remit, line_number: int | None, adjustment: Adjustment, day: dt.date
) -> Entry:
    """Write a denial off under the category of its reason."""
    return book.give_up(
        DENIED[adjustment.carc],
        adjustment.amount_cents,
        day,
        "Denial given up",
        f"denial letter {remit.produced}",
        line_number=line_number,
        payer=remit.payer.name,
        reference=trace_of(remit),
    )


def trace_of(remit: Remit) -> str:
    """The trace number of the check that the remittance came with."""
    return checks.trace_number(remit.payer, remit.claim.provider, remit.produced)


def posting_day(remit: Remit) -> dt.date:
    """The day on which the office posts it."""
    return remit.produced + dt.timedelta(days=POSTING_DAYS)


def of_remittance(
    book: Book,
    remit: Remit,
    code: str,
    cents: int,
    line_number: int | None = None,
    *,
    user: str = AUTOPOST,
    days: int = 0,
) -> Entry:
    """An entry made from a remittance, on its posting day or so many days later."""
    return book.post(
        code,
        cents,
        posting_day(remit) + dt.timedelta(days=days),
        user,
        line_number=line_number,
        payer=remit.payer.name,
        reference=trace_of(remit),
    )


def _post(book: Book, case: Case, remit: Remit, doubted: _Doubted) -> list[Entry]:
    rows: list[tuple[str, int, int | None]] = []
    for line_number, paid, adjustments in _levels(remit):
        rows.append(("PMT", paid, line_number))
        for one in adjustments:
            if one.group in _GROUPS and one.carc in AT_ONCE:
                sure = one.amount_cents - doubted[remit.number, line_number, one.group, one.carc]
                rows.append((AT_ONCE[one.carc], sure, line_number))
    if _last_payer(case, remit):
        rows.append(("TRF", remit.patient_cents, None))
    made = [of_remittance(book, remit, code, cents, line) for code, cents, line in rows if cents]
    _as_told(book, case, remit)
    return made


def _last_payer(case: Case, remit: Remit) -> bool:
    """Nobody but the patient is left to pay after this insurer."""
    payers = [other.payer for other in case.remits]
    return all(payer is payers[0] for payer in payers) or remit.payer is not payers[0]


def _as_told(book: Book, case: Case, remit: Remit) -> None:
    """A denial that somebody posts at once under a code that the case names."""
    if not case.written_off_as:
        return
    for _, line_number, one in denials(case):
        entry = of_remittance(
            book, remit, case.written_off_as, one.amount_cents, line_number, user=MANAGER, days=3
        )
        row = next(row for row in case.truth if row.line_number == line_number)
        book.plant(
            row.leak,
            entry,
            row.expected_category,
            row.recoverable,
            evidence=row.evidence,
            why=row.why,
        )


def _undo(book: Book, remit: Remit, originals: list[Entry]) -> None:
    """The take-back: every entry of the remittance that is taken back, with the other sign."""
    for entry in originals:
        book.post(
            entry.code,
            -entry.amount_cents,
            posting_day(remit),
            AUTOPOST,
            line_number=entry.line_number,
            payer=entry.payer,
            reference=trace_of(remit),
            reason="Taken back by the payer",
            reverses=entry,
        )


def _post_provider_level(book: Book, case: Case, days: CheckDays) -> None:
    """Money that a check holds back, or holds over, for this claim (PLB): posted with the check."""
    for one in case.provider_adjustments:
        paid_on = days.get((one.payer.key, one.provider.key), ())
        produced = next((day for day in paid_on if day >= one.not_before), None)
        if produced:
            book.post(
                "PMT",
                -one.amount_cents,
                produced + dt.timedelta(days=POSTING_DAYS),
                AUTOPOST,
                payer=one.payer.name,
                reason=f"PLB {one.reason}",
                reference=checks.trace_number(one.payer, one.provider, produced),
            )


def _levels(remit: Remit) -> list[_Level]:
    """Line by line, then the claim level: number, paid, adjustments."""
    levels: list[_Level] = [
        (outcome.line.number, outcome.paid_cents, outcome.adjustments) for outcome in remit.lines
    ]
    if remit.adjustments or not remit.lines:
        by_lines = sum(paid for _, paid, _ in levels)
        levels.append((None, remit.sign * remit.paid_cents - by_lines, remit.adjustments))
    return levels


def _doubted(case: Case) -> _Doubted:
    """Cents of a cut that the contract does not ask for: nobody writes them off."""
    doubted: _Doubted = Counter()
    for row in case.truth:
        key = (row.payer_control_number, row.line_number, row.group_code, row.carc)
        doubted[key] += row.amount_cents
    for remit in case.remits:
        for outcome in remit.lines:
            for one in outcome.adjustments:
                if one.carc == "45" and one.amount_cents == outcome.line.charge_cents:
                    key = (remit.number, outcome.line.number, one.group, one.carc)
                    doubted[key] = one.amount_cents
    return doubted
