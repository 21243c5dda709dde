"""Claims as 837 segments: professional (X222A1), institutional (X223A2) and dental (X224A2)."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from reclaim.dates import format_ccyymmdd
from reclaim.x12.generate.cast import Address, Payer, Provider
from reclaim.x12.generate.model import Adjustment, Claim, Remit, ServiceLine
from reclaim.x12.generate.remit835 import procedure_composite
from reclaim.x12.writer import Segment, money

VERSIONS = {"P": "005010X222A1", "I": "005010X223A2", "D": "005010X224A2"}
SUBMITTER_ID = "RECLAIMTEST"
_RELATION_SELF = "18"
_ADMITTING = "R0789"


def transaction_body(
    provider: Provider, claims: Sequence[Claim], reference: str, sent: dt.date
) -> list[Segment]:
    """Everything between ST and SE for one billing provider's claims."""
    segments: list[Segment] = [
        ("BHT", "0019", "00", reference, format_ccyymmdd(sent), "0800", "CH"),
        ("NM1", "41", "2", provider.name, "", "", "", "", "46", SUBMITTER_ID),
        ("PER", "IC", "BILLING OFFICE", "TE", "8005550199"),
        ("NM1", "40", "2", "SYNTHETIC CLEARINGHOUSE", "", "", "", "", "46", "SYNTHCLEAR"),
        ("HL", "1", "", "20", "1"),
        ("PRV", "BI", "PXC", provider.taxonomy),
        ("NM1", "85", "2", provider.name, "", "", "", "", "XX", provider.npi),
        *_address(provider.address),
        ("REF", "EI", provider.tax_id),
    ]
    level = 1
    for claim in claims:
        level += 1
        dependent = bool(claim.patient.subscriber_first)
        segments += _subscriber(claim, level, dependent=dependent)
        if dependent:
            level += 1
            segments += _dependent(claim, level)
        segments += _claim(claim)
    return segments


