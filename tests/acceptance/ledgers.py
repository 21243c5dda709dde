"""Writes the ledgers of acceptance cases as the CSV that a PM system exports, and its mapping."""

import csv
import io
from collections.abc import Iterable

import yaml

from reclaim.codes import write_off_categories
from tests.acceptance.cases import Case, Posted

COLUMNS = (
    "Number",
    "Account",
    "Claim",
    "Line",
    "Code",
    "Amount",
    "Posted",
    "Served",
    "Payer",
    "User",
    "Reference",
    "Reverses",
    "Approved by",
    "Document",
    "Reason",
)
KINDS = {
    "charge": {"kind": "charge"},
    "insurer": {"kind": "payment", "party": "insurer"},
    "patient": {"kind": "payment", "party": "patient"},
    "transfer": {"kind": "transfer"},
    "correction": {"kind": "correction"},
    "refund": {"kind": "refund"},
    "statement": {"kind": "statement"},
    "call": {"kind": "call"},
    "agency": {"kind": "agency"},
}
UNKNOWN = "?"
"""The local code of a write-off without category: the mapping does not know it."""


def ledger_of(cases: Iterable[Case]) -> str:
    """The rows of all cases, each under the marks of its case."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in cases:
        for at, row in enumerate(case.ledger, 1):
            writer.writerow(_cells(case.mark, at, row))
    return out.getvalue()


def mapping() -> str:
    """How to read it: amounts are positive, and the code says which way they go."""
    codes = {name: dict(meaning) for name, meaning in KINDS.items()}
    for category in write_off_categories()["category"]:
        codes[category] = {"kind": "write_off", "category": category}
    columns = {
        "transaction_id": "Number",
        "account": "Account",
        "patient_control_number": "Claim",
        "line_number": "Line",
        "local_code": "Code",
        "amount": "Amount",
        "posted_date": "Posted",
        "service_date": "Served",
        "payer": "Payer",
        "user": "User",
        "reference": "Reference",
        "reverses": "Reverses",
        "approved_by": "Approved by",
        "document": "Document",
        "reason": "Reason",
    }
    return yaml.safe_dump(
        {
            "system": "acceptance",
            "name": "Ledgers of the acceptance cases",
            "cite": "tests/acceptance",
            "columns": columns,
            "dates": ["%Y-%m-%d"],
            "signs": "by_kind",
            "codes": codes,
        },
        sort_keys=False,
    )


def _cells(mark: str, at: int, row: Posted) -> tuple[str, ...]:
    claim = f"{mark}-{row.claim}" if row.claim else ""
    return (
        f"{mark}-{row.number or f'T{at}'}",
        f"{mark}-{row.account or row.claim}",
        claim,
        row.line,
        (row.category or UNKNOWN) if row.what == "write_off" else row.what,
        row.amount,
        row.day.isoformat(),
        row.served.isoformat(),
        row.payer,
        row.user,
        row.reference and f"{mark}-{row.reference}",
        row.reverses and f"{mark}-{row.reverses}",
        row.approved_by,
        row.document,
        row.reason,
    )
