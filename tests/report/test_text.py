"""Money, shares and commands as people read them."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.report.text import dollars, reason_code, share, show_command, shown_code
from reclaim.report.troubles import trouble
from reclaim.report.words import category_label, next_step, place_label
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


def test_next_steps_come_from_the_code_unless_the_category_contradicts_it() -> None:
    assert next_step("denial/timely_filing", "appeal > write off") == (
        "Appeal; if that fails, write off"
    )
    assert "whole charge" in next_step("denial/hidden_in_45", "verify contract")
    assert next_step("denial/new", None) == "Read the claim and decide"
    assert next_step("payer_reduction/sequestration", "accept", "no") == "Accept"
    assert "contract" in next_step("payer_reduction/sequestration", "accept", "maybe")


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
