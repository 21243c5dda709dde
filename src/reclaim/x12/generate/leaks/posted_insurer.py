"""Wrong postings of what an insurer said: too much, twice, with the other sign, to the patient."""

import datetime as dt

from reclaim.x12.generate.books import patients
from reclaim.x12.generate.books.book import AUTOPOST, BILLERS, MANAGER, Book
from reclaim.x12.generate.books.insurers import (
    denials,
    of_remittance,
    posting_day,
    write_off_denial,
)
from reclaim.x12.generate.books.uninsured import UNBILLED
from reclaim.x12.generate.ledger import AT_ONCE, Entry
from reclaim.x12.generate.model import Case, Remit, Truth


def autopost_all_co(book: Book) -> bool:
    """One contractual entry for every CO dollar of the claim, a denial among them."""
    case = book.case
    if case is None or len(case.remits) != 1 or case.written_off_as or not _contractual(book):
        return False
    denied = [one for _, line, one in denials(case) if one.group == "CO" and line]
    if not denied or len(denied) == len(case.remits[0].lines):
        return False
    book.drop([*book.of(*AT_ONCE.values()), *_given_up(book)])
    remit = case.remits[0]
    every = sum(a.amount_cents for a in remit.all_adjustments if a.group == "CO")
    entry = of_remittance(book, remit, "CON", every)
    row = case.truth[0]
    return book.plant(
        "autopost_all_co",
        entry,
        row.expected_category,
        row.recoverable,
        cents=sum(one.amount_cents for one in denied),
        evidence=f"835: CO-{denied[0].carc}",
        why="every CO amount was posted as contractual",
    )


def negative_co_flipped(book: Book) -> bool:
    """The payer took its cut back, and the sign was lost: it was written off once more."""
    undone = next((one for one in book.of("CON") if one.reverses), None)
    if undone is None or not _plain(book):
        return False
    undone.amount_cents, undone.reverses, undone.reason = -undone.amount_cents, None, ""
    return book.plant(
        "negative_co_flipped",
        undone,
        "",
        "no",
        evidence="835: CO with a negative amount",
        why="a cut taken back was written off again",
    )


def plb_ignored(book: Book) -> bool:
    """Money held back from a check for this claim (PLB) was never posted to it."""
    taken = (one for one in book.of("PMT") if one.reason.startswith("PLB"))
    held = next((one for one in taken if one.amount_cents < 0), None)
    if held is None or held.posted > book.closes or not _plain(book):
        return False
    book.drop([held])
    return book.plant(
        "plb_ignored",
        None,
        "paid/insurer",
        "no",
        cents=-held.amount_cents,
        evidence=f"835 {held.reference}: PLB WO",
        why="the account shows money that was taken back",
    )


def hidden_denial_as_contractual(book: Book) -> bool:
    """The whole charge came as CO-45 with nothing paid, and was posted as contractual."""
    found = _of_leak(book, "hidden_denial_in_45", "hides_denials_in_45")
    if found is None:
        return False
    remit, row = found
    entry = of_remittance(book, remit, "CON", row.amount_cents, row.line_number)
    return book.plant(
        "wrong_category",
        entry,
        row.expected_category,
        row.recoverable,
        evidence=row.evidence,
        why=row.why,
    )


def contractual_above_contract(book: Book) -> bool:
    """The payer paid too little, and its whole cut was written off as contractual."""
    found = _of_leak(book, "underpaid")
    if found is None:
        return False
    _, row = found
    entry = next((one for one in _contractual(book) if one.line_number == row.line_number), None)
    if entry is None:
        return False
    entry.amount_cents += row.amount_cents
    return book.plant(
        "contractual_above_contract",
        entry,
        "underpayment/contract",
        "yes",
        cents=row.amount_cents,
        evidence=row.evidence,
        why=row.why,
    )


def written_off_in_appeal_window(book: Book) -> bool:
    """A denial written off while it could still be appealed."""
    return _denial_given_up(book, "written_off_in_appeal_window", 0)


def written_off_appeal_pending(book: Book) -> bool:
    """A denial written off although an appeal lay with the payer."""
    return _denial_given_up(book, "written_off_appeal_pending", 12)


def denied_then_paid_not_reversed(book: Book) -> bool:
    """A denial was written off, the payer paid after all, and the write-off still stands."""
    given = _won(book)
    if given is None:
        return False
    _, entries = given
    for entry in entries:
        book.plant(
            "denied_then_paid_not_reversed",
            entry,
            "paid/insurer",
            "no",
            evidence="835: a later decision paid the line",
            why="what was paid is written off",
        )
    return True


def write_off_reversed_when_paid(book: Book) -> bool:
    """A denial was written off too soon: the payer paid, and the office had to reverse it."""
    given = _won(book)
    if given is None:
        return False
    again, entries = given
    day = posting_day(again) + dt.timedelta(days=1)
    if day > book.closes:
        return False
    for entry in entries:
        book.post(
            entry.code,
            -entry.amount_cents,
            day,
            MANAGER,
            line_number=entry.line_number,
            payer=entry.payer,
            reason="Paid after all",
            reverses=entry,
        )
        book.plant(
            "write_off_reversed_later",
            entry,
            "paid/insurer",
            "no",
            evidence="ledger: reversed",
            why="given up before the payer had said its last word",
        )
    return True


