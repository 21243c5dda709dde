"""A small report to explain: a claim sent, acknowledged and denied as too late, and others."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from reclaim.report.explain import Explainer, rules_of
from reclaim.rules.payer_map import Clock, PayerEntry, PayerMap, Treatment
from reclaim.rules.placement import placement_rules
from reclaim.rules.signal_model import Signal
from reclaim.schema import TABLES

REMIT, SENT, ANSWER = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"
LATE, PLAIN, TAKEN, BACK, AGAIN, TWIN = (f"{REMIT}-{n}" for n in (10, 20, 30, 40, 50, 60))
PAID_ON, SERVED_ON = dt.date(2026, 1, 5), dt.date(2025, 12, 20)
NAME, MEMBER = "ZYXWVUT", "MEMBER4711"

SIGNAL = Signal.model_validate(
    {
        "id": "timely-filing/accepted-in-time",
        "signal": "R07",
        "asks": "Did the payer itself accept the claim inside its filing limit?",
        "from": dt.date(1995, 1, 1),
        "cite": "ACME provider manual 4.2",
        "categories": ("denial/timely_filing",),
        "when": "accepted_in_time",
        "kind": "recoverable_timely",
        "recoverable": "yes",
        "action": "appeal",
        "step": "Ask for reconsideration with the 277CA as proof.",
        "money": "cash",
        "clock": "appeal",
        "looks_at": ("accepted_in_time", "rejected_first", "filed_before_limit_of_prior"),
        "stage": "submission",
        "tests": [
            {
                "name": "accepted",
                "input": {},
                "expect": {"signal": "timely-filing/accepted-in-time"},
            }
        ],
    }
)
PAYERS = PayerMap(
    (
        PayerEntry(
            payer="acme",
            clocks=(
                Clock(
                    question="appeal",
                    length=125,
                    counts_from="payment_date",
                    cite="ACME contract 7.1",
                ),
            ),
            treats=(
                Treatment(
                    group="PI",
                    carc="29",
                    as_group="CO",
                    from_date=dt.date(2025, 1, 1),
                    cite="ACME letter of 2024-12-01",
                ),
            ),
        ),
    )
)


def frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a declared table; columns that a row does not give are null."""
    schema = TABLES[table].polars_schema
    for row in rows:
        assert not set(row) - set(schema), set(row) - set(schema)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def claim(segment: int, number: str, charge_cents: int, **more: object) -> dict[str, Any]:
    """A claim on the remittance, with a name and an id that no explanation may show."""
    return {
        "file_id": REMIT,
        "segment_number": segment,
        "patient_control_number": number,
        "payer_control_number": f"P-{number}",
        "claim_status": "1",
        "charge_cents": charge_cents,
        "paid_cents": 0,
        "payer_name": "ACME HEALTH",
        "patient_last_name": NAME,
        "patient_id": MEMBER,
        "payment_date": PAID_ON,
    } | more


def line(claim_segment: int, segment: int, code: str, charge_cents: int) -> dict[str, Any]:
    """A service line on the remittance."""
    return {
        "file_id": REMIT,
        "claim_segment": claim_segment,
        "segment_number": segment,
        "line_segment": segment,
        "procedure_code": code,
        "charge_cents": charge_cents,
        "service_date": SERVED_ON,
    }


def part(claim_id: str, category: str, amount_cents: int, **more: object) -> dict[str, Any]:
    """A part of a charge. The place follows from the category as in the code files."""
    slug = category.partition("/")[0]
    place = {"paid": "insurer_paid", "patient": "patient_responsibility"}.get(slug, slug)
    return {
        "file_id": REMIT,
        "claim_id": claim_id,
        "line_number": 1,
        "place": place,
        "category": category,
        "amount_cents": amount_cents,
        "rarcs": [],
        "rule_id": "reason/default",
        "trace": "reason/default",
    } | more


