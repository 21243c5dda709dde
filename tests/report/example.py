"""A small audit worked by hand: eight claims, three payers, two providers, one file.

What was charged, 2,700.05, is in seven parts that add up:

    collected 510.00 + patient 200.00 + settled by the payer before 290.00
    + unverified 300.00 + necessary 10.00 + unnecessary 1,160.00 + undecided 230.05

The last three, 1,400.05, are at stake in the eight findings, each dollar in one of them:

    open 880.05 + deadline passed 400.00 + waiting 50.00 + books 60.00 + nothing to win 10.00

The open ones would bring 500.00 if all were won, and 272.00 with their chances (178.00 to 351.00).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl

from reclaim.report import Audited
from reclaim.schema import TABLES

AS_OF = dt.date(2026, 11, 23)
FILE = "0123456789abcdef"

AUGUST, SEPTEMBER = dt.date(2026, 8, 31), dt.date(2026, 9, 30)
DOCTOR, PAYEE = "1111111112", "2222222224"

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
        "payment_date": SEPTEMBER,
        "statement_from_date": dt.date(2026, 8, 15),
        "payee_id": PAYEE,
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


def finding(
    number: int, segment: int, claim_number: str, category: str, at_stake_cents: int, **more: object
) -> dict[str, Any]:
    """A finding about one claim: open, and won with a chance of one in two unless said."""
    place = category.partition("/")[0]
    return {
        "finding_id": f"F-{number:010d}",
        "signal_id": f"{place}/example",
        "kind": "recoverable_example",
        "file_id": FILE,
        "claim_id": f"{FILE}-{segment}",
        "segment_number": segment,
        "patient_control_number": claim_number,
        "payer_control_number": f"P-{claim_number}",
        "provider_id": PAYEE,
        "lines": [1],
        "procedure_codes": ["99213"],
        "service_date": dt.date(2026, 8, 1),
        "payment_date": SEPTEMBER,
        "place": place,
        "category": category,
        "group_code": "CO",
        "rarcs": [],
        "at_stake_cents": at_stake_cents,
        "worth_cents": 0,
        "worth_basis": "what this payer allowed for the code",
        "recoverable": "maybe",
        "action": "appeal",
        "hard_stop": False,
        "money": "cash",
        "status": "open",
        "trace": "reason/default",
    } | more


def chance(worth_cents: int, *percent: int, basis: str = "prior, grade C") -> dict[str, Any]:
    """What a finding is worth, and its chance: middle, low and high, in whole percent."""
    names = ("", "_low", "_high")
    return {
        "worth_cents": worth_cents,
        "chance_basis": basis,
        **{f"chance{name}_bp": 100 * p for name, p in zip(names, percent, strict=True)},
        **{
            f"expected{name}_cents": worth_cents * p // 100
            for name, p in zip(names, percent, strict=True)
        },
    }


def proof(number: int, side: str, fact: str, statement: str, source: str) -> dict[str, Any]:
    """A piece of evidence."""
    return {
        "finding_id": f"F-{number:010d}",
        "side": side,
        "fact": fact,
        "statement": statement,
        "input": source,
    }


CLAIMS = [
    claim(10, "A1", 100_000, "MEDICARE", rendering_id=DOCTOR),
    claim(20, "A2", 20_000, "MEDICARE", rendering_id=DOCTOR),
    claim(30, "A3", 50_000, HOSTILE, rendering_id=DOCTOR),
    claim(40, "A4", 30_005, HOSTILE),
    claim(50, "A5", 40_000, "AETNA", payment_date=AUGUST),
    claim(60, "A6", 10_000, "AETNA", payment_date=AUGUST),
    claim(70, "A7", 5_000, "AETNA"),
    claim(80, "A8", 15_000, "AETNA"),
]
UNNECESSARY = {"necessary": False, "recoverable": "yes"}
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
        stage="payer",
        preventable_by="payer",
        next_action="appeal",
        **UNNECESSARY,
    ),
    # A3, filed too late, on two lines.
    *(
        part(
            30,
            "A3",
            "denial/timely_filing",
            cents,
            group_code="CO",
            carc="29",
            line_number=number,
            stage="submission",
            preventable_by="billing",
            next_action="appeal",
            **UNNECESSARY,
        )
        for number, cents in ((1, 30_000), (2, 20_000))
    ),
    # A4, 300.05: 200.00 settled by the payer before, 20.00 paid, 80.05 nobody explains.
    part(40, "A4", "prior_payer/oa23", 20_000, group_code="OA", carc="23"),
    part(40, "A4", "paid/insurer", 2_000, rule_id="paid/insurer"),
    part(40, "A4", "unknown/unbalanced", 8_005, rule_id="balance/unbalanced", recoverable="maybe"),
    # A5, no authorization, and too late to appeal.
    part(
        50,
        "A5",
        "denial/authorization",
        40_000,
        group_code="CO",
        carc="197",
        stage="registration",
        preventable_by="front desk",
        next_action="request_exception",
        **UNNECESSARY,
    ),
    # A6, medical necessity: nobody can say yet.
    part(
        60,
        "A6",
        "denial/medical_necessity",
        10_000,
        group_code="CO",
        carc="50",
        recoverable="maybe",
        stage="clinical",
        preventable_by="clinician",
        next_action="appeal",
    ),
    # A7, forwarded: wait.
    part(70, "A7", "pending/forwarded", 5_000, group_code="OA", carc="B11", next_action="hold"),
    # A8, the second payer repeats a price cut of 60.00: written off twice if posted.
    part(80, "A8", "prior_payer/oa23", 9_000, group_code="OA", carc="23"),
    part(
        80,
        "A8",
        "contractual/second_cut",
        6_000,
        group_code="CO",
        carc="45",
        rule_id="contractual/second-cut",
        stage="submission",
        preventable_by="billing",
        next_action="fix_books",
        **UNNECESSARY,
    ),
]
FINDINGS = [
    finding(
        1,
        30,
        "A3",
        "denial/timely_filing",
        50_000,
        carc="29",
        lines=[1, 2],
        payer=HOSTILE,
        provider_id=DOCTOR,
        deadline=dt.date(2026, 12, 3),
        deadline_rule="appeal/contract",
        deadline_cite="contract of 2025, section 7",
        **chance(30_000, 70, 50, 85, basis="own outcomes: 14 of 20 won"),
        **UNNECESSARY,
    ),
    finding(
        2,
        20,
        "A2",
        "denial/hidden_in_45",
        20_000,
        carc="45",
        rarcs=["N115", "M25"],
        payer="MEDICARE",
        provider_id=DOCTOR,
        deadline=dt.date(2026, 12, 28),
        **chance(12_000, 25, 10, 40),
        **UNNECESSARY,
    ),
    finding(
        3,
        50,
        "A5",
        "denial/authorization",
        40_000,
        carc="197",
        payer="AETNA",
        payment_date=AUGUST,
        deadline=dt.date(2026, 11, 22),
        status="expired",
        **chance(24_000, 50, 40, 60),
        **UNNECESSARY,
    ),
    finding(
        4,
        60,
        "A6",
        "denial/medical_necessity",
        10_000,
        carc="50",
        payer="AETNA",
        payment_date=AUGUST,
        decides="whether the record supports the diagnosis",
        **chance(8_000, 40, 20, 60),
    ),
    finding(5, 40, "A4", "unknown/unbalanced", 8_005, payer=HOSTILE, group_code=None),
    finding(6, 70, "A7", "pending/forwarded", 5_000, carc="B11", payer="AETNA", status="hold"),
    finding(
        7,
        80,
        "A8",
        "contractual/second_cut",
        6_000,
        carc="45",
        payer="AETNA",
        action="fix_books",
        money="books",
        **UNNECESSARY,
    ),
    finding(
        8,
        10,
        "A1",
        "payer_reduction/sequestration",
        1_000,
        carc="253",
        payer="MEDICARE",
        provider_id=DOCTOR,
        necessary=True,
        recoverable="no",
        action="accept",
        money="none",
    ),
]
EVIDENCE = [
    proof(1, "for", "accepted_in_time", "The payer accepted the claim in time.", "277CA"),
    proof(1, "missing", "sent_in_time", "When the claim was sent is not known.", "837"),
    proof(2, "missing", "record_on_file", "No record is on file.", "documents.csv"),
    proof(4, "missing", "record_on_file", "No record is on file.", "documents.csv"),
    proof(4, "missing", "notice_on_file", "No notice is on file.", "documents.csv"),
    proof(4, "against", "notice_sent", "The claim was sent without a notice.", "837"),
    proof(3, "missing", "authorization_on_file", "Not known.", "roster/authorizations.csv"),
]
HABITS = [
    {
        "payer": "MEDICARE",
        "habit": "hides_denials_in_45",
        "group_code": "CO",
        "carc": "45",
        "claims": 1,
        "of_claims": 2,
        "amount_cents": 20_000,
        "usual": "a price cut leaves a price",
        "claim_ids": [f"{FILE}-20"],
    }
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
    findings: Sequence[dict[str, Any]] | None = None,
    **more: Any,  # noqa: ANN401 - whatever else Audited takes
) -> Audited:
    """The example, or a part of it; its findings go with its own claims only."""
    if findings is None:
        findings = FINDINGS if claims is CLAIMS else []
    return Audited(
        dispositions=frame("dispositions", parts),
        remit_claims=frame("remit_claims", claims),
        problems=frame("problems", problems),
        files=frame("files", FILES),
        findings=frame("findings", findings),
        evidence=frame("evidence", EVIDENCE if findings else []),
        payer_habits=frame("payer_habits", HABITS if findings else []),
        as_of=AS_OF,
        version="0.1.0",
        **more,
    )
