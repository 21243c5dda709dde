"""Policies as a whole: what they are given comes back, changed only where they say so."""

import polars as pl
import pytest

from reclaim.contracts.frames import FOR_POLICIES
from reclaim.contracts.policies.apply import apply_policies
from tests.contracts.policies.desk import (
    Code,
    Line,
    applied,
    book_of,
    contract_of,
    dollars,
    lines_of,
)

EVERYTHING = {
    "components": {"clause": "B 1", "professional": 40, "technical": 60},
    "global_split": {"clause": "B 2", "indicators": "medicare"},
    "modifier_shares": [{"clause": "B 3", "indicators": "medicare", "shares": "medicare"}],
    "non_physician": {"clause": "B 4", "percent": 85, "taxonomies": ["363L*"]},
    "bilateral": {"clause": "B 5", "indicators": "medicare"},
    "multiple_procedures": [{"clause": "B 6", "indicators": "medicare", "endoscopy": True}],
    "reductions": {
        "clause": "B 7",
        "indicators": "medicare",
        "therapy": "medicare",
        "imaging_technical": "medicare",
        "imaging_professional": "medicare",
        "cardiovascular_technical": "medicare",
        "ophthalmology_technical": "medicare",
    },
}
CODES = [
    Code("27447", says={"multiple": "2", "bilateral": "1", "assistant": "2"}),
    Code("49505", says={"multiple": "2", "bilateral": "1", "assistant": "2"}),
    Code("97110", work="1", practice="1", says={"multiple": "5"}),
]
LINES = [
    Line("27447", "1000.00", ["80", "50"]),
    Line("49505", "200.00", ["80"]),
    Line("97110", "40.00", units=2),
    Line("99213", "90.00"),
    Line("99999", None),
]


def test_the_order_of_work() -> None:
    after = applied(EVERYTHING, LINES, CODES)
    assert dollars(after) == ["240.00", "16.00", "35.00", "90.00", None]
    assert after["steps"][0].splitlines() == [
        "rate 1000.00",
        "assistant (80): x 16 percent = 160.00 (policy B 3)",
        "both sides (50), indicator 1: x 150 percent = 240.00 (policy B 5)",
        "rank 1 of the day by price: in full (policy B 6)",
    ]


def test_the_same_rows_and_columns_come_back_in_their_order() -> None:
    contract = contract_of(EVERYTHING)
    given = lines_of(LINES).with_columns(row=pl.Series([7, 3, 90, 4, 1], dtype=pl.UInt32))
    after = apply_policies(given, contract, book_of(contract, CODES))
    assert after.schema == FOR_POLICIES
    kept = [name for name in FOR_POLICIES if name not in {"exact", "steps", "why_not"}]
    assert after.select(kept).equals(given.select(kept))
    assert dollars(after) == ["240.00", "16.00", "35.00", "90.00", None]


def test_what_no_policy_is_about_is_left_as_it_was() -> None:
    after = applied(EVERYTHING, LINES, CODES)
    before = lines_of(LINES)
    assert after.tail(2).equals(before.tail(2))


def test_a_contract_without_policies_changes_nothing() -> None:
    assert applied({}, LINES, CODES).equals(lines_of(LINES))


def test_no_lines_are_no_lines() -> None:
    assert applied(EVERYTHING, [], CODES).equals(lines_of([]))


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_schedule_without_rows_says_nothing(name: str) -> None:
    lines = [Line("27447", "100.00", ["50"]), Line("97110", "40.00", units=2), Line("99999", None)]
    found = dollars(applied({name: EVERYTHING[name]}, lines, []))
    assert found == ["100.00", "40.00", None]


def test_every_changed_line_names_a_clause_for_each_policy_once() -> None:
    after = applied(EVERYTHING, LINES, CODES)
    for steps in after["steps"][:3]:
        clauses = [
            step.partition("(policy ")[2] for step in steps.splitlines() if "(policy" in step
        ]
        assert len(clauses) == len(set(clauses)) > 0
