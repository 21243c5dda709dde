"""Every finding and claim explains itself: rules, dates, sources, and sums that can be redone."""

import datetime as dt
import re

import polars as pl
import pytest

from reclaim.report.explain import Explanation, Kind, explain_finding, plain_lines
from reclaim.report.explain.plain import WIDTH
from tests.report.explaining import (
    AGAIN,
    FINDING,
    LATE,
    LATE_PART,
    MEMBER,
    NAME,
    PLAIN,
    PLB_FINDING,
    ROWS,
    TAKEN,
    explainer,
    line,
    part,
    tables,
)
from tests.report.redone import assert_redone


def text(told: Explanation) -> str:
    return "\n".join(plain_lines(told))


def finding(**more: object) -> Explanation:
    """The finding of the example, with other values."""
    return next(explainer(findings=[FINDING | more]).findings([str(FINDING["finding_id"])]))


def section(told: Explanation, title: str) -> str:
    """The lines of one section, as they are printed, on one line."""
    found = [one for one in told.sections if one.title == title]
    alone = Explanation("", "", tuple(found))
    return " ".join(" ".join(plain_lines(alone)).split())


def test_a_finding_says_what_is_at_stake_line_by_line() -> None:
    said = section(finding(), "What is at stake")
    assert (
        "$500.00 PI-29 (Claim filed past the payer deadline); line 1, 99213 on 2025-12-20" in said
    )
    assert "[in/remit.835, segment 14]" in said
    assert said.index("$300.00") < said.index("$800.00 at stake")
    assert "Remark N211: " in said


def test_a_finding_names_each_rule_with_its_date_and_citation() -> None:
    said = section(finding(), "Why")
    for words in (
        "Group PI, in the payer’s opinion: ",
        "By itself the code stands for: Filed too late.",
        "Your payer map reads PI-29 of acme as CO-29. (payer-map/acme/PI-29) In force since",
        "since 2025-01-01. Source: ACME letter of 2024-12-01.",
        "(reason/default) In force since 1995-01-01. Source: X12 claim adjustment reason codes",
        "Did the payer itself accept the claim inside its filing limit?",
        "Here: The payer accepted it on 2025-12-23; the last day was 2026-03-20.",
        "Source: ACME provider manual 4.2.",
    ):
        assert words in said


def test_a_rule_of_the_practice_that_was_not_given_is_named() -> None:
    assert "Rule mine/own. It is no rule that Reclaim ships" in section(
        finding(trace="mine/own"), "Why"
    )


def test_evidence_stands_on_three_sides_with_its_source() -> None:
    told = finding()
    assert "+ The payer accepted it on 2025-12-23" in section(told, "What speaks for it")
    assert "[in/answer.277ca, segment 15]" in section(told, "What speaks for it")
    against = section(told, "What speaks against it")
    assert "- Line 2, 87880 on 2025-12-20: A sending was rejected" in against
    assert "[documents.csv, row 3]" in against
    assert "Would be settled by: 835 of the other payer." in section(told, "What is missing")
    assert [str(command) for command in told.commands] == [
        f"reclaim show in/remit.835 --claim {LATE}",
        "reclaim show in/answer.277ca --claim A17",
    ]


def test_what_to_do_is_a_step_and_a_hard_stop_comes_first() -> None:
    assert "Ask for reconsideration with the 277CA as proof." in section(finding(), "What to do")
    stopped = finding(hard_stop=True, action="accept", decides="The contract decides it.")
    said = section(stopped, "What to do")
    assert said.index("! Do not appeal this") < said.index("Accept.")
    assert "What decides it: The contract decides it." in said


def test_a_deadline_is_counted_aloud() -> None:
    said = section(finding(), "Until when")
    assert "2026-05-10 is the last day: 2026-01-05 (the date of the payment) + 125 days." in said
    assert "Source: ACME contract 7.1." in said


@pytest.mark.parametrize(
    ("rule", "last", "count"),
    [
        ("appeal/medicare", None, "2026-01-05 (the date of the payment) + 125 days"),
        ("filing/medicare", dt.date(2026, 12, 20), "2025-12-20 (the date of service) + 1 year"),
    ],
)
def test_a_shipped_clock_is_counted_too(rule: str, last: dt.date | None, count: str) -> None:
    day = last or dt.date(2026, 5, 10)
    assert count in section(finding(deadline_rule=rule, deadline=day), "Until when")


def test_a_count_that_does_not_give_the_day_is_not_shown() -> None:
    said = section(finding(deadline=dt.date(2026, 5, 11)), "Until when")
    assert "2026-05-11 is the last day." in said


