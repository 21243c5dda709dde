"""Answers to the question what became of a claim, as 277 segments (005010X212)."""

import datetime as dt
from collections.abc import Sequence

from reclaim.dates import format_ccyymmdd
from reclaim.x12.generate.cast import Payer, Provider
from reclaim.x12.generate.claim837 import SUBMITTER_ID
from reclaim.x12.generate.model import Remit
from reclaim.x12.writer import Segment, money

VERSION = "005010X212"
_IN_PROCESS = ("P1", "20", "PR")


def transaction_body(
    payer: Payer, provider: Provider, asked: Sequence[Remit], day: dt.date, reference: str
) -> list[Segment]:
    """Everything between ST and SE for one provider's claims, all of which are still in process."""
    segments: list[Segment] = [
        ("BHT", "0010", "08", reference, format_ccyymmdd(day), "0800", "DG"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.payer_id),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", provider.name, "", "", "", "", "46", SUBMITTER_ID),
        ("HL", "3", "2", "19", "1"),
        ("NM1", "1P", "2", provider.name, "", "", "", "", "XX", provider.npi),
    ]
    level = 3
    for remit in asked:
        segments += _claim(remit, level + 1, day)
        level += 2 if remit.claim.patient.subscriber_first else 1
    return segments


def _claim(remit: Remit, level: int, day: dt.date) -> list[Segment]:
    claim, patient = remit.claim, remit.claim.patient
    member = patient.member_id(remit.payer)
    holder = patient.subscriber_first
    segments: list[Segment] = [
        ("HL", str(level), "3", "22", "1" if holder else "0"),
        ("NM1", "IL", "1", patient.last, holder or patient.first, "", "", "", "MI", member),
    ]
    if holder:
        segments.append(("HL", str(level + 1), str(level), "23"))
        segments.append(("NM1", "QC", "1", patient.last, patient.first))
    first, last = format_ccyymmdd(claim.service_date), format_ccyymmdd(claim.end_date)
    return [
        *segments,
        ("TRN", "2", claim.control),
        ("STC", _IN_PROCESS, format_ccyymmdd(day), "", money(claim.charge_cents), "0"),
        ("REF", "1K", remit.number),
        ("REF", "EJ", claim.control),
        ("DTP", "472", "RD8", f"{first}-{last}"),
    ]
