"""Tries placement rules on the cases they bring, and says where another answer comes out."""

from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.audit.place import place
from reclaim.rules.placement import Case, PlacementRule, RuleTest
from reclaim.rules.rulebook import Rulebook
from reclaim.rules.trial import Failure
from reclaim.schema import TABLES

CLAIM, LINE = 1, 2
FIRST_REASON = 3


def placement_failures(book: Rulebook) -> list[Failure]:
    """The cases of all placement rules that fail; each is tried against the whole book."""
    return [
        Failure(rule.id, test.name, expected, found)
        for rule in book.placement
        for test in rule.tests
        for expected, found in _differences(rule, test, book)
    ]


def _differences(rule: PlacementRule, test: RuleTest, book: Rulebook) -> list[tuple[str, str]]:
    rows = place(_tables(test.input), book).filter(rule_id=rule.id)
    if rows.is_empty():
        return [(f"decided by {rule.id}", "another rule decided")]
    row = rows.row(0, named=True)
    wanted = test.expect.model_dump(exclude_none=True)
    return [
        (f"{name} {value}", str(row[name])) for name, value in wanted.items() if row[name] != value
    ]


def _tables(case: Case) -> dict[str, pl.DataFrame]:
    """The case as a remittance of one claim."""
    at_line = case.level == "line"
    own = [(case.group_code, case.carc, case.adjustment_cents)] if case.carc else []
    under = LINE if at_line else None
    claim = {
        "segment_number": CLAIM,
        "claim_status": case.claim_status,
        "filing_indicator": case.filing_indicator,
        "payer_id": case.payer_id,
        "payer_name": case.payer_name,
        "payment_date": case.payment_date,
        "statement_from_date": case.service_date,
        "charge_cents": case.charge_cents,
        "paid_cents": case.paid_cents,
    }
    line = {
        "segment_number": LINE,
        "line_segment": LINE,
        "charge_cents": case.charge_cents,
        "paid_cents": case.paid_cents,
        "service_date": case.service_date,
    }
    reasons = [
        {
            "segment_number": number,
            "line_segment": under,
            "group_code": group_code,
            "carc": carc,
            "adjustment_cents": cents,
        }
        for number, (group_code, carc, cents) in enumerate([*own, *case.others], FIRST_REASON)
    ]
    remarks = [
        {"segment_number": number, "line_segment": under, "code_list": "HE", "rarc": rarc}
        for number, rarc in enumerate(case.remarks, FIRST_REASON + len(reasons))
    ]
    return {
        "remit_claims": _frame("remit_claims", [claim]),
        "remit_lines": _frame("remit_lines", [line] if at_line else []),
        "adjustments": _frame("adjustments", reasons),
        "remarks": _frame("remarks", remarks),
    }


def _frame(name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    schema = TABLES[name].polars_schema
    place_of: Mapping[str, object] = {"file_id": "case", "transaction": 1, "element": 2}
    above = {"claim_segment": CLAIM} if name != "remit_claims" else {}
    full = [
        {key: value for key, value in {**place_of, **above, **row}.items() if key in schema}
        for row in rows
    ]
    return pl.DataFrame(full, schema=schema)
