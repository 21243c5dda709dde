"""What normally happens to a claim: paid, forwarded, corrected, pended, and so on. No leaks."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from reclaim.x12.generate import cast, fees, menus
from reclaim.x12.generate.adjudicate import sequestered
from reclaim.x12.generate.cast import Payer
from reclaim.x12.generate.desk import PROFESSIONAL, Desk
from reclaim.x12.generate.model import (
    Adjustment,
    Case,
    LineOutcome,
    ProviderAdjustment,
    Remit,
    total,
)

Builder = Callable[[Desk], Case]


@dataclass(frozen=True)
class Flow:
    """A way for a claim to go, and how many in a thousand go that way."""

    name: str
    share: int
    build: Builder


def paid(desk: Desk) -> Case:
    """Paid as the contract says; any setting."""
    return desk.paid_case(menus.SETTINGS)


def crossed_over(desk: Desk) -> Case:
    """Medicare pays, forwards the claim itself, and the second payer answers with OA-23."""
    case = desk.paid_case(PROFESSIONAL, (cast.MEDICARE,), with_secondary=True)
    first = case.remits[0]
    second_payer = _second_payer(first)
    first.status, first.forwarded_to = "19", second_payer
    first.remarks = ("MA07" if second_payer is cast.MEDICAID else "MA18",)
    case.remits.append(secondary_remit(desk, first, first.produced + dt.timedelta(days=2)))
    return case


def billed_second(desk: Desk) -> Case:
    """The provider bills the second payer with the first one's answer on the claim."""
    case = desk.paid_case(PROFESSIONAL, (cast.MEDICARE,), with_secondary=True)
    first = case.remits[0]
    submitted = desk.sending_day(first.produced + dt.timedelta(days=desk.rng.randint(1, 4)))
    case.claims.append(
        replace(first.claim, payer=_second_payer(first), submitted=submitted, prior=first)
    )
    case.remits.append(secondary_remit(desk, first, submitted))
    return case


def secondary_remit(
    desk: Desk, first: Remit, submitted: dt.date, *, states_prior: bool = True
) -> Remit:
    """The second payer's remittance.

    Without `states_prior` it repeats the first one's cuts as its own CO-45 instead of
    stating them in OA-23.
    """
    payer = _second_payer(first)
    received = submitted + dt.timedelta(days=1)
    produced = desk.payment_day(payer, received + dt.timedelta(days=desk.rng.randint(9, 20)))
    return Remit(
        claim=replace(first.claim, payer=payer, submitted=submitted, prior=first),
        payer=payer,
        status="2",
        number=desk.payer_number(payer, produced),
        produced=produced,
        received=received,
        lines=tuple(
            _secondary_line(payer, line, states_prior=states_prior) for line in first.lines
        ),
    )


def reversed_and_corrected(desk: Desk) -> Case:
    """Paid with a deductible that was not due; taken back and paid right in one file."""
    case, corrected = _wrongly_cut(desk)
    case.remits += [case.remits[0].reversal(corrected.produced), corrected]
    return case


def corrected_then_reversed(desk: Desk) -> Case:
    """As above, with the correction before the reversal in the file."""
    case, corrected = _wrongly_cut(desk)
    case.remits += [corrected, case.remits[0].reversal(corrected.produced)]
    return case


def reversed_later(desk: Desk) -> Case:
    """The correction arrives first; the reversal follows one or two files later."""
    case, corrected = _wrongly_cut(desk)
    later = corrected.produced + dt.timedelta(days=7 * desk.rng.randint(1, 2))
    case.remits += [corrected, case.remits[0].reversal(later)]
    return case


