"""How a payer that keeps its contract decides a claim: allowed, patient's share, cuts."""

import datetime as dt
from dataclasses import replace

from reclaim.x12.generate import fees
from reclaim.x12.generate.cast import Payer
from reclaim.x12.generate.model import Adjustment, Claim, LineOutcome, Remit, ServiceLine, total

# Made up; the real figure is set each year.
INPATIENT_DEDUCTIBLE_CENTS = 171_600


def adjudicate(
    claim: Claim,
    number: str,
    produced: dt.date,
    received: dt.date,
    deductible_cents: int,
    *,
    copay_on_claim: bool = False,
) -> Remit:
    """The first payer's remittance for a clean claim, with so much deductible still to meet."""
    remit = Remit(
        claim=claim,
        payer=claim.payer,
        status="1",
        number=number,
        produced=produced,
        received=received,
        remarks=("MA01",) if claim.payer.kind == "medicare" else (),
    )
    if claim.per_claim:
        remit.adjustments = _stay(claim)
        return remit
    copay = claim.payer.copay_cents if claim.provider.key in ("clinic", "orthopaedics") else 0
    claim_copay = copay if copay_on_claim else 0
    deductible = deductible_cents
    outcomes = []
    for line in claim.lines:
        line_copay = copay if line.code in fees.VISITS and not claim_copay else 0
        outcome = decide_line(claim.payer, line, deductible, line_copay)
        deductible -= sum(a.amount_cents for a in outcome.adjustments if a.carc == "1")
        outcomes.append(outcome)
    remit.lines = tuple(outcomes)
    if 0 < claim_copay <= remit.paid_cents:
        remit.adjustments = (Adjustment("PR", "3", claim_copay),)
    return remit


def decide_line(
    payer: Payer, line: ServiceLine, deductible_cents: int, copay_cents: int
) -> LineOutcome:
    """One line decided by the contract; the adjustments come CO first, then PR."""
    allowed = fees.allowed_cents(payer, line)
    contractual = line.charge_cents - allowed
    payable = fees.percent(allowed, 50) if "51" in line.modifiers else allowed
    ranked = allowed - payable
    shares = patient_shares(payer, payable, deductible_cents, copay_cents)
    after_patient = payable - total(shares)
    cut = sequestration_cents(payer, line.service_date, after_patient)
    cuts = (
        Adjustment("CO", "45" if payer.in_network else "131", contractual),
        Adjustment("CO", "59", ranked),
        Adjustment("CO", "253", cut),
    )
    kept = tuple(a for a in (*cuts, *shares) if a.amount_cents)
    return LineOutcome(line, kept, allowed_cents=payable)


def patient_shares(
    payer: Payer, allowed_cents: int, deductible_cents: int, copay_cents: int
) -> tuple[Adjustment, ...]:
    """Deductible, coinsurance and copay of one line; never more than the allowed amount."""
    deductible = min(deductible_cents, allowed_cents)
    left = allowed_cents - deductible
    coinsurance = fees.percent(left, payer.coinsurance_percent)
    copay = min(copay_cents, left - coinsurance)
    found = (("1", deductible), ("2", coinsurance), ("3", copay))
    return tuple(Adjustment("PR", carc, cents) for carc, cents in found if cents)


def sequestration_cents(payer: Payer, service_date: dt.date, after_patient_cents: int) -> int:
    """The Medicare cut on what is left to pay; other payers do not take it."""
    if payer.kind not in ("medicare", "medicare_advantage"):
        return 0
    return fees.percent(after_patient_cents, fees.sequestration_percent(service_date))


def sequestered(payer: Payer, outcome: LineOutcome) -> LineOutcome:
    """The outcome with the Medicare cut taken anew from what the other reasons leave to pay."""
    others = tuple(a for a in outcome.adjustments if a.carc != "253")
    left = outcome.line.charge_cents - total(others)
    cut = Adjustment("CO", "253", sequestration_cents(payer, outcome.line.service_date, left))
    if not cut.amount_cents:
        return replace(outcome, adjustments=others)
    before = sum(a.group == "CO" for a in others)
    return replace(outcome, adjustments=(*others[:before], cut, *others[before:]))


def _stay(claim: Claim) -> tuple[Adjustment, ...]:
    payer = claim.payer
    allowed = min(fees.case_rate_cents(payer, claim.drg), claim.charge_cents)
    if payer.kind == "medicare":
        shares: tuple[Adjustment, ...] = (
            Adjustment("PR", "1", min(INPATIENT_DEDUCTIBLE_CENTS, allowed)),
        )
    else:
        shares = patient_shares(payer, allowed, 0, 0)
    cut = sequestration_cents(payer, claim.service_date, allowed - total(shares))
    cuts = (
        Adjustment("CO", "45" if payer.in_network else "131", claim.charge_cents - allowed),
        Adjustment("CO", "253", cut),
    )
    return tuple(a for a in (*cuts, *shares) if a.amount_cents)
