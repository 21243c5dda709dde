"""Habits: seen often enough, and on a large enough share of what could show them."""

import polars as pl

from reclaim.audit.habits import counts, habits
from tests.frames import Claim, Line, tables

HIDDEN = Line(100_00, 0, [("CO", "45", 100_00)])
CUT = Line(100_00, 60_00, [("CO", "45", 40_00)])
PI_CUT = Line(100_00, 60_00, [("PI", "45", 40_00)])


SEEN = {
    "payer": pl.String,
    "claim_id": pl.String,
    "category": pl.String,
    "rule_id": pl.String,
    "group_code": pl.String,
    "carc": pl.String,
    "amount_cents": pl.Int64,
}


def counted(*claims: Claim) -> pl.DataFrame:
    given = tables(claims)
    named = given["remit_claims"].with_columns(payer="payer_id")
    return counts(given["adjustments"], named)


def found(payer: str, claims: int, category: str = "denial/hidden_in_45") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "payer": [payer] * claims,
            "claim_id": [f"f1-{number}" for number in range(claims)],
            "category": [category] * claims,
            "rule_id": ["contractual/second-cut" if "second" in category else "x"] * claims,
            "group_code": ["CO"] * claims,
            "carc": ["45"] * claims,
            "amount_cents": [100_00 + number for number in range(claims)],
        },
        schema=SEEN,
    )


def test_three_hidden_denials_are_a_habit_and_two_are_not() -> None:
    given = counted(*(Claim(100_00, 0, [HIDDEN], payer_id="A") for _ in range(3)))
    row = habits(given, found("A", 3)).row(0, named=True)
    assert (row["habit"], row["claims"], row["of_claims"]) == ("hides_denials_in_45", 3, 3)
    assert row["amount_cents"] == 300_03
    assert row["claim_ids"] == ["f1-2", "f1-1", "f1-0"], "the largest first"
    assert habits(given, found("A", 2)).is_empty()


def test_three_of_four_hundred_are_chance() -> None:
    given = counted(*(Claim(100_00, 60_00, [CUT], payer_id="A") for _ in range(400)))
    assert habits(given, found("A", 3)).is_empty()
    assert habits(given, found("A", 4))["claims"].to_list() == [4]


def test_repeated_cuts_are_held_against_the_claims_of_later_payers() -> None:
    later = [Claim(100_00, 60_00, [CUT], payer_id="A", status="2") for _ in range(5)]
    first = [Claim(100_00, 60_00, [CUT], payer_id="A") for _ in range(7)]
    row = habits(counted(*later, *first), found("A", 4, "contractual/second_cut")).row(
        0, named=True
    )
    assert (row["habit"], row["claims"], row["of_claims"]) == (
        "cuts_repeated_after_primary",
        4,
        5,
    )


def test_a_group_that_only_one_payer_uses_is_unusual() -> None:
    odd = [Claim(100_00, 60_00, [PI_CUT], payer_id="A") for _ in range(3)]
    usual = [Claim(100_00, 60_00, [CUT], payer_id="B") for _ in range(5)]
    row = habits(counted(*odd, *usual), found("A", 0)).row(0, named=True)
    assert (row["payer"], row["habit"], row["group_code"]) == ("A", "unusual_group", "PI")
    assert (row["claims"], row["of_claims"], row["amount_cents"]) == (3, 3, 120_00)
    assert row["usual"] == "usually CO; other payers: on 5 of 5 claims"


def test_counts_of_batches_add_up() -> None:
    one = [Claim(100_00, 60_00, [PI_CUT], payer_id="A") for _ in range(2)]
    two = [Claim(100_00, 60_00, [PI_CUT, CUT], payer_id="A", file_id="f2")]
    apart = pl.concat([counted(*one), counted(*two)])
    nothing = found("A", 0)
    assert habits(apart, nothing).equals(habits(counted(*one, *two), nothing))