def test_a_day_that_has_passed_and_a_day_that_nobody_knows() -> None:
    assert "! 2026-05-10 was the last day" in section(finding(status="expired"), "Until when")
    none = finding(deadline=None, deadline_rule=None, deadline_cite=None)
    assert "No last day is known." in section(none, "Until when")


def test_worth_and_chance_are_multiplied_aloud() -> None:
    said = section(finding(), "What it is worth")
    assert "$512.00 × 60% chance = $307.20 expected." in said
    assert "With a chance from 45.5% to 72.5%: between $232.96 and $371.20." in said
    assert "a prior of grade C" in said


PAID_LINES = [
    line(20, 100 + n, "99213", 10_000) | {"paid_cents": 6_400 if n else 6_399} for n in range(5)
]
STAKES = [
    {"finding_id": FINDING["finding_id"], "line_number": 1, "procedure_code": "99213"},
    {"finding_id": FINDING["finding_id"], "line_number": 2, "procedure_code": "87880"},
]


def test_the_worth_of_each_line_is_multiplied_aloud() -> None:
    lines = [*ROWS["remit_lines"], *PAID_LINES]
    stakes = [
        row | {"at_stake_cents": cents} for row, cents in zip(STAKES, (50_000, 30_000), strict=True)
    ]
    worth = {"worth_cents": 31_999 + 19_199, "expected_cents": 30_719}
    ends = {"expected_low_cents": 23_295, "expected_high_cents": 37_119}
    found = [FINDING | worth | ends | {"payer": "ACME HEALTH"}]
    told = explainer(remit_lines=lines, finding_lines=stakes, findings=found)
    said = section(next(told.findings([FINDING["finding_id"]])), "What it is worth")
    share = "$319.99 paid of $500.00 charged (same payer and code, 5 paid lines)"
    assert f"$319.99 line 1: $500.00 × {share}" in said
    assert "$191.99 line 2: $300.00 × $319.99 paid of $500.00 charged (same payer, all" in said
    assert "$511.98 likely to be paid" in said
    assert assert_redone(told)["worths"] == 1


def test_shares_that_do_not_give_the_worth_are_not_shown() -> None:
    stakes = [row | {"at_stake_cents": 40_000} for row in STAKES]
    told = explainer(remit_lines=[*ROWS["remit_lines"], *PAID_LINES], finding_lines=stakes)
    said = section(next(told.findings([FINDING["finding_id"]])), "What it is worth")
    assert "How that is known: 64% of the charge" in said
    assert "paid of" not in said


def test_a_correction_of_the_books_brings_no_money() -> None:
    told = finding(money="books", worth_cents=0, expected_cents=0)
    assert "No money comes in" in section(told, "What it is worth")
    assert "expected" not in section(told, "In short")


def test_parts_that_are_not_on_a_line_still_add_up() -> None:
    told = finding(at_stake_cents=70_000)
    assert "-$100.00 of that does not count" in section(told, "What is at stake")
    told = finding(at_stake_cents=90_000)
    assert "$100.00 on the claim, not on one of its lines" in section(told, "What is at stake")


def test_an_adjustment_of_a_whole_payment_has_no_claim() -> None:
    told = next(explainer().findings([str(PLB_FINDING["finding_id"])]))
    assert "$25.00 taken from the whole payment" in section(told, "What is at stake")
    assert "[in/remit.835, segment 90]" in section(told, "What is at stake")
    assert "no clock is about take-backs" in section(told, "Until when")


def test_money_that_was_paid_is_told_as_taken_back() -> None:
    told = finding(place="insurer_paid", category="paid/insurer", carc=None, group_code=None)
    assert told.title == "F-0123456789: Money taken back; claim A17, ACME HEALTH"
    assert "$800.00 paid before, and taken back" in section(told, "What is at stake")
    assert "So it is: Money taken back." in section(told, "Why")