def link(kind: str, start: tuple[str, str], end: tuple[str, str], **more: object) -> dict[str, Any]:
    """A link between two documents, each a table and the id of a row."""
    return {
        "link": kind,
        "from_table": start[0],
        "from_id": start[1],
        "to_table": end[0],
        "to_id": end[1],
        "key": "patient control number",
        "confidence": "high",
        "candidates": 1,
        "ambiguous": False,
    } | more


FINDING: dict[str, Any] = {
    "finding_id": "F-0123456789",
    "signal_id": SIGNAL.id,
    "kind": SIGNAL.kind,
    "file_id": REMIT,
    "claim_id": LATE,
    "segment_number": 10,
    "patient_control_number": "A17",
    "payer_control_number": "P-A17",
    "payer": "acme",
    "lines": [1, 2],
    "service_date": SERVED_ON,
    "payment_date": PAID_ON,
    "place": "denial",
    "category": "denial/timely_filing",
    "group_code": "PI",
    "carc": "29",
    "rarcs": ["N211"],
    "at_stake_cents": 80_000,
    "worth_cents": 51_200,
    "worth_basis": "64% of the charge is what ACME HEALTH allowed for these codes",
    "necessary": False,
    "recoverable": "yes",
    "stage": "submission",
    "preventable_by": "billing",
    "action": "appeal",
    "hard_stop": False,
    "money": "cash",
    "deadline": dt.date(2026, 5, 10),
    "deadline_rule": "payers.yaml/acme/appeal",
    "deadline_cite": "ACME contract 7.1",
    "chance_bp": 6_000,
    "chance_low_bp": 4_550,
    "chance_high_bp": 7_250,
    "chance_basis": "a prior of grade C; no outcomes of your own yet",
    "expected_cents": 30_720,
    "expected_low_cents": 23_296,
    "expected_high_cents": 37_120,
    "status": "open",
    "trace": f"payer-map/acme/PI-29 > reason/default > {SIGNAL.id}",
}
PLB_FINDING: dict[str, Any] = FINDING | {
    "finding_id": "F-ABCDEFGHJK",
    "signal_id": "plb/recoupment",
    "claim_id": None,
    "segment_number": 90,
    "patient_control_number": None,
    "category": "unknown/code",
    "place": "unknown",
    "group_code": None,
    "carc": None,
    "rarcs": [],
    "lines": [],
    "at_stake_cents": 2_500,
    "worth_cents": 0,
    "expected_cents": 0,
    "money": "books",
    "deadline": None,
    "deadline_rule": None,
    "deadline_cite": "no clock is about take-backs",
    "status": "open",
}

LATE_PART = {
    "group_code": "PI",
    "carc": "29",
    "rarcs": ["N211"],
    "signal_id": SIGNAL.id,
    "trace": f"payer-map/acme/PI-29 > reason/default > {SIGNAL.id}",
}

