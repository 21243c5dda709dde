"""Eligibility answers as 271 segments (005010X279A1): active, ended, or another payer first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.dates import format_ccyymmdd
from reclaim.x12.generate.cast import Address, Patient, Payer, Provider
from reclaim.x12.writer import Segment, money


@dataclass(frozen=True)
class Inquiry:
    """A patient asked about for a date of service, and what the payer says."""

    patient: Patient
    service_date: dt.date
    answer: str


def transaction_body(
    payer: Payer, provider: Provider, inquiries: Sequence[Inquiry], day: dt.date, reference: str
) -> list[Segment]:
    """Everything between ST and SE for one provider's inquiries to one payer."""
    segments: list[Segment] = [
        ("BHT", "0022", "11", reference, format_ccyymmdd(day), "0800"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.payer_id),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", provider.name, "", "", "", "", "XX", provider.npi),
    ]
    level = 2
    for number, inquiry in enumerate(inquiries, 1):
        trace = f"{reference}{number:03d}"
        answered = _subscriber(payer, inquiry, level + 1, trace)
        level += 2 if inquiry.patient.subscriber_first else 1
        segments += answered
    return segments


def _subscriber(payer: Payer, inquiry: Inquiry, level: int, trace: str) -> list[Segment]:
    patient = inquiry.patient
    member = patient.member_id(payer)
    dependent = bool(patient.subscriber_first)
    first = patient.subscriber_first or patient.first
    segments: list[Segment] = [
        ("HL", str(level), "2", "22", "1" if dependent else "0"),
        ("TRN", "2", trace, "9999999990"),
        ("NM1", "IL", "1", patient.last, first, "", "", "", "MI", member),
    ]
    if dependent:
        segments += [
            ("HL", str(level + 1), str(level), "23", "0"),
            ("TRN", "2", f"{trace}D", "9999999990"),
            ("NM1", "03", "1", patient.last, patient.first),
        ]
    return [*segments, *_person(patient), *_benefits(payer, inquiry)]


def _person(patient: Patient) -> list[Segment]:
    address: Address = patient.address
    return [
        ("N3", address.street),
        ("N4", address.city, address.state, address.postal_code),
        ("DMG", "D8", format_ccyymmdd(patient.birth_date), patient.sex),
    ]


def _benefits(payer: Payer, inquiry: Inquiry) -> list[Segment]:
    """Coverage on the date asked about, cost shares, and the other payer where there is one."""
    plan = payer.name.title()
    asked: Segment = ("DTP", "291", "D8", format_ccyymmdd(inquiry.service_date))
    if inquiry.answer == "ended":
        return [asked, ("EB", "6", "", "30", "", plan)]
    begun: Segment = ("DTP", "346", "D8", f"{inquiry.service_date.year}0101")
    segments: list[Segment] = [asked, begun, ("EB", "1", "", "30", "", plan)]
    if payer.copay_cents:
        copay = money(payer.copay_cents)
        segments.append(("EB", "B", "", "98", "", plan, "27", copay))
    if payer.coinsurance_percent:
        share = f"0.{payer.coinsurance_percent:02d}"
        segments.append(("EB", "A", "", "30", "", plan, "27", "", share))
    if inquiry.answer == "other_payer":
        segments += [
            ("EB", "R", "", "30"),
            ("LS", "2120"),
            ("NM1", "PRP", "2", "ANOTHER MADEUP PLAN", "", "", "", "", "PI", "ANTHR"),
            ("LE", "2120"),
        ]
    return segments
