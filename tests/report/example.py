"""A small audit worked by hand: four claims, two payers, one file."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl

from reclaim.report import Audited
from reclaim.schema import TABLES

AS_OF = dt.date(2026, 11, 23)
FILE = "0123456789abcdef"

HOSTILE = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
NAME, MEMBER = "ZYXWVUT", "MEMBER4711"


def frame(table: str, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a declared table; columns that a row does not give are null."""
    schema = TABLES[table].polars_schema
    full = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(full, schema=schema)


def claim(
    segment: int, number: str, charge_cents: int, payer: str, **more: object
) -> dict[str, Any]:
    """A claim on a remittance, with names and ids that no report may show."""
    return {
        "file_id": FILE,
        "segment_number": segment,
        "patient_control_number": number,
        "payer_control_number": f"P-{number}",
        "charge_cents": charge_cents,
        "payer_name": payer,
        "patient_last_name": NAME,
        "patient_id": MEMBER,
        "payment_date": dt.date(2026, 9, 30),
        "statement_from_date": dt.date(2026, 8, 15),
    } | more


def part(
    segment: int, number: str, category: str, amount_cents: int, **more: object
) -> dict[str, Any]:
    """A part of a charge. The place follows from the category as in the code files."""
    slug = category.partition("/")[0]
    place = {"paid": "insurer_paid", "patient": "patient_responsibility"}.get(slug, slug)
    return {
        "file_id": FILE,
        "claim_id": f"{FILE}-{segment}",
        "patient_control_number": number,
        "payer_control_number": f"P-{number}",
        "line_number": 1,
        "place": place,
        "category": category,
        "amount_cents": amount_cents,
        "rarcs": [],
        "rule_id": "reason/default",
    } | more


def line(segment: int, service_date: dt.date) -> dict[str, Any]:
    return {
        "file_id": FILE,
        "claim_segment": segment,
        "segment_number": segment + 1,
        "service_date": service_date,
    }


CLAIMS = [
    claim(10, "A1", 100_000, "MEDICARE"),
    claim(20, "A2", 20_000, "MEDICARE"),
    claim(30, "A3", 50_000, HOSTILE),
    claim(40, "A4", 30_005, HOSTILE),
]
PARTS = [
    # A1, X1 of the requirements with sequestration: 1,000.00 = 490 + 200 + 300 + 10.
    part(10, "A1", "paid/insurer", 49_000, rule_id="paid/insurer"),
    part(10, "A1", "patient/coinsurance", 20_000, group_code="PR", carc="2"),
    part(10, "A1", "contractual/unverified", 30_000, group_code="CO", carc="45"),
    part(
        10,
        "A1",
        "payer_reduction/sequestration",
        1_000,
        group_code="CO",
        carc="253",
        rule_id="sequestration/on-rate",
        necessary=True,
        recoverable="no",
    ),
    # A2, a price cut that took the whole charge.
    part(
        20,
        "A2",
        "denial/hidden_in_45",
        20_000,
        group_code="CO",
        carc="45",
        rarcs=["N115", "M25"],
        rule_id="hidden-denial/carc-45",
        necessary=False,
        recoverable="yes",
    ),
    # A3, filed too late, on two lines.
    part(
        30,
        "A3",
        "denial/timely_filing",
        30_000,
        group_code="CO",
        carc="29",
        necessary=False,
        recoverable="maybe",
    ),
    part(
        30,
        "A3",
        "denial/timely_filing",
        20_000,
        group_code="CO",
        carc="29",
        necessary=False,
        recoverable="maybe",
        line_number=2,
    ),
    # A4, 300.05: 200.00 settled by the payer before, 20.00 paid, 80.05 nobody explains.
    part(40, "A4", "prior_payer/oa23", 20_000, group_code="OA", carc="23"),
    part(40, "A4", "paid/insurer", 2_000, rule_id="paid/insurer"),
    part(40, "A4", "unknown/unbalanced", 8_005, rule_id="balance/unbalanced", recoverable="maybe"),
]
PROBLEMS = [
    {
        "code": "X835-BALANCE-CLAIM",
        "severity": "error",
        "file_id": FILE,
        "segment_number": 40,
        "patient_control_number": "A4",
        "difference_cents": -8_005,
        "value": NAME,
    },
    {"code": "X12-SE-COUNT", "severity": "warning", "file_id": FILE, "segment_number": 60},
]
FILES = [{"file_id": FILE, "path": "in box/remit.835", "bytes": 999, "transactions": 1}]
LINES = [line(10, dt.date(2026, 8, 1)), line(30, dt.date(2026, 8, 3))]


def audited(
    claims: Sequence[dict[str, Any]] = CLAIMS,
    parts: Sequence[dict[str, Any]] = PARTS,
    problems: Sequence[dict[str, Any]] = PROBLEMS,
    **more: Any,  # noqa: ANN401 - whatever else Audited takes
) -> Audited:
    """The example, or a part of it."""
    return Audited(
        dispositions=frame("dispositions", parts),
        remit_claims=frame("remit_claims", claims),
        problems=frame("problems", problems),
        files=frame("files", FILES),
        as_of=AS_OF,
        version="0.1.0",
        **more,
    )