ROWS: dict[str, list[dict[str, Any]]] = {
    "files": [
        {"file_id": REMIT, "path": "in/remit.835"},
        {"file_id": SENT, "path": "in/sent.837"},
        {"file_id": ANSWER, "path": "in/answer.277ca"},
    ],
    "transactions": [
        {"file_id": SENT, "transaction": 1, "created_date": dt.date(2025, 12, 22)},
    ],
    "remit_claims": [
        claim(10, "A17", 90_000, paid_cents=5_000, received_date=dt.date(2025, 12, 23)),
        claim(20, "B1", 10_000, paid_cents=10_000),
        claim(30, "C1", 10_000),
        claim(40, "C1", -10_000, claim_status="22", payment_date=dt.date(2026, 2, 5)),
        claim(50, "C1", 10_000, paid_cents=10_000, payment_date=dt.date(2026, 3, 5)),
        claim(60, "B1", 10_000, paid_cents=10_000, payer_name="OTHER PLAN"),
    ],
    "remit_lines": [
        line(10, 11, "99213", 50_000),
        line(10, 13, "87880", 40_000),
        line(20, 21, "99213", 10_000),
    ],
    "adjustments": [
        {
            "file_id": REMIT,
            "claim_segment": 10,
            "line_segment": segment - 1,
            "segment_number": segment,
            "element": 2,
            "group_code": "PI",
            "carc": "29",
            "adjustment_cents": cents,
        }
        for segment, cents in ((12, 50_000), (14, 30_000))
    ],
    "claims": [
        {
            "file_id": SENT,
            "transaction": 1,
            "segment_number": 17,
            "patient_control_number": "A17",
            "charge_cents": 90_000,
            "frequency": "1",
            "payer_name": "ACME HEALTH",
            "patient_last_name": NAME,
        }
    ],
    "claim_statuses": [
        {
            "file_id": ANSWER,
            "segment_number": 15,
            "category_code": "A2",
            "status_code": "20",
            "status_date": dt.date(2025, 12, 23),
            "payer_name": "ACME HEALTH",
        }
    ],
    "claim_states": [
        {"claim_id": LATE, "state": "original", "counts": True},
        {"claim_id": PLAIN, "state": "original", "counts": True},
        {"claim_id": TAKEN, "state": "reversed", "counts": False},
        {"claim_id": BACK, "state": "reversal", "counts": False},
        {"claim_id": AGAIN, "state": "correction", "counts": True},
        {"claim_id": TWIN, "state": "original", "counts": True},
    ],
    "claim_links": [
        link("sent", ("remit_claims", LATE), ("claims", f"{SENT}-17")),
        link("receipt", ("claims", f"{SENT}-17"), ("claim_statuses", f"{ANSWER}-15")),
        link(
            "prior",
            ("remit_claims", LATE),
            ("remit_claims", TWIN),
            ambiguous=True,
            candidates=2,
            confidence="low",
            key="patient and day",
        ),
        link("reversal", ("remit_claims", BACK), ("remit_claims", TAKEN)),
        link("correction", ("remit_claims", AGAIN), ("remit_claims", TAKEN), confidence="medium"),
    ],
    "dispositions": [
        part(LATE, "paid/insurer", 5_000, line_number=2, trace="paid/insurer"),
        part(LATE, "contractual/unverified", 5_000, line_number=2, group_code="CO", carc="45"),
        part(LATE, "denial/timely_filing", 50_000, **LATE_PART),
        part(LATE, "denial/timely_filing", 30_000, **(LATE_PART | {"line_number": 2})),
        part(PLAIN, "paid/insurer", 10_000, trace="paid/insurer"),
        part(TAKEN, "denial/coding", 10_000, line_number=None),
        part(BACK, "denial/coding", -10_000, line_number=None),
        part(AGAIN, "paid/insurer", 10_000, line_number=None),
        part(TWIN, "paid/insurer", 10_000, line_number=None),
    ],
    "findings": [FINDING, PLB_FINDING],
    "evidence": [
        {
            "finding_id": FINDING["finding_id"],
            "side": "for",
            "fact": "accepted_in_time",
            "statement": "The payer accepted it on 2025-12-23; the last day was 2026-03-20.",
            "on": dt.date(2025, 12, 23),
            "input": "277CA",
            "source_table": "claim_statuses",
            "source_file_id": ANSWER,
            "source_segment": 15,
        },
        {
            "finding_id": FINDING["finding_id"],
            "side": "against",
            "fact": "rejected_first",
            "line_number": 2,
            "statement": "A sending was rejected first.",
            "input": "277CA",
            "source_table": "documents.csv",
            "source_segment": 3,
        },
        {
            "finding_id": FINDING["finding_id"],
            "side": "missing",
            "fact": "filed_before_limit_of_prior",
            "statement": "Nobody knows whether another payer came first.",
            "input": "835 of the other payer",
        },
    ],
}


def tables(**instead: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """The tables of the report; a table that is given stands in the place of the example's."""
    return {name: frame(name, rows) for name, rows in (ROWS | instead).items()}


def explainer(**instead: list[dict[str, Any]]) -> Explainer:
    """Explains the example, by the shipped placement rules, one signal and one payer's map."""
    return Explainer(tables(**instead), rules_of(placement_rules(), (SIGNAL,), PAYERS), PAYERS)
