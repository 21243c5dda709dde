"""Builds small tables of remittances for tests, in the declared schemas."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from reclaim.schema import TABLES

REMITTANCE = ("remit_claims", "remit_lines", "adjustments", "remarks")
Reason = tuple[str | None, str | None, int | None]


@dataclass(frozen=True)
class Line:
    """A service line: its money, its reasons (group, CARC, cents) and its remarks."""

    charge_cents: int | None
    paid_cents: int | None
    reasons: Sequence[Reason] = ()
    remarks: Sequence[str] = ()
    service_date: dt.date | None = None


@dataclass(frozen=True)
class Claim:
    """A claim on a remittance, with reasons and remarks of its own level."""

    charge_cents: int | None
    paid_cents: int | None
    lines: Sequence[Line] = ()
    reasons: Sequence[Reason] = ()
    remarks: Sequence[str] = ()
    status: str | None = "1"
    filing_indicator: str | None = None
    patient_control_number: str | None = "A1"
    payer_control_number: str | None = "P1"
    original_claim_number: str | None = None
    payment_date: dt.date | None = None
    statement_from_date: dt.date | None = None
    payer_id: str | None = "PAYER"
    payee_id: str | None = "PAYEE"
    trace_number: str | None = "T1"
    file_id: str = "f1"


@dataclass
class _Writer:
    """Hands out segment numbers as a file would."""

    rows: dict[str, list[dict[str, object]]] = field(
        default_factory=lambda: {name: [] for name in REMITTANCE}
    )
    segment: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, file_id: str, **values: object) -> int:
        number = self.segment.get(file_id, 0) + 1
        self.segment[file_id] = number
        self.rows[table].append(
            {"file_id": file_id, "transaction": 1, "segment_number": number, **values}
        )
        return number


def tables(claims: Sequence[Claim]) -> dict[str, pl.DataFrame]:
    """The four tables of a remittance that holds these claims, in order."""
    writer = _Writer()
    for claim in claims:
        _write(writer, claim)
    return {
        name: pl.DataFrame(rows, schema=TABLES[name].polars_schema)
        for name, rows in writer.rows.items()
    }


def _write(writer: _Writer, claim: Claim) -> None:
    at = writer.add(
        "remit_claims",
        claim.file_id,
        patient_control_number=claim.patient_control_number,
        payer_control_number=claim.payer_control_number,
        original_claim_number=claim.original_claim_number,
        claim_status=claim.status,
        filing_indicator=claim.filing_indicator,
        charge_cents=claim.charge_cents,
        paid_cents=claim.paid_cents,
        payment_date=claim.payment_date,
        statement_from_date=claim.statement_from_date,
        payer_id=claim.payer_id,
        payee_id=claim.payee_id,
        trace_number=claim.trace_number,
    )
    _write_reasons(writer, claim.file_id, at, None, claim.reasons, claim.remarks)
    for line in claim.lines:
        line_at = writer.add(
            "remit_lines",
            claim.file_id,
            claim_segment=at,
            charge_cents=line.charge_cents,
            paid_cents=line.paid_cents,
            service_date=line.service_date,
        )
        writer.rows["remit_lines"][-1]["line_segment"] = line_at
        _write_reasons(writer, claim.file_id, at, line_at, line.reasons, line.remarks)


def _write_reasons(
    writer: _Writer,
    file_id: str,
    claim_at: int,
    line_at: int | None,
    reasons: Sequence[Reason],
    remarks: Sequence[str],
) -> None:
    above = {"claim_segment": claim_at, "line_segment": line_at}
    for group_code, carc, cents in reasons:
        values = {"group_code": group_code, "carc": carc, "adjustment_cents": cents}
        writer.add("adjustments", file_id, element=2, **above, **values)
    for rarc in remarks:
        writer.add("remarks", file_id, element=2, code_list="HE", rarc=rarc, **above)
