"""Remittances as 835 segments (005010X221A1), whose totals follow from the claims in them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from reclaim.dates import format_ccyymmdd
from reclaim.x12.generate.cast import Payer, Provider
from reclaim.x12.generate.model import (
    Adjustment,
    LineOutcome,
    ProviderAdjustment,
    Remit,
    ServiceLine,
)
from reclaim.x12.writer import Segment, money

_TRIPLETS_PER_CAS = 6
_PAIRS_PER_PLB = 6
_ORIGINATOR = "1999999990"
# BPR04 to BPR15: routing numbers that no bank has.
_ACH = ("ACH", "CTX", "01", "999999992", "DA", "123456789", _ORIGINATOR, "", "01", "999988880",
        "DA", "98765")  # fmt: skip


def transaction_body(
    payer: Payer,
    provider: Provider,
    produced: dt.date,
    trace: str,
    remits: Sequence[Remit],
    provider_adjustments: Sequence[ProviderAdjustment],
) -> list[Segment]:
    """Everything between ST and SE. BPR02 is the claims' payments less the PLB amounts.

    Raises ValueError when that is negative: a balance must be carried forward first.
    """
    paid = sum(remit.paid_cents for remit in remits)
    paid -= sum(entry.amount_cents for entry in provider_adjustments)
    if paid < 0:
        raise ValueError(f"transaction {trace} would pay {paid} cents; carry the balance forward")
    segments = _header(payer, provider, produced, trace, paid)
    for number, group in enumerate(_groups(remits), 1):
        segments.append(("LX", str(number)))
        if group[0].claim.form == "I":
            segments.append(_provider_summary(provider, produced, payer, group))
        for remit in group:
            segments += claim_segments(remit)
    segments += _provider_adjustment_segments(provider, produced, payer, provider_adjustments)
    return segments


def financial_information(paid_cents: int, produced: dt.date, *, two_places: bool) -> Segment:
    """BPR: money by ACH, or a notice without payment when there is none."""
    bank = _ACH if paid_cents else ("NON", *("",) * (len(_ACH) - 1))
    handling = "I" if paid_cents else "H"
    return (
        "BPR",
        handling,
        money(paid_cents, two_places=two_places),
        "C",
        *bank,
        format_ccyymmdd(produced),
    )


def claim_segments(remit: Remit) -> list[Segment]:
    """CLP and all that hangs from it."""
    claim, cents = remit.claim, _Writer(remit)
    segments: list[Segment] = [_claim_payment(remit, cents)]
    segments += adjustment_segments(remit.adjustments, cents)
    segments += _parties(remit)
    segments += _adjudication(remit, cents)
    if remit.original_number:
        segments.append(("REF", "F8", remit.original_number))
    if claim.authorization:
        segments.append(("REF", "G1", claim.authorization))
    if claim.per_claim:
        segments.append(("DTM", "232", format_ccyymmdd(claim.service_date)))
        segments.append(("DTM", "233", format_ccyymmdd(claim.end_date)))
    segments.append(("DTM", "050", format_ccyymmdd(remit.received)))
    if remit.payer.kind == "medicare" and not claim.per_claim:
        segments.append(("AMT", "AU", cents(_allowed(remit))))
    if claim.per_claim:
        segments.append(("QTY", "CA", str(claim.days)))
    for outcome in remit.lines:
        segments += _line(remit, outcome, cents)
    return segments


def adjustment_segments(adjustments: Iterable[Adjustment], cents: "_Writer") -> list[Segment]:
    """CAS segments: one per group code in order of first use, six reasons at most in each."""
    by_group: dict[str, list[Adjustment]] = {}
    for adjustment in adjustments:
        by_group.setdefault(adjustment.group, []).append(adjustment)
    segments: list[Segment] = []
    for group, members in by_group.items():
        for first in range(0, len(members), _TRIPLETS_PER_CAS):
            elements = ["CAS", group]
            for member in members[first : first + _TRIPLETS_PER_CAS]:
                quantity = "" if member.quantity is None else str(member.quantity)
                elements += [member.carc, cents(member.amount_cents), quantity]
            segments.append(elements)
    return segments


class _Writer:
    """Writes cents in the payer's style, negated in a reversal."""

    def __init__(self, remit: Remit) -> None:
        self.sign = remit.sign
        self.two_places = remit.payer.writes_two_places

    def __call__(self, cents: int) -> str:
        return money(self.sign * cents, two_places=self.two_places)


def _header(
    payer: Payer, provider: Provider, produced: dt.date, trace: str, paid: int
) -> list[Segment]:
    segments: list[Segment] = [
        financial_information(paid, produced, two_places=payer.writes_two_places),
        ("TRN", "1", trace, _ORIGINATOR),
        ("REF", "EV", provider.tax_id),
        ("DTM", "405", format_ccyymmdd(produced)),
        ("N1", "PR", payer.name, "XV", payer.payer_id),
        ("N3", payer.address.street),
        ("N4", payer.address.city, payer.address.state, payer.address.postal_code),
        ("PER", "CX", "PROVIDER SERVICES", "TE", "8005550100"),
        ("PER", "BL", "EDI SUPPORT", "TE", "8005550101"),
        ("N1", "PE", provider.name, "XX", provider.npi),
        ("N3", provider.address.street),
        ("N4", provider.address.city, provider.address.state, provider.address.postal_code),
        ("REF", "TJ", provider.tax_id),
    ]
    return segments


