"""An underpaid finding tells the contract, the clause, each step, and what the payer allowed."""

from typing import Any

import pytest

from reclaim.report.explain import Explanation, plain_lines
from tests.report.example import FILE, part
from tests.report.priced import EXPECTED, FINDINGS, PARTS, explainer
from tests.report.redone import assert_redone
from tests.report.redone_prices import running
from tests.report.test_explain import section

UNDERPAID, WHOLE, INFERRED, OVERPAID = (f"F-{number:010d}" for number in (1, 2, 3, 4))


def finding(name: str, **instead: Any) -> Explanation:  # noqa: ANN401 - tables of the example
    return next(explainer(**instead).findings([name]))


def changed(at: int, **more: object) -> list[dict[str, Any]]:
    """The expected lines of the example with other values in one row."""
    return [row | more if number == at else row for number, row in enumerate(EXPECTED)]


def test_a_finding_tells_contract_clause_and_every_step() -> None:
    said = section(finding(UNDERPAID), "What the contract allows")
    assert (
        "Line 1, 99213 on 2026-03-02: contract harbor-2026, term services, Exhibit A 3. "
        "rate 91.63 (medicare-2026.csv line 5) x 118 percent = 108.1234 "
        "rounded half up per line: 108.12 $108.12 expected" in said
    )
    assert "rank 2 of the day: x 50 percent = 90.0000" in said
    assert "contract harbor-2026, term services (Exhibit A 3)" not in said, "it is told once"


def test_a_line_that_was_claimed_otherwise_says_as_what_it_is_priced() -> None:
    said = section(finding(UNDERPAID), "What the contract allows")
    assert "Priced as 20610-RT: so it was claimed." in said
    assert "Priced as 99213" not in said


def test_allowed_is_the_charge_less_each_price_cut() -> None:
    said = section(finding(UNDERPAID), "What the payer allowed")
    assert "$200.00 charged; line 1, 99213 on 2026-03-02 [in box/remit.835, segment 11]" in said
    assert "-$100.00 cut by CO-45 (Charge above fee schedule or contract)" in said
    assert "segment 12] ------------ $100.00 allowed" in said
    assert "The other way round: $80.00 paid + $20.00 the patient’s share = $100.00." in said


def test_what_the_payer_states_as_allowed_is_told_where_it_disagrees() -> None:
    said = section(finding(UNDERPAID), "What the payer allowed")
    assert "- The payer states $200.00 as allowed (AMT*B6); that is the charge." in said
    alike = finding(UNDERPAID, expected_lines=changed(0, reported_allowed_cents=10_000))
    assert "AMT*B6" not in section(alike, "What the payer allowed")
    other = finding(UNDERPAID, expected_lines=changed(0, reported_allowed_cents=10_100))
    assert "states $101.00 as allowed (AMT*B6). It is told" in section(
        other, "What the payer allowed"
    )


def test_the_difference_is_taken_line_by_line() -> None:
    said = section(finding(UNDERPAID), "The difference")
    assert "$8.12 line 1, 99213 on 2026-03-02: $108.12 expected less $100.00 allowed" in said
    assert said.endswith("$18.12 underpaid")


def test_a_difference_that_is_not_all_at_stake_says_so() -> None:
    rows = [row | {"at_stake_cents": 1_000} for row in FINDINGS]
    said = section(finding(UNDERPAID, findings=rows), "The difference")
    assert "Of it $10.00 is at stake here; $8.12 is under another reason of the claim" in said


def test_cuts_that_do_not_give_the_allowed_amount_are_not_shown() -> None:
    rows = changed(0, allowed_cents=9_999, variance_cents=813)
    said = section(finding(UNDERPAID, expected_lines=rows), "What the payer allowed")
    assert "Line 1, 99213 on 2026-03-02: $99.99 allowed, charge less price cuts." in said
    assert "$100.00 allowed" not in said


def test_a_cut_taken_after_the_allowed_amount_is_counted_on_the_other_way() -> None:
    rows = changed(0, paid_cents=7_840)
    said = section(finding(UNDERPAID, expected_lines=rows), "What the payer allowed")
    assert "$78.40 paid + $20.00 the patient’s share + $1.60 taken after it = $100.00" in said


def test_a_claim_priced_as_a_whole_is_told_as_one() -> None:
    told = finding(WHOLE)
    assert "The claim as a whole: contract harbor-2026, term stay" in section(
        told, "What the contract allows"
    )
    assert "$15,000.00 charged; the claim as a whole" in section(told, "What the payer allowed")