def recouped(desk: Desk) -> Case:
    """Paid too much: reversed and corrected, but the money is taken from a later check (WO)."""
    case = desk.paid_case(PROFESSIONAL, cast.PAYERS[:6], plain=True)
    first = case.remits[0]
    produced = desk.payment_day(first.payer, first.produced + dt.timedelta(days=14))
    corrected = _correction(desk, first, produced)
    line = corrected.lines[0]
    cut = Adjustment("CO", "151", line.paid_cents // 2)
    halved = replace(line, adjustments=(cut, *line.adjustments), remarks=("N362",))
    corrected.lines = (sequestered(first.payer, halved), *corrected.lines[1:])
    case.remits += [first.reversal(produced), corrected]
    owed = first.paid_cents - corrected.paid_cents
    later = produced + dt.timedelta(days=21)
    case.provider_adjustments = [
        ProviderAdjustment(
            first.payer, first.claim.provider, day, "WO", first.claim.control, amount
        )
        for day, amount in ((produced, -owed), (later, owed))
    ]
    return case


def pended(desk: Desk) -> Case:
    """Still under review: the whole charge stands in OA-133 until a later decision."""
    case = desk.paid_case()
    first = case.remits[0]
    held = tuple(
        LineOutcome(outcome.line, (Adjustment("OA", "133", outcome.line.charge_cents),))
        for outcome in first.lines
    )
    case.remits = [replace(first, lines=held, adjustments=())]
    case.status_asked = first.produced + dt.timedelta(days=21)
    return case


def predetermined(desk: Desk) -> Case:
    """An estimate before treatment: status 25, and CARC 101 holds what would be paid."""
    case = desk.paid_case((menus.DENTAL,), plain=True)
    first = case.remits[0]
    lines = tuple(
        replace(
            outcome,
            adjustments=(*outcome.adjustments, Adjustment("OA", "101", outcome.paid_cents)),
        )
        for outcome in first.lines
    )
    case.remits = [replace(first, status="25", lines=lines)]
    return case


def capitated(desk: Desk) -> Case:
    """Covered by the plan's monthly payment: CO-24 for the whole charge."""
    case = desk.paid_case((menus.CLINIC,), (cast.LARKSPUR,))
    first = case.remits[0]
    first.adjustments = ()
    first.lines = tuple(
        LineOutcome(outcome.line, (Adjustment("CO", "24", outcome.line.charge_cents),))
        for outcome in first.lines
    )
    case.patient_outcome = "open"
    return case


FLOWS = (
    Flow("paid", 840, paid),
    Flow("crossed_over", 35, crossed_over),
    Flow("billed_second", 35, billed_second),
    Flow("reversed_and_corrected", 20, reversed_and_corrected),
    Flow("corrected_then_reversed", 8, corrected_then_reversed),
    Flow("reversed_later", 10, reversed_later),
    Flow("recouped", 12, recouped),
    Flow("pended", 12, pended),
    Flow("predetermined", 8, predetermined),
    Flow("capitated", 20, capitated),
)


def _second_payer(first: Remit) -> Payer:
    payer = cast.secondary_payer(first.claim.patient.number)
    if payer is None:
        raise ValueError(f"patient {first.claim.patient.account} has no second insurer")
    return payer


def _secondary_line(payer: Payer, first: LineOutcome, *, states_prior: bool) -> LineOutcome:
    line = first.line
    shares = tuple(a for a in first.adjustments if a.group == "PR")
    left = sum(a.amount_cents for a in shares)
    prior = line.charge_cents - left
    if payer is cast.MEDICAID:
        pays = min(left, max(fees.allowed_cents(payer, line) - first.paid_cents, 0))
        own: tuple[Adjustment, ...] = (Adjustment("CO", "45", left - pays),)
    else:
        own = tuple(a for a in shares if a.carc == "1")
    if states_prior:
        found: tuple[Adjustment, ...] = (Adjustment("OA", "23", prior), *own)
    else:
        cut = prior + sum(a.amount_cents for a in own if a.group == "CO")
        found = (Adjustment("CO", "45", cut), *(a for a in own if a.group == "PR"))
    return LineOutcome(line, tuple(a for a in found if a.amount_cents))


def _wrongly_cut(desk: Desk) -> tuple[Case, Remit]:
    """A case whose first remittance takes a deductible too much, and the right remittance."""
    case = desk.paid_case(PROFESSIONAL, cast.PAYERS[:6], plain=True)
    right = case.remits[0]
    produced = desk.payment_day(right.payer, right.produced + dt.timedelta(days=14))
    corrected = _correction(desk, right, produced)
    line = right.lines[0]
    uncut = tuple(a for a in line.adjustments if a.carc != "253")
    wrong = Adjustment("PR", "1", line.line.charge_cents - total(uncut))
    nothing = replace(line, adjustments=(*uncut, wrong))
    case.remits = [replace(right, lines=(nothing, *right.lines[1:]))]
    return case, corrected


def _correction(desk: Desk, first: Remit, produced: dt.date) -> Remit:
    return replace(
        first,
        produced=produced,
        number=desk.payer_number(first.payer, produced),
        original_number=first.number,
        remarks=(*first.remarks, "MA67"),
    )