def test_the_sums_of_the_example_can_be_redone() -> None:
    redone = assert_redone(explainer())
    others = {"worths": 0, "prices": 0, "allowed": 0, "differences": 0, "interest": 0}
    assert redone == {"stakes": 2, "chances": 1, "deadlines": 1, "claims": 1} | others


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected_cents": 30_721},
        {"expected_low_cents": 23_297},
        {"deadline": dt.date(2026, 5, 9)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_sum_that_is_wrong_is_noticed(wrong: dict[str, object]) -> None:
    with pytest.raises(AssertionError):
        assert_redone(explainer(findings=[FINDING | wrong]))


def test_a_claim_tells_its_history_in_order() -> None:
    said = section(explainer().claim(LATE), "What happened")
    assert (
        said.index("2025-12-22: Sent to ACME HEALTH")
        < said.index("2025-12-23: ACME HEALTH answers: accepted (A2:20)")
        < said.index("2026-01-05, this remittance: ACME HEALTH: processed as primary (1)")
    )
    assert "the claim as sent; matched by patient control number, high confidence" in said


def test_a_link_that_several_documents_fit_is_shown_and_not_followed() -> None:
    said = section(explainer().claim(LATE), "What happened")
    assert "! Not used: perhaps the payer before. 2 documents matched equally well" in said
    assert "OTHER PLAN" not in said


def test_a_reversed_claim_tells_all_three_decisions() -> None:
    said = section(explainer().claim(AGAIN), "What happened")
    assert said.index("taken back later") < said.index("takes an earlier decision back")
    assert said.index("takes an earlier") < said.index("replaces a decision")
    assert "medium confidence" not in said  # what a claim is linked by stands at the others


def test_the_parts_of_a_claim_add_up_to_its_charge() -> None:
    said = section(explainer().claim(LATE), "Where each part of the charge went")
    assert "$900.00 adds up to the charge of $900.00" in said


def test_parts_that_do_not_add_up_are_told_so() -> None:
    rows = [part(PLAIN, "paid/insurer", 9_000)]
    said = section(explainer(dispositions=rows).claim(PLAIN), "Where each part of the charge went")
    assert "$90.00 in all; the charge is $100.00, so $10.00 is not placed" in said


def test_a_repeat_says_where_its_dollars_count() -> None:
    told = explainer(dispositions=[]).claim(PLAIN)
    assert "repeats one that came before" in section(told, "Where each part of the charge went")


def test_a_claim_ends_with_its_findings() -> None:
    assert [told.name for told in explainer().claim(LATE).findings] == [FINDING["finding_id"]]
    assert explainer().claim(PLAIN).findings == ()


def test_numbers_that_are_one_history_are_told_as_one() -> None:
    told = explainer()
    named = [row["claim_id"] for row in told.claims_named("C1")]
    assert len(named) == 3
    assert told.one_of(named) == AGAIN


def test_numbers_that_are_not_one_history_are_not_chosen_from() -> None:
    told = explainer()
    named = [row["claim_id"] for row in told.claims_named("B1")]
    assert len(named) == 2
    assert told.one_of(named) is None
    assert told.one_of([TAKEN]) == TAKEN


def test_nobody_is_named_and_lines_fit_a_terminal() -> None:
    told = explainer()
    every = [*told.findings([FINDING["finding_id"]]), told.claim(LATE), told.claim(AGAIN)]
    for one in every:
        said = text(one)
        assert NAME not in said
        assert MEMBER not in said
        commands = [str(command) for command in one.commands]
        long = [line for line in said.splitlines() if len(line) > WIDTH]
        assert [line for line in long if line.strip() not in commands] == []


def test_tables_may_be_lazy_and_most_may_be_missing() -> None:
    lazy = {name: frame.lazy() for name, frame in tables().items()}
    told = explain_finding(lazy, "F-0123456789")
    assert told is not None
    few = {name: lazy[name] for name in ("findings", "dispositions")}
    bare = explain_finding(few, "F-0123456789")
    assert bare is not None
    assert "$800.00" in text(bare)
    assert explain_finding(lazy, "F-NONE") is None


def test_what_a_payer_sends_cannot_drive_the_terminal() -> None:
    claims = [row | {"payer_name": "ACME\x1b[2J"} for row in ROWS["remit_claims"]]
    lines = [row | {"procedure_code": "\x1b[2J"} for row in ROWS["remit_lines"]]
    told = explainer(remit_claims=claims, remit_lines=lines).claim(LATE)
    assert "\x1b" not in text(told)


def test_every_line_says_what_kind_it_is() -> None:
    kinds = {line.kind for one in finding().sections for line in one.lines}
    assert {Kind.AMOUNT, Kind.TOTAL, Kind.RULE, Kind.FOR, Kind.AGAINST, Kind.MISSING} <= kinds


def test_equal_parts_are_each_seen_in_a_segment_of_their_reason() -> None:
    rows = [part(LATE, "denial/timely_filing", 90_000, **(LATE_PART | {"line_number": None}))]
    told = explainer(dispositions=rows).claim(LATE)
    assert "segment 10" in section(told, "Where each part of the charge went")


def test_tables_keep_their_schema() -> None:
    """The example is made of declared columns only, so that it cannot drift from the tables."""
    assert all(isinstance(frame, pl.DataFrame) for frame in tables().values())
    assert re.fullmatch(r"F-[0-9A-Z]{10}", str(FINDING["finding_id"]))