def test_lines_that_are_compared_together_are_each_priced() -> None:
    together = {"claim_id": f"{FILE}-70", "expected_cents": 500_000, "price_cents": 500_000}
    rows = [
        row | {"steps": ["the lines together"]} if row["line_number"] is None else row
        for row in EXPECTED
    ]
    rows += [
        row | together | {"line_number": number, "why_not_compared": "as a whole"}
        for number, row in ((2, EXPECTED[9]), (3, EXPECTED[9]))
    ]
    said = section(finding(WHOLE, expected_lines=rows), "What the contract allows")
    assert said.count("$5,000.00 expected") == 2
    assert "$10,000.00 expected together" in said


def test_what_is_inferred_says_that_no_contract_says_so() -> None:
    said = section(finding(INFERRED), "What the payer allowed before")
    assert "inferred schedule cobalt-inferred, term history" in said
    assert "! No contract says so" in said
    assert "weaker, for payers recode" in said


def test_an_overpaid_finding_is_no_money_taken_back() -> None:
    told = finding(OVERPAID)
    assert (
        told.title == "F-0000000004: Allowed more than the contract says; claim H3, HARBOR MUTUAL"
    )
    assert "$10.00 allowed above what the contract says" in section(told, "What is at stake")
    said = section(told, "The difference")
    assert "$160.00 allowed less $150.00 expected" in said
    assert "Nothing is to be won here." in section(told, "What it is worth")


@pytest.mark.parametrize(
    ("segment", "told"),
    [
        (20, "Line 1: $108.12 expected, $108.12 allowed: as contracted; contract harbor-2026"),
        (40, "Line 1: $108.12 expected, $108.10 allowed: within the tolerance; contract"),
        (50, "no price. The schedule has no rate for the code. (0042T)"),
        (60, "Line 1: denied; $108.12 by contract harbor-2026, term services, Exhibit A 3."),
        (80, "no price. No contract binds the claim on this day."),
        (100, "Line 1: not compared; $108.12 by contract harbor-2026"),
        (30, "$150.00 expected, $160.00 allowed: $10.00 allowed above the contract"),
        (70, "$10,000.00 expected, $9,500.00 allowed: $500.00 underpaid"),
    ],
)
def test_a_claim_tells_every_verdict(segment: int, told: str) -> None:
    claim = explainer().claim(f"{FILE}-{segment}")
    assert told in section(claim, "Held against the contract")


def test_a_claim_that_nobody_priced_has_no_such_section() -> None:
    claim = explainer(expected_lines=[]).claim(f"{FILE}-10")
    assert section(claim, "Held against the contract") == ""


def test_every_sum_of_the_example_can_be_redone() -> None:
    redone = assert_redone(explainer())
    assert redone["prices"] == 4  # and the inferred one, which has another title
    assert redone["allowed"] == 5
    assert redone["differences"] == 5


@pytest.mark.parametrize(
    "steps",
    [
        ["rate 91.63", "x 119 percent = 108.1234", "rounded half up: 108.12"],
        ["rate 91.63", "x 118 percent = 108.1234", "rounded half up: 108.20"],
        ["rate 91.63", "x 118 percent = 108.1234", "x 2 units = 216.2468"],
    ],
)
def test_a_step_that_is_wrong_is_noticed(steps: list[str]) -> None:
    with pytest.raises(AssertionError):
        assert_redone(explainer(expected_lines=changed(0, steps=steps)))


def test_a_wrong_cut_is_noticed() -> None:
    wrong = part(30, "H3", "contractual/verified", -100, group_code="CO", carc="45")
    told = explainer(dispositions=[*PARTS, wrong])
    said = section(next(told.findings([OVERPAID])), "What the payer allowed")
    assert "$248.00" not in said
    assert "$160.00 allowed" in said


def test_what_a_contract_file_says_cannot_drive_the_terminal() -> None:
    rows = [row | {"clause": "\x1b[2J", "steps": ["\x1b[2J"]} for row in EXPECTED]
    told = finding(UNDERPAID, expected_lines=rows)
    assert "\x1b" not in "\n".join(plain_lines(told))


def test_a_price_is_redone_step_by_step() -> None:
    steps = (
        "work 1.30 x 0.999 + practice 1.38 x 1.115 + malpractice 0.10 x 1.2 = 2.9574",
        "x conversion factor 33.4009 = 98.7798, rounded 98.78 (release 26A, locality 06102-16)",
        "x 118 percent = 116.5604",
        "both sides (50), indicator 1: x 150 percent = 174.8406 (policy B 1)",
        "not more than the charge 150.00",
    )
    assert running(steps) == 150
