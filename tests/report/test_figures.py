"""Which dollars are findings, which can be won back, and how they add up."""

import pytest

from reclaim.report import figures
from reclaim.report.excel import EXCEL_ROWS
from reclaim.report.findings import findings
from tests.report.example import CLAIMS, LINES, PARTS, audited, claim, frame, part


def test_proper_reductions_and_unverified_cuts_are_no_findings() -> None:
    rows = findings(audited(), limit=EXCEL_ROWS)
    assert rows.select("patient_control_number", "line_number", "amount_cents").rows() == [
        ("A3", 1, 30_000),
        ("A2", 1, 20_000),
        ("A3", 2, 20_000),
        ("A4", 1, 8_005),
    ]


def test_candidates_split_into_likely_and_possible_without_the_unknown() -> None:
    numbers = figures(audited())
    assert (numbers.likely_cents, numbers.possible_cents) == (20_000, 50_000)
    assert (numbers.findings, numbers.findings_cents) == (4, 78_005)


def test_largest_losses_join_the_lines_of_a_claim_under_one_reason() -> None:
    largest = figures(audited()).largest
    assert largest.select("patient_control_number", "lines", "amount_cents").rows() == [
        ("A3", 2, 50_000),
        ("A2", 1, 20_000),
    ]
    assert largest["rarcs"].to_list() == ["", "M25 N115"]


def test_a_date_on_the_line_goes_before_the_statement() -> None:
    with_lines = audited(remit_lines=frame("remit_lines", LINES))
    dates = figures(with_lines).largest.select("patient_control_number", "service_date").rows()
    assert [(number, str(date)) for number, date in dates] == [
        ("A3", "2026-08-03"),
        ("A2", "2026-08-15"),
    ]


def test_reasons_causes_and_payers_add_up_to_the_same_dollars() -> None:
    numbers = figures(audited())
    assert numbers.causes["amount_cents"].sum() == numbers.reasons["amount_cents"].sum() == 79_005
    assert numbers.causes["avoidable_cents"].sum() == 70_000
    assert numbers.payers["charge_cents"].to_list() == [120_000, 80_005]
    places = numbers.payers.drop("payer", "claims", "charge_cents")
    assert places.sum_horizontal().to_list() == [120_000, 80_005]


def test_a_cut_that_a_second_payer_repeats_is_a_finding_but_no_loss_yet() -> None:
    second = part(
        50,
        "A5",
        "contractual/unverified",
        43_500,
        carc="45",
        rule_id="contractual/second-cut",
        recoverable="maybe",
    )
    more = audited([*CLAIMS, claim(50, "A5", 43_500, "MEDICAID")], [*PARTS, second])
    numbers = figures(more)
    assert findings(more, limit=1)["category"].to_list() == ["contractual/second_cut"]
    assert numbers.possible_cents == 50_000
    assert numbers.summary["categories"]["contractual/unverified"] == 73_500


def test_claims_taken_in_turns_come_to_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = figures(audited())
    monkeypatch.setattr("reclaim.report.audited.CLAIMS_A_TURN", 1)
    in_turns = figures(audited())
    assert len(audited().turns()) == 5
    assert in_turns.largest.equals(at_once.largest)
    order = at_once.payers.columns
    assert in_turns.payers.select(order).equals(at_once.payers)


def test_a_limit_keeps_the_largest() -> None:
    assert findings(audited(), limit=1)["amount_cents"].to_list() == [30_000]


def test_a_payer_without_a_name_goes_by_its_identifier() -> None:
    nameless = [claim(10, "A1", 100_000, "  ", payer_id="12502"), claim(20, "A2", 20_000, "")]
    payers = figures(audited(nameless, PARTS[:5])).payers["payer"].to_list()
    assert payers == ["12502", "Payer not named"]


def test_problems_come_gravest_first_with_the_unexplained_as_a_distance() -> None:
    problems = figures(audited()).problems
    assert problems.select("code", "count", "unexplained_cents").rows() == [
        ("X835-BALANCE-CLAIM", 1, 8_005),
        ("X12-SE-COUNT", 1, 0),
    ]


def test_too_much_and_too_little_do_not_cancel_in_the_unknown() -> None:
    over = part(50, "A5", "unknown/unbalanced", -9_000, rule_id="balance/unbalanced")
    paid = part(50, "A5", "paid/insurer", 19_000)
    more = audited([*CLAIMS, claim(50, "A5", 10_000, "MEDICAID")], [*PARTS, over, paid])
    numbers = figures(more)
    assert numbers.summary["places"]["unknown"] == -995
    assert numbers.unknown_gross_cents == 17_005
    assert numbers.unknown["amount_cents"].to_list() == [-9_000, 8_005]


def test_money_given_back_is_no_loss() -> None:
    back = part(50, "A5", "payer_reduction/other", -90_000, carc="94")
    more = audited([*CLAIMS, claim(50, "A5", -90_000, "MEDICAID")], [*PARTS, back])
    assert -90_000 not in figures(more).largest["amount_cents"].to_list()