def _subscriber(claim: Claim, level: int, *, dependent: bool) -> list[Segment]:
    patient, payer = claim.patient, claim.payer
    order = "S" if claim.prior else "P"
    relation = "" if dependent else _RELATION_SELF
    first = patient.subscriber_first or patient.first
    member = patient.member_id(payer)
    segments: list[Segment] = [
        ("HL", str(level), "1", "22", "1" if dependent else "0"),
        ("SBR", order, relation, "", "", "", "", "", "", _filing(claim, payer)),
        ("NM1", "IL", "1", patient.last, first, "", "", "", "MI", member),
    ]
    if not dependent:
        segments += _address(patient.address)
        segments.append(("DMG", "D8", format_ccyymmdd(patient.birth_date), patient.sex))
    segments.append(("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.payer_id))
    segments += _address(payer.address)
    return segments


def _dependent(claim: Claim, level: int) -> list[Segment]:
    patient = claim.patient
    return [
        ("HL", str(level), str(level - 1), "23", "0"),
        ("PAT", "19"),
        ("NM1", "QC", "1", patient.last, patient.first),
        *_address(patient.address),
        ("DMG", "D8", format_ccyymmdd(patient.birth_date), patient.sex),
    ]


def _claim(claim: Claim) -> list[Segment]:
    segments = [_claim_information(claim), *_claim_dates(claim)]
    if claim.original_number:
        segments.append(("REF", "F8", claim.original_number))
    if claim.authorization:
        segments.append(("REF", "G1", claim.authorization))
    if claim.provider.key == "ambulance":
        miles = str(claim.lines[-1].units)
        segments.append(("CR1", "", "", "", "A", "DH", miles))
    segments += _diagnoses(claim)
    segments += _providers(claim)
    if claim.prior:
        segments += _other_subscriber(claim, claim.prior)
    for line in claim.lines:
        segments += _line(claim, line)
        if claim.prior:
            segments += _line_adjudication(claim.prior, line)
    return segments


def _claim_information(claim: Claim) -> Segment:
    charge = money(claim.charge_cents)
    facility = "A" if claim.form == "I" else "B"
    place = (claim.place, facility, claim.frequency)
    if claim.form == "I":
        return ("CLM", claim.control, charge, "", "", place, "", "A", "Y", "Y")
    return ("CLM", claim.control, charge, "", "", place, "Y", "A", "Y", "Y")


def _claim_dates(claim: Claim) -> list[Segment]:
    day = format_ccyymmdd(claim.service_date)
    if claim.form == "D":
        return [("DTP", "472", "D8", day)]
    if claim.form == "P":
        return []
    segments: list[Segment] = [("DTP", "434", "RD8", f"{day}-{format_ccyymmdd(claim.end_date)}")]
    if claim.drg:
        segments.append(("DTP", "435", "DT", f"{day}0830"))
    segments.append(("CL1", "3" if claim.drg else "1", "1", "01"))
    return segments


def _diagnoses(claim: Claim) -> list[Segment]:
    codes = claim.diagnoses
    if claim.form == "I":
        principal: list[Segment] = [("HI", ("ABK", codes[0]))]
        if claim.drg:
            principal.append(("HI", ("ABJ", _ADMITTING)))
            principal.append(("HI", ("DR", claim.drg)))
        return [*principal, ("HI", *(("ABF", code) for code in codes[1:]))]
    if claim.form == "D":
        return [("HI", ("ABK", codes[0]))]
    return [("HI", ("ABK", codes[0]), *(("ABF", code) for code in codes[1:]))]


def _providers(claim: Claim) -> list[Segment]:
    person = claim.rendering
    role = "71" if claim.form == "I" else "82"
    named: list[Segment] = [
        ("NM1", role, "1", person.last, person.first, "", "", "", "XX", person.npi),
        ("PRV", "AT" if role == "71" else "PE", "PXC", person.taxonomy),
    ]
    if claim.provider.key != "ambulance":
        return named
    pick_up, drop_off = claim.patient.address, claim.provider.address
    return [("NM1", "PW", "2"), *_address(pick_up), ("NM1", "45", "2"), *_address(drop_off)]


def _other_subscriber(claim: Claim, prior: Remit) -> list[Segment]:
    """Loops 2320 and 2330: what the first payer did with the claim."""
    patient, payer = claim.patient, prior.payer
    member = patient.member_id(payer)
    segments: list[Segment] = [
        ("SBR", "P", _RELATION_SELF, "", "", "", "", "", "", payer.claim_filing),
    ]
    segments += _adjustments(prior.adjustments)
    segments += [
        ("AMT", "D", money(prior.paid_cents)),
        ("AMT", "EAF", money(prior.patient_cents)),
        ("OI", "", "", "Y", "P", "", "Y"),
        ("NM1", "IL", "1", patient.last, patient.first, "", "", "", "MI", member),
        *_address(patient.address),
        ("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.payer_id),
        ("REF", "F8", prior.number),
    ]
    return segments


def _line(claim: Claim, line: ServiceLine) -> list[Segment]:
    procedure = procedure_composite(claim.form, line)
    charge, units = money(line.charge_cents), str(line.units)
    service: Segment
    if claim.form == "I":
        code = procedure if line.code else ""
        service = ("SV2", line.revenue_code, code, charge, "UN", units)
    elif claim.form == "D":
        service = ("SV3", procedure, charge, "", "", "", units)
    else:
        emergency = "Y" if line.emergency else ""
        service = ("SV1", procedure, charge, "UN", units, "", "", ("1", "2"), "", emergency)
    segments: list[Segment] = [("LX", str(line.number)), service]
    if not (claim.drg or claim.form == "D"):
        segments.append(("DTP", "472", "D8", format_ccyymmdd(line.service_date)))
    segments.append(("REF", "6R", line.control))
    return segments


def _line_adjudication(prior: Remit, line: ServiceLine) -> list[Segment]:
    outcome = prior.lines[line.number - 1]
    procedure = procedure_composite(prior.claim.form, line)
    return [
        ("SVD", prior.payer.payer_id, money(outcome.paid_cents), procedure, "", str(line.units)),
        *_adjustments(outcome.adjustments),
        ("DTP", "573", "D8", format_ccyymmdd(prior.produced)),
    ]


def _adjustments(adjustments: Sequence[Adjustment]) -> list[Segment]:
    ordered = sorted(adjustments, key=lambda a: a.group)
    segments: list[Segment] = []
    for group, members in groupby(ordered, key=lambda a: a.group):
        elements = ["CAS", group]
        for member in members:
            elements += [member.carc, money(member.amount_cents), ""]
        segments.append(elements)
    return segments


def _filing(claim: Claim, payer: Payer) -> str:
    return "MA" if claim.form == "I" and payer.kind == "medicare" else payer.claim_filing


def _address(address: Address) -> list[Segment]:
    return [("N3", address.street), ("N4", address.city, address.state, address.postal_code)]
