"""What every planted leak needs: to deny lines, and to write down the truth about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reclaim.x12.generate.model import Adjustment, Case, LineOutcome, Remit, Truth


@dataclass(frozen=True)
class Expect:
    """Where the cents belong, whether they can be won back, and which signal should say so."""

    category: str
    recoverable: str
    place: str = "denial"
    necessary: str = "no"
    signal: str = ""


@dataclass(frozen=True)
class Story:
    """Why it is a leak, and what proves it."""

    evidence: str
    why: str


@dataclass(frozen=True)
class Reason:
    """A denial's group code, CARC and RARCs."""

    group: str
    carc: str
    remarks: tuple[str, ...] = ()


def deny(
    case: Case,
    leak: str,
    reason: Reason,
    expect: Expect,
    story: Story,
    *,
    line_numbers: Sequence[int] = (),
    remit: Remit | None = None,
) -> Remit:
    """Deny the named lines (none named: all) of the remittance and record the truth of each.

    A stay paid per case is denied at the claim level. Other claim-level adjustments fall away.
    """
    decided = remit or case.remits[-1]
    decided.adjustments = ()
    if decided.claim.per_claim:
        decided.adjustments = (Adjustment(reason.group, reason.carc, decided.claim.charge_cents),)
        decided.remarks = reason.remarks
        case.truth.append(truth(decided, leak, reason, expect, story, decided.claim.charge_cents))
        return decided
    outcomes = []
    for outcome in decided.lines:
        if line_numbers and outcome.line.number not in line_numbers:
            outcomes.append(outcome)
            continue
        whole = Adjustment(reason.group, reason.carc, outcome.line.charge_cents)
        outcomes.append(LineOutcome(outcome.line, (whole,), reason.remarks))
        number = outcome.line.number
        case.truth.append(truth(decided, leak, reason, expect, story, whole.amount_cents, number))
    decided.lines = tuple(outcomes)
    return decided


def truth(
    remit: Remit,
    leak: str,
    reason: Reason,
    expect: Expect,
    story: Story,
    amount_cents: int,
    line_number: int | None = None,
) -> Truth:
    """One row for the truth file; a null line number means the claim level."""
    return Truth(
        leak=leak,
        patient_control_number=remit.claim.control,
        payer=remit.payer.key,
        payer_control_number=remit.number,
        line_number=line_number,
        amount_cents=amount_cents,
        group_code=reason.group,
        carc=reason.carc,
        rarcs=" ".join(reason.remarks),
        expected_place=expect.place,
        expected_category=expect.category,
        necessary=expect.necessary,
        recoverable=expect.recoverable,
        evidence=story.evidence,
        why=story.why,
        signal=expect.signal,
    )


def change_line(remit: Remit, line_number: int, outcome: LineOutcome) -> None:
    """Put the outcome in the place of the line with this number."""
    remit.lines = tuple(outcome if o.line.number == line_number else o for o in remit.lines)


def add_to_adjustment(outcome: LineOutcome, carc: str, extra_cents: int) -> LineOutcome:
    """The outcome with the CO adjustment of this reason enlarged, or added."""
    kept = list(outcome.adjustments)
    for at, adjustment in enumerate(kept):
        if (adjustment.group, adjustment.carc) == ("CO", carc):
            kept[at] = replace(adjustment, amount_cents=adjustment.amount_cents + extra_cents)
            break
    else:
        kept.insert(0, Adjustment("CO", carc, extra_cents))
    return replace(outcome, adjustments=tuple(kept))
