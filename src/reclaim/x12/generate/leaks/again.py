"""Denials that the office worked months ago, and what the payer decided then."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from reclaim.x12.generate.adjudicate import adjudicate
from reclaim.x12.generate.desk import Desk
from reclaim.x12.generate.flows import Builder, Flow
from reclaim.x12.generate.leaks import access, coding, pricing
from reclaim.x12.generate.leaks.common import Expect, Reason, Story, truth
from reclaim.x12.generate.model import Adjustment, Case, Claim, Decision, LineOutcome, Remit, Truth

Action = Literal["appeal", "corrected claim"]
UPHELD = Reason("CO", "193")


@dataclass(frozen=True)
class Cause:
    """A cause of denial, how the office works it, and how often in a hundred it wins."""

    name: str
    build: Builder
    action: Action
    won_percent: int


CAUSES = (
    Cause("authorization_on_file", access.authorization_on_file, "appeal", 70),
    Cause("eligibility_active", access.eligibility_active, "appeal", 65),
    Cause("credentialing", access.credentialing, "appeal", 35),
    Cause("hidden_denial_in_45", pricing.hidden_denial_in_45, "appeal", 60),
    Cause("bundled_with_modifier", coding.bundled_with_modifier, "appeal", 45),
    Cause("medical_necessity", coding.medical_necessity, "appeal", 30),
    Cause("missing_data", coding.missing_data, "corrected claim", 85),
    Cause("missing_records", coding.missing_records, "corrected claim", 75),
)
PAYER_POINTS = {"harbor": 10, "larkspur": 0, "cobalt": -20, "marigold": 5, "tidewater": 5}
"""What a payer's habits add to the chance, in percentage points; the others add nothing."""


def decided_again(desk: Desk) -> Case:
    """Denied one to five months before the others, worked, and decided again: won or lost."""
    cause = desk.rng.choice(CAUSES)
    with desk.earlier(desk.rng.randint(40, 150)):
        case = cause.build(desk)
    denied = case.remits[-1]
    points = cause.won_percent + PAYER_POINTS.get(denied.payer.key, 0)
    won = desk.rng.randrange(100) < points
    asked = desk.sending_day(denied.produced + dt.timedelta(days=desk.rng.randint(5, 25)))
    lines = {row.line_number for row in case.truth}
    amount = sum(row.amount_cents for row in case.truth)
    if cause.action == "appeal":
        again = _answer(desk, denied, asked, lines, won=won)
        case.remits += [denied.reversal(again.produced), again]
        case.truth = [] if won else _upheld(again, lines)
    else:
        again = _sent_again(desk, case, denied, asked, lines, won=won)
        case.truth = (
            [] if won else [replace(r, payer_control_number=again.number) for r in case.truth]
        )
    case.worked = True
    case.decisions = [
        Decision(
            cause.name,
            denied.claim.control,
            denied.payer.key,
            cause.action,
            denied.number,
            again.number,
            again.produced,
            amount,
            "yes" if won else "no",
        )
    ]
    return case


DECIDED_AGAIN = Flow("decided_again", 50, decided_again)


def _answer(
    desk: Desk, denied: Remit, asked: dt.date, lines: set[int | None], *, won: bool
) -> Remit:
    """The answer to an appeal: the claim paid as the contract says, or the denial upheld."""
    again = _paid(desk, denied, denied.claim, asked, lines)
    again.received = denied.received
    again.remarks = (*again.remarks, "MA67")
    if won:
        return again
    if denied.claim.per_claim:
        again.adjustments = (Adjustment(UPHELD.group, UPHELD.carc, denied.claim.charge_cents),)
    again.lines = tuple(
        _upheld_line(outcome) if outcome.line.number in lines else outcome
        for outcome in again.lines
    )
    return again


def _sent_again(
    desk: Desk, case: Case, denied: Remit, asked: dt.date, lines: set[int | None], *, won: bool
) -> Remit:
    """The answer to a corrected claim, which replaces the denied one (frequency 7)."""
    corrected = replace(
        case.claims[-1], submitted=asked, frequency="7", original_number=denied.number
    )
    case.claims.append(corrected)
    again = _paid(desk, denied, corrected, asked, lines)
    if not won:
        again.adjustments, again.lines = denied.adjustments, denied.lines
        again.remarks = denied.remarks
    case.remits.append(again)
    return again


def _paid(desk: Desk, denied: Remit, claim: Claim, asked: dt.date, lines: set[int | None]) -> Remit:
    """The claim decided anew, with the denied lines paid and the others as they were."""
    received = asked + dt.timedelta(days=1)
    waited = received + dt.timedelta(days=desk.rng.randint(14, 35))
    produced = desk.payment_day(claim.payer, waited)
    number = desk.payer_number(claim.payer, produced)
    again = adjudicate(claim, number, produced, received, 0)
    again.original_number = denied.number
    again.lines = tuple(
        paid if paid.line.number in lines else before
        for paid, before in zip(again.lines, denied.lines, strict=True)
    )
    return again


def _upheld_line(outcome: LineOutcome) -> LineOutcome:
    whole = Adjustment(UPHELD.group, UPHELD.carc, outcome.line.charge_cents)
    return LineOutcome(outcome.line, (whole,))


def _upheld(again: Remit, lines: set[int | None]) -> list[Truth]:
    """The truth about an appeal that was lost: the next level is open."""
    charges = {outcome.line.number: outcome.line.charge_cents for outcome in again.lines}
    return [
        truth(
            again,
            "appeal_lost",
            UPHELD,
            Expect("denial/other", "maybe", signal="R44"),
            Story("835: the first decision is maintained", "another level of appeal is left"),
            again.claim.charge_cents if number is None else charges[number],
            number,
        )
        for number in sorted(lines, key=lambda number: number or 0)
    ]