def _groups(remits: Sequence[Remit]) -> list[list[Remit]]:
    """Institutional claims are listed by facility type, the others together."""
    by_type: dict[str, list[Remit]] = {}
    for remit in remits:
        key = remit.claim.place if remit.claim.form == "I" else ""
        by_type.setdefault(key, []).append(remit)
    return [by_type[key] for key in sorted(by_type)]


def _provider_summary(
    provider: Provider, produced: dt.date, payer: Payer, group: Sequence[Remit]
) -> Segment:
    charged = sum(remit.sign * remit.claim.charge_cents for remit in group)
    return (
        "TS3",
        provider.npi,
        group[0].claim.place,
        f"{produced.year}1231",
        str(len(group)),
        money(charged, two_places=payer.writes_two_places),
    )


def _claim_payment(remit: Remit, cents: _Writer) -> Segment:
    claim = remit.claim
    filing = "MA" if claim.per_claim and remit.payer.kind == "medicare" else None
    return (
        "CLP",
        claim.control,
        remit.status,
        cents(claim.charge_cents),
        money(remit.paid_cents, two_places=remit.payer.writes_two_places),
        "" if remit.sign < 0 or not remit.patient_cents else cents(remit.patient_cents),
        filing or remit.payer.remit_filing,
        remit.number,
        claim.place,
        claim.frequency,
        "",
        claim.drg,
    )


def _parties(remit: Remit) -> list[Segment]:
    claim = remit.claim
    patient = claim.patient
    member_id = patient.member_id(remit.payer)
    named: list[Segment] = []
    if patient.subscriber_first:
        named.append(("NM1", "QC", "1", patient.last, patient.first))
        holder = patient.subscriber_first
        named.append(("NM1", "IL", "1", patient.last, holder, "", "", "", "MI", member_id))
    else:
        name = (patient.last, patient.first)
        named.append(("NM1", "QC", "1", *name, "", "", "", "MI", member_id))
    if claim.form != "I":
        person = claim.rendering
        name = (person.last, person.first)
        named.append(("NM1", "82", "1", *name, "", "", "", "XX", person.npi))
    if remit.forwarded_to:
        other = remit.forwarded_to
        named.append(("NM1", "TT", "2", other.name, "", "", "", "", "PI", other.payer_id))
    return named


def _adjudication(remit: Remit, cents: _Writer) -> list[Segment]:
    """MIA for an inpatient stay, else MOA, when there is something to say."""
    remarks = remit.remarks
    if remit.claim.per_claim:
        allowed = cents(_allowed(remit))
        first, more = (remarks[:1] or ("",))[0], remarks[1:5]
        return [("MIA", str(remit.claim.days), "", "", allowed, first, *("",) * 14, *more)]
    if remarks:
        return [("MOA", "", "", *remarks[:5])]
    return []


def _line(remit: Remit, outcome: LineOutcome, cents: _Writer) -> list[Segment]:
    line = outcome.line
    paid = cents(outcome.paid_cents)
    charge = cents(line.charge_cents)
    procedure = procedure_composite(remit.claim.form, line)
    segments: list[Segment] = [
        ("SVC", procedure, charge, paid, line.revenue_code if line.code else "", str(line.units)),
        ("DTM", "472", format_ccyymmdd(line.service_date)),
    ]
    segments += adjustment_segments(outcome.adjustments, cents)
    segments.append(("REF", "6R", line.control))
    if outcome.policy:
        segments.append(("REF", "0K", outcome.policy))
    if outcome.allowed_cents and remit.payer.reports_allowed:
        segments.append(("AMT", "B6", cents(outcome.allowed_cents)))
    segments += [("LQ", "HE", remark) for remark in outcome.remarks]
    return segments


def procedure_composite(form: str, line: ServiceLine) -> tuple[str, ...]:
    """SVC01, SV101 and their like: qualifier, code, modifiers."""
    if not line.code:
        return ("NU", line.revenue_code)
    return ("AD" if form == "D" else "HC", line.code, *line.modifiers)


def _allowed(remit: Remit) -> int:
    """Charge less the price cuts of the claim; a stay's DRG amount."""
    if remit.lines:
        return sum(outcome.allowed_cents or 0 for outcome in remit.lines)
    cuts = (a.amount_cents for a in remit.adjustments if a.carc in ("45", "131"))
    return remit.claim.charge_cents - sum(cuts)


def _provider_adjustment_segments(
    provider: Provider, produced: dt.date, payer: Payer, entries: Sequence[ProviderAdjustment]
) -> list[Segment]:
    segments: list[Segment] = []
    for first in range(0, len(entries), _PAIRS_PER_PLB):
        elements: list[str | Sequence[str]] = ["PLB", provider.npi, f"{produced.year}1231"]
        for entry in entries[first : first + _PAIRS_PER_PLB]:
            elements.append((entry.reason, entry.reference))
            elements.append(money(entry.amount_cents, two_places=payer.writes_two_places))
        segments.append(elements)
    return segments
