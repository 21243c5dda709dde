"""Rules about postings: every case comes out, every mistake has a rule, each boundary bites."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from reclaim.errors import ReclaimError
from reclaim.rules.posting_columns import ASKED, NEVER_TOLD, POLICY
from reclaim.rules.posting_model import PostingRule
from reclaim.rules.posting_trial import failures, tried
from reclaim.rules.postings import (
    posting_priors,
    posting_rules,
    read_own_postings,
    read_postings,
    rules_about,
)

MISTAKES = {
    "autopost took all CO": "autopost_all_co",
    "negative CO flipped": "negative_co_flipped",
    "PLB ignored": "plb_ignored",
    "more than the remittance": "write_off_above_remittance",
    "less than the remittance": "cut_left_open",
    "category contradicts the evidence": "wrong_category",
    "another cause of the same kind": "misclassified",
    "nuisance charges": "nuisance_charge",
    "contractual larger than the contract allows": "contractual_above_contract",
    "patient's share booked as contractual": "patient_share_as_contractual",
    "not decided yet": "written_off_while_pending",
    "while an appeal window was open": "appeal_window_open",
    "an appeal pending": "appeal_pending",
    "after an erroneous denial that was later paid": "denied_then_paid_not_reversed",
    "patient's share with no hardship record": "share_without_hardship_record",
    "balance billed that was contractual": "balance_billed",
    "duplicate write-offs": "duplicate_write_off",
    "write-off without remittance": "write_off_without_remittance",
    "secondary payer never billed": "secondary_never_billed",
    "small balance above the threshold": "small_balance_above_threshold",
    "small balance not held": "small_balance_not_held",
    "bad debt with no statements": "bad_debt_without_statement",
    "bad debt with too few": "bad_debt_too_few_statements",
    "bad debt too early": "bad_debt_too_early",
    "bad debt with a payment in the last days": "bad_debt_after_recent_payment",
    "credit balance closed by a write-off": "credit_closed",
    "more than was owed": "write_off_above_balance",
    "unapproved": "write_off_unapproved",
    "undocumented": "write_off_undocumented",
    "over the user's limit": "over_user_limit",
    "a write-off later reversed": "write_off_reversed_later",
    "period closed": "posted_in_closed_period",
}
"""What can be wrong with a posting, and the kind of the finding about it."""

RULE: dict[str, object] = {
    "id": "own/old",
    "asks": "Was it old?",
    "from": "2024-01-01",
    "cite": "our policy, 4.2",
    "about": "write_off",
    "when": "standing_cents > 1000",
    "kind": "too_old",
    "amount": "standing_cents",
    "recoverable": "no",
    "money": "none",
    "action": "review",
    "step": "Look at it.",
    "because": "{amount_cents} was posted on {posted_date}.",
    "stage": "submission",
    "tests": [
        {"name": "more", "input": {"posted_cents": 1001}, "expect": {"found": True}},
        {"name": "as much", "input": {"posted_cents": 1000}, "expect": {"found": False}},
    ],
}


def rule(rule_id: str) -> PostingRule:
    return next(one for one in posting_rules() if one.id == rule_id)


def read(folder: Path, *changes: dict[str, object]) -> tuple[PostingRule, ...]:
    items = [{**RULE, **change} for change in changes]
    text = yaml.safe_dump(items).replace("'2024-01-01'", "2024-01-01")
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return read_postings([folder / "own.yaml"])


def test_every_case_comes_out() -> None:
    assert failures(posting_rules()) == []


def test_every_mistake_has_a_rule_and_every_rule_a_mistake() -> None:
    assert {one.kind for one in posting_rules()} == set(MISTAKES.values())


def test_every_denial_has_its_case() -> None:
    tried_on = {
        test.input["category"]
        for test in rule("category/denial-as-contractual").tests
        if test.expect.found
    }
    named = {test.input["category"] for test in rule("category/nuisance").tests}
    from reclaim.codes import categories  # noqa: PLC0415 - only this test needs them

    denials = {name for name in categories()["category"] if name.startswith("denial/")}
    assert tried_on | named == denials


@pytest.mark.parametrize(
    ("rule_id", "column", "last", "first"),
    [
        ("small-balance/above-the-threshold", "posted_cents", 2000, 2001),
        ("control/over-the-users-limit", "posted_cents", 25_000, 25_001),
        ("control/unexplained", "posted_cents", 1999, 2000),
        ("bad-debt/too-early", "posted_date", dt.date(2026, 5, 9), dt.date(2026, 5, 8)),
        ("bad-debt/paid-lately", "posted_date", dt.date(2026, 6, 2), dt.date(2026, 6, 1)),
        ("small-balance/not-held", "posted_date", dt.date(2026, 4, 7), dt.date(2026, 4, 6)),
        ("appeal/window-open", "posted_date", dt.date(2026, 7, 5), dt.date(2026, 7, 4)),
        ("amount/no-remittance", "posted_date", dt.date(2025, 5, 31), dt.date(2025, 6, 1)),
        ("reversed/in-a-later-month", "reversed_date", dt.date(2026, 1, 31), dt.date(2026, 2, 1)),
        ("amount/posted-twice", "supported_cents", 20_000, 19_999),
        ("credit/made-by-a-write-off", "claim_balance_before_cents", 15_000, 14_999),
        ("credit/closed-by-a-write-off", "balance_before_cents", 0, -1),
    ],
)
def test_one_cent_or_one_day_turns_the_answer(
    rule_id: str, column: str, last: object, first: object
) -> None:
    one = rule(rule_id)
    case = next(test.input for test in one.tests if test.expect.found)
    rows = [{**case, column: last}, {**case, column: first}]
    assert tried(one, rows)["found"].to_list() == [False, True]


@pytest.mark.parametrize("one", posting_rules(), ids=lambda one: str(one.id))
def test_a_rule_says_nothing_of_what_is_not_known(one: PostingRule) -> None:
    assert tried(one, [{"posted_cents": None, "split_cents": None}])["found"].to_list() == [False]


@pytest.mark.parametrize("one", posting_rules(), ids=lambda one: str(one.id))
def test_a_sentence_tells_nothing_about_the_patient(one: PostingRule) -> None:
    assert NEVER_TOLD.isdisjoint(one.told)
    assert one.because.count("{") >= 1


def test_every_policy_is_asked_by_a_rule() -> None:
    asked = {name for one in posting_rules() for name in one.policy}
    held_elsewhere = {"policy_approval_cents"}
    assert asked | held_elsewhere == {name for name in POLICY if name.startswith("policy_")}


def test_every_chance_is_named_by_a_rule() -> None:
    assert {one.prior for one in posting_rules() if one.prior} == set(posting_priors())


def test_a_rule_of_a_practice_replaces_a_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "postings"
    folder.mkdir(parents=True)
    assert read_own_postings(tmp_path) != ()
    read(folder, {"id": "control/unapproved"}, {"id": "own/first"})
    laid = read_own_postings(tmp_path)
    assert [one.id for one in laid[:1]] == ["own/first"]
    assert next(one for one in laid if one.id == "control/unapproved").kind == "too_old"
    assert len(laid) == len(posting_rules()) + 1


def test_a_practice_without_rules_has_the_shipped_ones(tmp_path: Path) -> None:
    assert read_own_postings(tmp_path) == read_own_postings(None) == posting_rules()


def test_rules_hold_from_their_day_on(tmp_path: Path) -> None:
    (one,) = read(tmp_path, {"until": dt.date(2025, 1, 1)})
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 12, 31), dt.date(2025, 1, 1)]
    rows = [{"posted_cents": 1001, "posted_date": day} for day in [*days, None]]
    assert tried(one, rows)["found"].to_list() == [False, True, True, False, True]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "complain"}, "unknown action complain"),
        ({"stage": "mailing"}, "unknown stage mailing"),
        ({"rebook": "misc", "reverse": "standing_cents"}, "rebook: unknown category misc"),
        ({"rebook": "evidence", "reverse": "standing_cents"}, "only a part of a write-off"),
        ({"rebook": "other"}, "what is booked elsewhere is reversed first"),
        ({"recoverable": "maybe"}, "say what would decide a maybe"),
        ({"money": "cash", "recoverable": "yes"}, "cash has a chance"),
        ({"money": "cash", "prior": "patient/billed"}, "nothing comes in"),
        ({"money": "cash", "recoverable": "yes", "prior": "luck"}, "unknown key luck"),
        ({"when": "phase_of_moon = 'full'"}, "unknown column phase_of_moon"),
        ({"when": "standing_cents = = 1"}, "rule own/old, when"),
        ({"when": "standing_cents"}, "it must give Boolean"),
        ({"amount": "payer"}, "it must give Int64"),
        ({"deadline": "standing_cents"}, "it must give Date"),
        ({"because": "{account} was posted."}, "names a patient"),
        ({"because": "{shoe_size} was posted."}, "unknown column shoe_size"),
        ({"asks": "It was old."}, "asks"),
        ({"tests": []}, "tests"),
    ],
)
def test_an_error_names_the_rule_and_what_is_wrong(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    with pytest.raises(ReclaimError, match="RULE-FILE") as caught:
        read(tmp_path, change)
    assert said in str(caught.value)
    assert "own/old" in str(caught.value)


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ([{"name": "a", "input": {}, "expect": {"found": True}}] * 2, "does not"),
        ([{"name": "a", "input": {"shoes": 1}, "expect": {"found": True}}] * 2, "finds something"),
    ],
)
def test_cases_stand_on_both_sides(tmp_path: Path, tests: object, said: str) -> None:
    with pytest.raises(ReclaimError, match=said):
        read(tmp_path, {"tests": tests})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"shoe_size": 44}, "no column shoe_size is given"),
        ({"winnable": True}, "no column winnable is given"),
        ({"posted_cents": "ten"}, "posted_cents cannot be 'ten'"),
    ],
)
def test_a_case_gives_what_the_evidence_can_give(
    tmp_path: Path, given: dict[str, object], said: str
) -> None:
    tests = [
        {"name": "a", "input": given, "expect": {"found": True}},
        {"name": "b", "input": {}, "expect": {"found": False}},
    ]
    with pytest.raises(ReclaimError, match=said):
        read(tmp_path, {"tests": tests})


def test_rules_are_about_what_is_declared() -> None:
    assert {one.about for one in posting_rules()} <= set(ASKED)
    assert sum(len(rules_about(posting_rules(), about)) for about in ASKED) == len(posting_rules())
