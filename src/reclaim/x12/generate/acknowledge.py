"""What comes back before the money: 999 with TA1 for a batch, 277CA for each of its claims."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.dates import format_ccyymmdd
from reclaim.x12.generate.cast import Payer, Provider
from reclaim.x12.generate.claim837 import SUBMITTER_ID
from reclaim.x12.generate.model import Claim
from reclaim.x12.writer import Envelope, Segment, money

_ACCEPTED = ("A2", "20", "PR")
_REJECTED = ("A7", "562", "85")


@dataclass(frozen=True)
class Receipt:
    """A payer's word on one claim; `number` is the one it gave the claim, if it took it."""

    claim: Claim
    accepted: bool
    number: str = ""


def interchange_receipt(batch: Envelope) -> Segment:
    """TA1: the batch's interchange arrived whole."""
    return ("TA1", f"{batch.control:09d}", f"{batch.sent:%y%m%d}", f"{batch.sent:%H%M}", "A", "000")


def batch_receipt(batch: Envelope) -> list[Segment]:
    """The body of a 999 that accepts a batch with one transaction."""
    return [
        ("AK1", "HC", str(batch.control), batch.version),
        ("AK2", "837", "0001", batch.version),
        ("IK5", "A"),
        ("AK9", "A", "1", "1", "1"),
    ]


def batch_refusal(batch: Envelope) -> list[Segment]:
    """The body of a 999 that refuses a batch: the billing provider's number is missing."""
    return [
        ("AK1", "HC", str(batch.control), batch.version),
        ("AK2", "837", "0001", batch.version),
        ("IK3", "NM1", "8", "2010", "8"),
        ("IK4", "9", "67", "1"),
        ("IK5", "R", "5"),
        ("AK9", "R", "1", "1", "0"),
    ]


def claim_receipts(
    payer: Payer, provider: Provider, receipts: Sequence[Receipt], day: dt.date, reference: str
) -> list[Segment]:
    """The body of a 277CA (005010X214) about one provider's claims."""
    segments = _heads(payer, provider, receipts, day, reference)
    first_claim_level = 4
    for number, receipt in enumerate(receipts, first_claim_level):
        segments += _claim(receipt, number, day)
    return segments


def _heads(
    payer: Payer, provider: Provider, receipts: Sequence[Receipt], day: dt.date, reference: str
) -> list[Segment]:
    """The levels of payer, submitter and provider, with the totals."""
    date = format_ccyymmdd(day)
    taken = [receipt.claim.charge_cents for receipt in receipts if receipt.accepted]
    refused = [receipt.claim.charge_cents for receipt in receipts if not receipt.accepted]
    totals: list[Segment] = []
    if taken:
        totals.append(("QTY", "90", str(len(taken))))
    if refused:
        totals.append(("QTY", "AA", str(len(refused))))
    if taken:
        totals.append(("AMT", "YU", money(sum(taken))))
    if refused:
        totals.append(("AMT", "YY", money(sum(refused))))
    whole = money(sum(taken) + sum(refused))
    return [
        ("BHT", "0085", "08", reference, date, "0800", "TH"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.payer_id),
        ("TRN", "1", reference),
        ("DTP", "050", "D8", date),
        ("DTP", "009", "D8", date),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", provider.name, "", "", "", "", "46", SUBMITTER_ID),
        ("TRN", "2", reference),
        ("STC", ("A1", "19", "PR"), date, "WQ", whole),
        *totals,
        ("HL", "3", "2", "19", "1"),
        ("NM1", "85", "2", provider.name, "", "", "", "", "XX", provider.npi),
        ("TRN", "1", "0"),
        ("STC", ("A1", "19", "PR"), "", "WQ", whole),
    ]


def _claim(receipt: Receipt, number: int, day: dt.date) -> list[Segment]:
    claim = receipt.claim
    patient = claim.patient
    member = patient.member_id(claim.payer)
    status = _ACCEPTED if receipt.accepted else _REJECTED
    action = "WQ" if receipt.accepted else "U"
    segments: list[Segment] = [
        ("HL", str(number), "3", "PT"),
        ("NM1", "QC", "1", patient.last, patient.first, "", "", "", "MI", member),
        ("TRN", "2", claim.control),
        ("STC", status, format_ccyymmdd(day), action, money(claim.charge_cents)),
    ]
    if receipt.number:
        segments.append(("REF", "1K", receipt.number))
    first, last = format_ccyymmdd(claim.service_date), format_ccyymmdd(claim.end_date)
    span = (
        ("DTP", "472", "D8", first) if first == last else ("DTP", "472", "RD8", f"{first}-{last}")
    )
    return [*segments, span]