def contractual_billed_to_patient(book: Book) -> bool:
    """The contract's cut was moved to the patient instead of written off."""
    cuts, moved = _contractual(book), book.of("TRF")
    if (
        not _plain(book)
        or book.never_pays
        or not cuts
        or len(moved) != 1
        or book.of("CPY", "CHA", "BAD", "RFP")
    ):
        return False
    cut = max(cuts, key=lambda one: one.amount_cents)
    if book.case is None or len(book.case.remits) != 1 or not book.claim.payer.in_network:
        return False
    book.drop([cut, *book.of("STM", "CAL", "PPT")])
    book.post(
        "TRF", cut.amount_cents, cut.posted, BILLERS[0], payer=cut.payer, reference=cut.reference
    )
    first = patients.ask(book, cut.posted, 2)
    if book.rng.random() < 0.5:
        paid = first + dt.timedelta(days=40)
        book.post("PPT", book.share_cents, paid, "f.ellis")
    return book.plant(
        "contractual_billed_to_patient",
        None,
        "contractual",
        "no",
        cents=cut.amount_cents,
        evidence="835: CO-45; ledger: moved to the patient",
        why="what the contract cuts may not be billed to the patient",
    )


def duplicate_write_off(book: Book) -> bool:
    """The same cut written off twice."""
    cuts = _contractual(book)
    if not _plain(book) or not cuts or any(one.reverses for one in book.entries):
        return False
    cut = book.rng.choice(cuts)
    day = cut.posted + dt.timedelta(days=book.rng.randint(1, 9))
    again = book.post(
        cut.code,
        cut.amount_cents,
        day,
        book.rng.choice(BILLERS),
        line_number=cut.line_number,
        payer=cut.payer,
        reference=cut.reference,
    )
    return book.plant(
        "duplicate_write_off",
        again,
        "",
        "no",
        evidence=f"ledger: the same on {cut.posted}",
        why="the remittance cuts it once",
    )


def write_off_without_remittance(book: Book) -> bool:
    """Charges of a visit that was never billed are written off as contractual."""
    if not book.claim.control.startswith(UNBILLED) or book.planted:
        return False
    day = book.claim.service_date + dt.timedelta(days=book.rng.randint(20, 40))
    entry = book.post(
        "CON", book.balance_cents, day, MANAGER, payer=book.claim.payer.name, reason="Old balance"
    )
    return book.plant(
        "write_off_without_remittance",
        entry,
        "",
        "maybe",
        evidence="no claim and no remittance",
        why="no payer has been asked",
    )


def _denial_given_up(book: Book, leak: str, appealed_after: int) -> bool:
    case = book.case
    if case is None or case.written_off_as or case.worked or not case.truth:
        return False
    winnable = [row for row in case.truth if row.recoverable in ("yes", "maybe")]
    told = {(row.line_number, row.carc): row for row in winnable}
    found = [one for one in denials(case) if (one[1], one[2].carc) in told]
    if not found:
        return False
    remit = found[0][0]
    day = posting_day(remit) + dt.timedelta(days=book.rng.randint(15, 40))
    if day > book.closes:
        return False
    book.drop(_given_up(book))
    if appealed_after:
        case.appealed = posting_day(remit) + dt.timedelta(days=appealed_after)
    for decided, line, one in found:
        row = told[line, one.carc]
        book.plant(
            leak,
            write_off_denial(book, decided, line, one, day),
            row.expected_category,
            row.recoverable,
            evidence=row.evidence,
            why=_WHY[leak],
        )
    return True


_WHY = {
    "written_off_in_appeal_window": "the payer still took appeals",
    "written_off_appeal_pending": "the payer had not yet answered the appeal",
}


def _won(book: Book) -> tuple[Remit, list[Entry]] | None:
    """The decision that paid, and the write-offs of what it paid, made before it."""
    case = book.case
    if case is None or not case.decisions or case.decisions[0].won != "yes":
        return None
    denied = case.remits[0]
    again = case.remits[-1]
    day = posting_day(denied) + dt.timedelta(days=10)
    if posting_day(again) <= day or posting_day(again) > book.closes:
        return None
    shown = Case(case.claims, [denied])
    found = list(denials(shown))
    return (again, [write_off_denial(book, *one, day) for one in found]) if found else None


def _of_leak(book: Book, *leaks: str) -> tuple[Remit, Truth] | None:
    """The only remittance of a case with one of these leaks, and the truth about it."""
    case = book.case
    if case is None or len(case.remits) != 1 or case.decisions:
        return None
    row = next((row for row in case.truth if row.leak in leaks), None)
    return (case.remits[0], row) if row else None


def _contractual(book: Book) -> list[Entry]:
    """The contract's cuts as they were posted and stand."""
    return [one for one in book.of("CON") if one.amount_cents > 0 and one.user == AUTOPOST]


def _given_up(book: Book) -> list[Entry]:
    """Denials that were written off."""
    return [one for one in book.entries if one.category.startswith("denial/")]


def _plain(book: Book) -> bool:
    """Nothing was planted in the visit, neither here nor on its remittances."""
    return book.case is not None and not book.case.truth and not book.case.decisions
