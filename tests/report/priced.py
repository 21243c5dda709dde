"""Ten claims held against a contract, worked by hand: who was underpaid, and what has no price.

The contract of HARBOR MUTUAL and the schedule inferred from what COBALT has allowed before:

    H1  99213  200.00 charged  expected 108.12  allowed 100.00  underpaid   8.12
        20610  300.00          expected  90.00  allowed  80.00  underpaid  10.00
        81002   20.00          expected   5.00  allowed   7.00  overpaid    2.00
    H2  99213  200.00          expected 108.12  allowed 108.12  as contracted
    H3  99214  250.00          expected 150.00  allowed 160.00  overpaid   10.00
    H4  99213  200.00          expected 108.12  allowed 108.10  within tolerance
    H5  0042T  400.00          no rate
    H6  99213  200.00          denied
    H7  stay  15,000.00        expected 10,000.00  allowed 9,500.00  underpaid 500.00
    L1  99213  500.00          LARKSPUR has no contract
    C1  99213  200.00          expected 90.00   allowed  80.00  underpaid  10.00, inferred
    S1  99213  200.00          HARBOR came second, not compared

The price cuts, 6,536.78: verified 5,588.64, within tolerance 0.02, underpaid by contract 518.12,
underpaid by the inferred schedule 10.00, not verified 420.00 (L1 200.00, H5 110.00, C1 110.00).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from reclaim.report import Audited
from reclaim.report.explain import Explainer
from tests.report.example import AS_OF, FILE, FILES, chance, claim, finding, frame, part

SERVED, PAID = dt.date(2026, 3, 2), dt.date(2026, 7, 31)
HARBOR, LARKSPUR, COBALT = "HARBOR MUTUAL", "LARKSPUR", "COBALT"
KEYS = {HARBOR: "harbor", LARKSPUR: "LARKSPUR", COBALT: "cobalt"}

VISITS = {"contract": "harbor-2026", "term": "services", "clause": "Exhibit A 3"}
STAYS = {"contract": "harbor-2026", "term": "stay", "clause": "Exhibit A 1", "method": "drg"}
HISTORY = {
    "contract": "cobalt-inferred",
    "term": "history",
    "clause": "allowed 41 times from 2026-01 to 2026-06",
}
OPENING = "contract harbor-2026, term services (Exhibit A 3)"
VISIT_STEPS = [
    OPENING,
    "rate 91.63 (medicare-2026.csv line 5)",
    "x 118 percent = 108.1234",
    "rounded half up per line: 108.12",
]
SECOND_STEPS = [
    OPENING,
    "rate 152.5424 (medicare-2026.csv line 9)",
    "x 118 percent = 180.0000",
    "rank 2 of the day: x 50 percent = 90.0000",
    "rounded half up per line: 90.00",
]


def expect(
    segment: int,
    number: int | None,
    payer: str,
    verdict: str,
    **more: Any,  # noqa: ANN401 - columns of any kind
) -> dict[str, Any]:
    """A row of `expected_lines`; variance follows from expected and allowed."""
    row = {
        "file_id": FILE,
        "claim_id": f"{FILE}-{segment}",
        "line_number": number,
        "patient_control_number": NUMBERS[segment],
        "payer": KEYS[payer],
        "procedure_code": "99213",
        "modifiers": [],
        "service_date": SERVED,
        "payment_date": PAID,
        "priced_from": "claim",
        "method": "fee_schedule",
        "inferred": False,
        "verdict": verdict,
        "steps": [],
        "patient_cents": 0,
    } | more
    if row.get("allowed_cents") is not None and row.get("expected_cents") is not None:
        row["variance_cents"] = row["expected_cents"] - row["allowed_cents"]
        row["paid_cents"] = row["allowed_cents"] - row["patient_cents"]
        row["allowed_basis"] = "charge less price cuts"
    return row


NUMBERS = {
    10: "H1",
    20: "H2",
    30: "H3",
    40: "H4",
    50: "H5",
    60: "H6",
    70: "H7",
    80: "L1",
    90: "C1",
    100: "S1",
}
CHARGES = {
    10: 52_000,
    20: 20_000,
    30: 25_000,
    40: 20_000,
    50: 40_000,
    60: 20_000,
    70: 1_500_000,
    80: 50_000,
    90: 20_000,
    100: 20_000,
}
CLAIMS = [
    claim(
        segment,
        number,
        CHARGES[segment],
        LARKSPUR if segment == 80 else COBALT if segment == 90 else HARBOR,
        payment_date=PAID,
        claim_status="2" if segment == 100 else "1",
    )
    for segment, number in NUMBERS.items()
]

EXPECTED = [
    expect(
        10,
        1,
        HARBOR,
        "underpaid",
        charge_cents=20_000,
        price_cents=10_812,
        expected_cents=10_812,
        allowed_cents=10_000,
        patient_cents=2_000,
        reported_allowed_cents=20_000,
        steps=VISIT_STEPS,
        **VISITS,
    ),
    expect(
        10,
        2,
        HARBOR,
        "underpaid",
        procedure_code="20610",
        modifiers=["RT"],
        charge_cents=30_000,
        price_cents=18_000,
        expected_cents=9_000,
        allowed_cents=8_000,
        steps=SECOND_STEPS,
        **VISITS,
    ),
    expect(
        10,
        3,
        HARBOR,
        "overpaid",
        procedure_code="81002",
        charge_cents=2_000,
        expected_cents=500,
        allowed_cents=700,
        steps=["rate 5.00 (rates/harbor.csv line 2)"],
        **VISITS,
    ),
    expect(
        20,
        1,
        HARBOR,
        "as_contracted",
        charge_cents=20_000,
        expected_cents=10_812,
        allowed_cents=10_812,
        steps=VISIT_STEPS,
        **VISITS,
    ),
    expect(
        30,
        1,
        HARBOR,
        "overpaid",
        procedure_code="99214",
        charge_cents=25_000,
        expected_cents=15_000,
        allowed_cents=16_000,
        steps=["rate 150.00 (rates/harbor.csv line 3)"],
        **VISITS,
    ),
    expect(
        40,
        1,
        HARBOR,
        "as_contracted",
        charge_cents=20_000,
        expected_cents=10_812,
        allowed_cents=10_810,
        steps=VISIT_STEPS,
        **VISITS,
    ),
    expect(
        50,
        1,
        HARBOR,
        "unpriced",
        procedure_code="0042T",
        charge_cents=40_000,
        why_not="no rate: 0042T",
        **VISITS,
    ),
    expect(60, 1, HARBOR, "denied", charge_cents=20_000, expected_cents=10_812, **VISITS),
    expect(
        70,
        None,
        HARBOR,
        "underpaid",
        procedure_code=None,
        charge_cents=1_500_000,
        expected_cents=1_000_000,
        allowed_cents=950_000,
        steps=["base rate 8,000.00 x weight 1.25 = 10,000.00"],
        **STAYS,
    ),
    expect(
        70,
        1,
        HARBOR,
        "not_compared",
        procedure_code=None,
        charge_cents=1_500_000,
        why_not_compared="as a whole",
        **STAYS,
    ),
    expect(80, 1, LARKSPUR, "unpriced", charge_cents=50_000, why_not="no contract", method=None),
    expect(
        90,
        1,
        COBALT,
        "underpaid",
        charge_cents=20_000,
        expected_cents=9_000,
        allowed_cents=8_000,
        priced_from="remittance",
        inferred=True,
        steps=["rate 90.00 (allowed most often for 99213)"],
        **HISTORY,
    ),
    expect(
        100,
        1,
        HARBOR,
        "not_compared",
        charge_cents=20_000,
        expected_cents=10_812,
        why_not_compared="later payer",
        **VISITS,
    ),
]


def _cut(
    segment: int, number: int | None, category: str, cents: int, **more: object
) -> dict[str, Any]:
    necessary = {
        "contractual/verified": True,
        "contractual/within_tolerance": True,
        "underpayment/contract": False,
        "underpayment/inferred": False,
    }.get(category)
    signal = {
        "underpayment/contract": "price/underpaid",
        "underpayment/inferred": "price/underpaid-inferred",
    }.get(category)
    told = {"group_code": "CO", "carc": "45", "necessary": necessary, "signal_id": signal}
    return part(
        segment, NUMBERS[segment], category, cents, **(told | {"line_number": number} | more)
    )


def _paid(segment: int, number: int | None, cents: int) -> dict[str, Any]:
    return part(segment, NUMBERS[segment], "paid/insurer", cents, line_number=number)


PARTS = [
    _paid(10, 1, 8_000),
    part(10, "H1", "patient/copay", 2_000, group_code="PR", carc="3"),
    _cut(10, 1, "contractual/verified", 9_188),
    _cut(10, 1, "underpayment/contract", 812),
    _paid(10, 2, 8_000),
    _cut(10, 2, "contractual/verified", 21_000),
    _cut(10, 2, "underpayment/contract", 1_000),
    _paid(10, 3, 700),
    _cut(10, 3, "contractual/verified", 1_300),
    _paid(20, 1, 10_812),
    _cut(20, 1, "contractual/verified", 9_188),
    _paid(30, 1, 16_000),
    _cut(30, 1, "contractual/verified", 9_000),
    _paid(40, 1, 10_810),
    _cut(40, 1, "contractual/verified", 9_188),
    _cut(40, 1, "contractual/within_tolerance", 2),
    _paid(50, 1, 29_000),
    _cut(50, 1, "contractual/unverified", 11_000),
    part(60, "H6", "denial/timely_filing", 20_000, group_code="CO", carc="29"),
    _paid(70, None, 950_000),
    _cut(70, None, "contractual/verified", 500_000),
    _cut(70, None, "underpayment/contract", 50_000),
    _paid(80, 1, 30_000),
    _cut(80, 1, "contractual/unverified", 20_000),
    _paid(90, 1, 8_000),
    _cut(90, 1, "contractual/unverified", 11_000),
    _cut(90, 1, "underpayment/inferred", 1_000),
    part(100, "S1", "prior_payer/oa23", 20_000, group_code="OA", carc="23"),
]

OWED = {"necessary": False, "recoverable": "yes", "action": "dispute_price", "carc": "45"}
FINDINGS = [
    finding(
        1,
        10,
        "H1",
        "underpayment/contract",
        1_812,
        kind="underpaid",
        signal_id="price/underpaid",
        payer="harbor",
        lines=[1, 2],
        procedure_codes=["99213", "20610"],
        payment_date=PAID,
        deadline=dt.date(2026, 12, 3),
        deadline_rule="appeal/medicare",
        **chance(1_812, 50, 25, 75),
        **OWED,
    ),
    finding(
        2,
        70,
        "H7",
        "underpayment/contract",
        50_000,
        kind="underpaid",
        signal_id="price/underpaid",
        payer="harbor",
        lines=[],
        procedure_codes=[],
        **chance(50_000, 50, 40, 60),
        **OWED,
    ),
    finding(
        3,
        90,
        "C1",
        "underpayment/inferred",
        1_000,
        kind="underpaid",
        signal_id="price/underpaid-inferred",
        payer="cobalt",
        **chance(1_000, 20, 10, 40),
        **(OWED | {"recoverable": "maybe"}),
    ),
    finding(
        4,
        30,
        "H3",
        "paid/insurer",
        1_000,
        kind="overpaid",
        signal_id="price/overpaid",
        place="insurer_paid",
        payer="harbor",
        group_code=None,
        money="none",
        recoverable="no",
        action="review",
    ),
    finding(
        5,
        80,
        "L1",
        "contractual/unverified",
        20_000,
        signal_id="price/no-contract-discount",
        payer=LARKSPUR,
        carc="45",
        **chance(10_000, 30, 20, 40),
    ),
]


def audited(**more: Any) -> Audited:  # noqa: ANN401 - whatever else Audited takes
    """The example as the report gets it; `more` stands in the place of its tables."""
    tables = {
        "dispositions": frame("dispositions", PARTS),
        "remit_claims": frame("remit_claims", CLAIMS),
        "problems": frame("problems", []),
        "files": frame("files", FILES),
        "findings": frame("findings", FINDINGS),
        "expected_lines": frame("expected_lines", EXPECTED),
    }
    return Audited(**(tables | more), as_of=AS_OF, version="0.1.0")


def _line(
    segment: int, at: int, code: str | None, charge_cents: int, cut_cents: int
) -> Sequence[Mapping[str, Any]]:
    """A line on the remittance, and its CO-45 in the segment behind."""
    line = {
        "file_id": FILE,
        "claim_segment": segment,
        "segment_number": at,
        "line_segment": at,
        "procedure_code": code,
        "charge_cents": charge_cents,
        "service_date": SERVED,
    }
    cut = {
        "file_id": FILE,
        "claim_segment": segment,
        "line_segment": at,
        "segment_number": at + 1,
        "element": 2,
        "group_code": "CO",
        "carc": "45",
        "adjustment_cents": cut_cents,
    }
    return line, cut


ON_REMITTANCE = [
    _line(10, 11, "99213", 20_000, 10_000),
    _line(10, 13, "20610", 30_000, 22_000),
    _line(10, 15, "81002", 2_000, 1_300),
    _line(30, 31, "99214", 25_000, 9_000),
    _line(50, 51, "0042T", 40_000, 11_000),
    _line(80, 81, "99213", 50_000, 20_000),
    _line(90, 91, "99213", 20_000, 12_000),
]


def explainer(**instead: Sequence[Mapping[str, Any]]) -> Explainer:
    """Explains the example by the rules that are shipped."""
    rows: dict[str, Sequence[Mapping[str, Any]]] = {
        "files": FILES,
        "remit_claims": CLAIMS,
        "remit_lines": [line for line, _ in ON_REMITTANCE],
        "adjustments": [cut for _, cut in ON_REMITTANCE],
        "dispositions": PARTS,
        "findings": FINDINGS,
        "expected_lines": EXPECTED,
    }
    tables: dict[str, pl.DataFrame] = {
        name: frame(name, [dict(row) for row in table]) for name, table in (rows | instead).items()
    }
    return Explainer(tables)
