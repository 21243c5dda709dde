"""Money, shares and commands as people read them."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.report.text import (
    dollars,
    percent,
    reason_code,
    share,
    show_command,
    shown_code,
    shown_reason,
    span,
)
from reclaim.report.troubles import trouble
from reclaim.report.words import (
    category_label,
    chance_source,
    days_left,
    place_label,
    step,
    why,
)
from reclaim.wording import clean
from reclaim.x12.catalogue import catalogue


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 100, "0.0%"),
        (1, 3, "33.3%"),
        (1, 2_000, "0.1%"),
        (1, 2_001, "<0.1%"),
        (-1, 4, "-25.0%"),
        (5, 0, "n/a"),
        (5, -5, "n/a"),
        (7, 7, "100.0%"),
    ],
)
def test_shares_round_half_up_in_whole_numbers(part: int, whole: int, shown: str) -> None:
    assert share(part, whole) == shown


def test_money_keeps_its_sign_before_the_currency() -> None:
    assert dollars(-123_456) == "-$1,234.56"
    assert dollars(5) == "$0.05"


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_pasted_command_has_exactly_its_own_words(file: str, claim: str) -> None:
    words = shlex.split(str(show_command(file, claim)))
    assert words == ["reclaim", "show", clean(file), "--claim", clean(claim)]


def test_the_next_step_is_the_signals_own_or_else_what_its_action_means() -> None:
    steps = {"timely/proof": "Send the 277CA."}
    assert step("timely/proof", "appeal", steps) == "Send the 277CA."
    assert step("other", "appeal", steps).startswith("Ask the payer to decide again")
    assert step(None, "brand_new", steps) == "Brand new"
    assert step(None, None, steps) == "Read the claim and decide."


def test_why_says_the_proof_else_what_would_decide_else_what_is_missing() -> None:
    told = {"for": ["It was in time."], "decides": "the chart decides.", "missing": ["No record."]}
    assert why(told) == "It was in time."
    assert why(told | {"for": []}) == "The chart decides."
    assert why(told | {"for": [], "decides": None}) == "No record."
    assert "no more than its code" in why({"for": [], "decides": None, "missing": []})


@pytest.mark.parametrize(
    ("basis", "source"),
    [
        ("prior: KFF 2024 (other population), weight 10; own outcomes: none yet", "prior"),
        ("prior: our judgement; own outcomes: 3 of 5 with this payer", "prior and own"),
        ("own outcomes: 14 of 20", "own outcomes"),
        ("nothing to win back", ""),
        (None, ""),
    ],
)
def test_a_chance_says_where_it_comes_from(basis: str | None, source: str) -> None:
    assert chance_source(basis) == source


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (None, "no last day known"),
        (-2, "2 days over"),
        (-1, "1 day over"),
        (0, "last day is today"),
        (1, "1 day left"),
        (10, "10 days left"),
    ],
)
def test_days_left_are_told_in_words(days: int | None, told: str) -> None:
    assert days_left(days) == told


def test_chances_are_rounded_half_up_to_whole_percent() -> None:
    assert [percent(value) for value in (0, 49, 50, 6_950, 10_000)] == [
        "0%",
        "0%",
        "1%",
        "70%",
        "100%",
    ]
    assert percent(None) == "?"
    assert span(1_000, 4_049) == "10 to 40%"
    assert span(None, 4_000) == ""


def test_what_this_version_does_not_know_is_spelt_out() -> None:
    assert place_label("lost_in_space") == "Lost in space"
    assert category_label("denial/brand_new") == "Brand new"


@pytest.mark.parametrize("code", list(catalogue()))
def test_every_problem_reads_without_its_place_holders(code: str) -> None:
    words = trouble(code, "in box/remit.835", "A4")
    told = words.title + "".join(words.steps)
    assert "{" not in told
    assert words.title[0].isupper()


def test_a_problem_of_another_version_names_its_code() -> None:
    assert trouble("X-NEW", "f.835", None).title == "X-NEW"


@pytest.mark.parametrize("code", ["CO", "45", "A1", "P32", "MA130", "N1234", "ZZ9", "X"])
def test_a_code_is_shown_as_sent(code: str) -> None:
    assert shown_code(code) == code


@pytest.mark.parametrize("sent", ["SMITH", "PLANTEDLAST", "W123SECRET", "JANE 1", "ANN"])
def test_what_can_be_no_code_is_not_shown(sent: str) -> None:
    assert shown_code(sent) == "?"
    assert reason_code("CO", sent) == "CO-?"


@pytest.mark.parametrize("reason", ["CO-29", "OA-B11", "CO-?"])
def test_a_reason_is_shown_part_by_part(reason: str) -> None:
    assert shown_reason(reason.replace("?", "JANE DOE")) == reason
