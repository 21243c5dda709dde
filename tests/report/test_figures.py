"""What the findings come to, in which order they are worked, and how everything adds up."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.report import Audited, figures
from reclaim.report.breakdown import Breakdowns
from reclaim.report.findings import MEASURE_NAMES, STATES, by_state, worklist
from reclaim.report.standing import NOT_COLLECTED, STANDINGS
from tests.report.example import (
    AS_OF,
    CLAIMS,
    DOCTOR,
    FINDINGS,
    LINES,
    PARTS,
    PAYEE,
    audited,
    chance,
    claim,
    finding,
    frame,
    part,
    proof,
)


def test_every_charged_cent_has_one_standing() -> None:
    estimate = figures(audited()).summary["estimate"]
    assert estimate["standings"] == {
        "collected": 51_000,
        "patient": 20_000,
        "prior_payer": 29_000,
        "unverified": 30_000,
        "necessary": 1_000,
        "unnecessary": 116_000,
        "undecided": 23_005,
    }
    assert sum(estimate["standings"].values()) == 270_005
    assert estimate["not_collected_cents"] == 30_000 + 1_000 + 116_000 + 23_005


def test_only_open_findings_that_bring_cash_are_recoverable() -> None:
    estimate = figures(audited()).summary["estimate"]
    assert {name: estimate[name] for name in MEASURE_NAMES} == {  # type: ignore[literal-required]
        "findings": 4,
        "at_stake_cents": 50_000 + 20_000 + 10_000 + 8_005,
        "worth_cents": 30_000 + 12_000 + 8_000,
        "expected_cents": 30_000 * 70 // 100 + 12_000 * 25 // 100 + 8_000 * 40 // 100,
        "expected_low_cents": 15_000 + 1_200 + 1_600,
        "expected_high_cents": 25_500 + 4_800 + 4_800,
        "expired_cents": 40_000,
    }


def test_every_finding_is_in_one_state_and_every_lost_dollar_in_one_finding() -> None:
    states = by_state(audited())
    assert states.rows() == [
        ("open", 4, 88_005, 1),
        ("expired", 1, 40_000, 0),
        ("hold", 1, 5_000, 1),
        ("closed", 0, 0, 0),
        ("books", 1, 6_000, 1),
        ("none", 1, 1_000, 1),
    ]
    standings = figures(audited()).summary["estimate"]["standings"]
    judged = ("necessary", "unnecessary", "undecided")
    assert states["at_stake_cents"].sum() == sum(standings[name] for name in judged)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "open"),
        ({"status": None}, "open"),
        ({"status": "expired"}, "expired"),
        ({"status": "hold"}, "hold"),
        ({"status": "hold", "money": "none"}, "hold"),
        ({"status": "closed"}, "closed"),
        ({"money": "books"}, "books"),
        ({"money": "books", "status": "expired"}, "books"),
        ({"money": "none"}, "none"),
        ({"money": None}, "none"),
        ({"recoverable": "no"}, "none"),
        ({"recoverable": None}, "none"),
    ],
)
def test_what_a_finding_can_still_bring(changed: dict[str, Any], state: str) -> None:
    one = finding(1, 30, "A3", "denial/timely_filing", 50_000, **chance(100, 50, 40, 60)) | changed
    source = audited(findings=[one])
    states = by_state(source).filter(pl.col("findings") > 0)
    assert states["state"].to_list() == [state]
    assert (figures(source).summary["estimate"]["expected_cents"] > 0) == (state == "open")


def test_the_worklist_goes_by_expected_dollars_that_count_more_when_time_is_short() -> None:
    left = [(1, 10_000, 90), (2, 4_000, 14), (3, 5_100, 30), (4, 4_000, 15), (5, 9_000, None)]
    rows = [
        finding(
            number,
            30,
            "A3",
            "denial/timely_filing",
            50_000,
            deadline=None if days is None else AS_OF + dt.timedelta(days=days),
            **chance(2 * cents, 50, 40, 60),
        )
        for number, cents, days in left
    ]
    unknown = finding(6, 30, "A3", "denial/timely_filing", 99_000)
    order = worklist(audited(findings=[unknown, *rows]), limit=9)["finding_id"].to_list()
    # 4 × 40.00, 2 × 51.00, 100.00, 90.00, 2 × 40.00; and last the one without a known chance.
    assert [int(name[2:]) for name in order] == [2, 3, 1, 5, 4, 6]


def test_a_limit_keeps_the_first() -> None:
    whole = worklist(audited(), limit=9)["finding_id"].to_list()
    assert whole == [f"F-{number:010d}" for number in (1, 4, 2, 5)]
    assert worklist(audited(), limit=2)["finding_id"].to_list() == whole[:2]


def test_a_finding_comes_with_its_claim_and_what_speaks_for_and_against_it() -> None:
    first = figures(audited()).worklist.row(0, named=True)
    assert (first["patient_control_number"], first["claim_charge_cents"]) == ("A3", 50_000)
    assert (first["days_left"], first["file"]) == (10, "in box/remit.835")
    assert first["for"] == ["The payer accepted the claim in time."]
    assert first["missing"] == ["When the claim was sent is not known."]
    assert first["against"] == []


def test_deadlines_count_the_last_day_and_add_up_to_all_that_are_open() -> None:
    told = figures(audited()).summary["deadlines"]
    assert told["14"] == {"findings": 1, "at_stake_cents": 50_000, "expected_cents": 21_000}
    assert told["30"] == told["14"]
    assert told["60"] == {"findings": 2, "at_stake_cents": 70_000, "expected_cents": 24_000}
    assert told["later"] == {"findings": 0, "at_stake_cents": 0, "expected_cents": 0}
    assert told["not_known"] == {"findings": 2, "at_stake_cents": 18_005, "expected_cents": 3_200}


@pytest.mark.parametrize(
    ("days", "horizon"), [(0, "14"), (14, "14"), (15, "30"), (30, "30"), (31, "60"), (60, "60")]
)
def test_the_last_day_of_a_horizon_is_in_it(days: int, horizon: str) -> None:
    one = finding(1, 30, "A3", "denial/timely_filing", 1, deadline=AS_OF + dt.timedelta(days=days))
    told = figures(audited(findings=[one])).summary["deadlines"]
    assert next(name for name in ("14", "30", "60") if told[name]["findings"]) == horizon


def test_causes_run_up_from_the_largest_and_the_open_ones_come_last() -> None:
    causes = figures(audited()).why.causes
    assert causes.select("category", "lost_cents", "running_cents", "expected_cents").rows() == [
        ("denial/timely_filing", 50_000, 50_000, 21_000),
        ("denial/authorization", 40_000, 90_000, 0),
        ("denial/hidden_in_45", 20_000, 110_000, 3_000),
        ("denial/medical_necessity", 10_000, 120_000, 3_200),
        ("contractual/second_cut", 6_000, 126_000, 0),
        ("payer_reduction/sequestration", 0, 126_000, 0),
        ("unknown/unbalanced", 8_005, None, 0),
        ("pending/forwarded", 5_000, None, 0),
    ]


def test_causes_reasons_stages_and_checks_hold_the_same_dollars() -> None:
    numbers = figures(audited())
    why, standings = numbers.why, numbers.summary["estimate"]["standings"]
    lost = standings["unnecessary"] + standings["undecided"]
    for told in (why.causes, why.reasons, why.prevention):
        assert told["lost_cents"].sum() == lost
    assert why.stages["amount_cents"].sum() == standings["unnecessary"]
    assert why.stages.select("stage", "preventable_by", "amount_cents", "claims").rows() == [
        ("submission", "billing", 56_000, 2),
        ("registration", "front desk", 40_000, 1),
        ("payer", "payer", 20_000, 1),
    ]


def test_a_claim_on_two_lines_counts_once_under_its_reason() -> None:
    late = figures(audited()).why.reasons.row(0, named=True)
    assert (late["carc"], late["claims"], late["next_action"]) == ("29", 1, "appeal")


def test_a_remark_decides_which_check_would_have_caught_it() -> None:
    checks = figures(audited()).why.prevention
    of_reason = {
        reason: row["training"] for row in checks.iter_rows(named=True) for reason in row["reasons"]
    }
    assert "approval" in of_reason["CO-197"]
    assert of_reason["CO-45"] is None  # only the payer could have prevented it
    assert of_reason["OA-B11"] is None  # it is only pending


def test_one_reason_goes_to_different_checks_by_its_remark() -> None:
    told = {"group_code": "CO", "carc": "16", "necessary": False}
    parts = [
        part(10, "A1", "denial/coding", 100, rarcs=["MA04"], **told),
        part(10, "A1", "denial/coding", 200, rarcs=["M76"], **told),
    ]
    checks = figures(audited([claim(10, "A1", 300, "MEDICARE")], parts)).why.prevention
    assert checks.select("edit_stage", "lost_cents").rows() == [
        ("coding", 200),
        ("registration", 100),
    ]


def test_breakdowns_add_up_to_the_first_page() -> None:
    numbers = figures(audited())
    _adds_up(numbers.breakdowns, numbers.summary["estimate"], 270_005)
    assert numbers.breakdowns.providers["provider"].to_list() == [DOCTOR, PAYEE]
    assert numbers.breakdowns.months.select("month", "charge_cents", "expired_cents").rows() == [
        ("2026-08", 50_000, 40_000),
        ("2026-09", 220_005, 0),
    ]


def _adds_up(split: Breakdowns, estimate: Any, charged_cents: int) -> None:  # noqa: ANN401 - a TypedDict read by names that are not literals
    for told in (split.payers, split.providers, split.months):
        assert told["charge_cents"].sum() == charged_cents
        for name in STANDINGS:
            assert told[name].sum() == estimate["standings"][name]
        for name in MEASURE_NAMES:
            assert told[name].sum() == estimate[name]
        parts = told.select(pl.sum_horizontal(STANDINGS))
        assert parts.to_series().to_list() == told["charge_cents"].to_list()


def test_payers_by_place_add_up_to_their_charge() -> None:
    places = figures(audited()).breakdowns.places
    assert places["charge_cents"].to_list() == [120_000, 80_005, 70_000]
    parts = places.drop("payer", "claims", "charge_cents")
    assert parts.sum_horizontal().to_list() == [120_000, 80_005, 70_000]


def test_categories_hold_what_was_not_collected_and_every_finding() -> None:
    numbers = figures(audited())
    told, estimate = numbers.categories, numbers.summary["estimate"]
    assert told["amount_cents"].sum() == estimate["not_collected_cents"]
    assert told.select(pl.sum_horizontal(NOT_COLLECTED)).to_series().equals(told["amount_cents"])
    assert told["at_stake_cents"].sum() == estimate["at_stake_cents"]


def test_a_provider_level_finding_names_its_own_payer_and_is_in_every_total() -> None:
    recoupment = finding(
        9,
        90,
        "",
        "paid/insurer",
        7_000,
        claim_id=None,
        payer="CIGNA",
        provider_id="3333333336",
        **chance(7_000, 50, 40, 60),
    )
    numbers = figures(audited(findings=[*FINDINGS, recoupment]))
    _adds_up(numbers.breakdowns, numbers.summary["estimate"], 270_005)
    cigna = numbers.breakdowns.payers.filter(payer="CIGNA").row(0, named=True)
    assert (cigna["claims"], cigna["charge_cents"], cigna["expected_cents"]) == (0, 0, 3_500)
    assert numbers.summary["by_category"]["paid/insurer"]["expected_cents"] == 3_500


def test_missing_inputs_say_what_they_could_settle_of_the_open_findings() -> None:
    numbers = figures(audited())
    assert numbers.missing.select("input", "findings", "at_stake_cents").rows() == [
        ("837", 1, 50_000),
        ("documents.csv", 2, 30_000),
    ]
    assert numbers.lacking == (3, 80_000)


def test_two_questions_to_one_input_count_a_finding_once() -> None:
    more = frame("evidence", [proof(2, "missing", fact, "?", "271") for fact in ("a", "b")])
    source = audited()
    object.__setattr__(source, "evidence", more)
    assert figures(source).missing.select("input", "findings", "at_stake_cents").rows() == [
        ("271", 1, 20_000)
    ]


def test_habits_name_claims_by_the_providers_number() -> None:
    assert figures(audited()).habits["examples"].to_list() == ["A2"]


def test_a_second_cut_is_lost_and_not_merely_unverified() -> None:
    cut = part(90, "A9", "contractual/second_cut", 43_500, carc="45", recoverable="maybe")
    more = audited([*CLAIMS, claim(90, "A9", 43_500, "MEDICAID")], [*PARTS, cut])
    standings = figures(more).summary["estimate"]["standings"]
    assert (standings["unverified"], standings["undecided"]) == (30_000, 23_005 + 43_500)


def test_claims_taken_in_turns_come_to_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = figures(audited())
    monkeypatch.setattr("reclaim.report.audited.CLAIMS_A_TURN", 1)
    in_turns = figures(audited())
    assert len(audited().turns()) == 9
    assert in_turns.summary == at_once.summary
    for name in ("causes", "reasons", "stages", "prevention"):
        told, once = getattr(in_turns.why, name), getattr(at_once.why, name)
        assert told.select(once.columns).equals(once), name
    assert in_turns.breakdowns.places.equals(at_once.breakdowns.places)


def test_the_order_of_the_rows_changes_nothing() -> None:
    turned = audited(CLAIMS[::-1], PARTS[::-1], findings=FINDINGS[::-1])
    assert figures(turned).summary == figures(audited()).summary
    assert figures(turned).worklist["finding_id"].equals(figures(audited()).worklist["finding_id"])


def test_an_audit_without_findings_has_the_charge_and_nothing_to_win() -> None:
    numbers = figures(audited(findings=[]))
    assert numbers.summary["estimate"]["not_collected_cents"] == 170_005
    assert numbers.summary["estimate"]["findings"] == 0
    assert set(numbers.summary["estimate"]["states"]) == set(STATES)
    assert numbers.worklist.is_empty()


def test_a_payer_without_a_name_goes_by_its_identifier() -> None:
    nameless = [claim(10, "A1", 100_000, "  ", payer_id="12502"), claim(20, "A2", 20_000, "")]
    payers = figures(audited(nameless, PARTS[:5])).breakdowns.payers["payer"].to_list()
    assert payers == ["12502", "Payer not named"]


def test_problems_come_gravest_first_with_the_unexplained_as_a_distance() -> None:
    problems = figures(audited()).problems
    assert problems.select("code", "count", "unexplained_cents").rows() == [
        ("X835-BALANCE-CLAIM", 1, 8_005),
        ("X12-SE-COUNT", 1, 0),
    ]


def test_too_much_and_too_little_do_not_cancel_in_the_unknown() -> None:
    over = part(90, "A9", "unknown/unbalanced", -9_000, rule_id="balance/unbalanced")
    paid = part(90, "A9", "paid/insurer", 19_000)
    more = audited([*CLAIMS, claim(90, "A9", 10_000, "MEDICAID")], [*PARTS, over, paid])
    numbers = figures(more)
    assert numbers.summary["places"]["unknown"] == -995
    assert numbers.why.unknown_gross_cents == 17_005


def test_lines_are_counted_where_their_table_is_given() -> None:
    assert figures(audited(remit_lines=frame("remit_lines", LINES))).summary["lines"] == 2


@st.composite
def audits(draw: st.DrawFn) -> Audited:
    """A few claims of any sign, parts and findings of any state."""
    claims: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    categories = ["denial/coding", "pending/pended", "payer_reduction/other", "paid/insurer"]
    for number in range(draw(st.integers(1, 4))):
        cents = draw(st.lists(st.integers(-500, 500), min_size=1, max_size=3))
        segment = 10 * (number + 1)
        month = dt.date(2026, draw(st.integers(1, 3)), 1)
        payer = draw(st.sampled_from(["A", "B"]))
        claims.append(claim(segment, f"A{number}", sum(cents), payer, payment_date=month))
        for amount in cents:
            category = draw(st.sampled_from(categories))
            necessary = draw(st.sampled_from([True, False, None]))
            parts.append(part(segment, f"A{number}", category, amount, necessary=necessary))
            findings.append(
                finding(
                    len(findings),
                    segment,
                    f"A{number}",
                    category,
                    amount,
                    money=draw(st.sampled_from(["cash", "books", "none"])),
                    status=draw(st.sampled_from(["open", "expired", "hold", "closed"])),
                    payment_date=month,
                    **chance(abs(amount), 50, 20, 80),
                )
            )
    return audited(claims, parts, findings=findings)


@settings(max_examples=15, deadline=None)
@given(audits())
def test_whatever_the_claims_everything_adds_up(source: Audited) -> None:
    numbers = figures(source)
    estimate = numbers.summary["estimate"]
    assert numbers.summary["unplaced_cents"] == 0
    assert sum(estimate["standings"].values()) == numbers.summary["charged_cents"]
    _adds_up(numbers.breakdowns, estimate, numbers.summary["charged_cents"])
    states = estimate["states"].values()
    assert sum(state["findings"] for state in states) == source.table("findings").collect().height
    lost = estimate["standings"]["unnecessary"] + estimate["standings"]["undecided"]
    assert numbers.why.causes["lost_cents"].sum() == lost
    assert numbers.why.prevention["lost_cents"].sum() == lost
    bands = [numbers.summary["deadlines"][name] for name in ("60", "later", "not_known")]
    assert sum(band["expected_cents"] for band in bands) == estimate["expected_cents"]
