"""A prior, and what the client's own outcomes make of it."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.recovery.chances import CELL, chances
from reclaim.rules.chances import CERTAIN

TODAY = dt.date(2026, 1, 1)
OUTCOMES = pl.Schema(
    {
        "payer": pl.String(),
        "category": pl.String(),
        "signal_id": pl.String(),
        "attempts": pl.Int64(),
        "wins": pl.Int64(),
    }
)
Row = tuple[str | None, str | None, str | None, int, int]
HARBOR = ("harbor", "commercial", "denial/timely_filing", "proof", "timely_filing/with_proof")
"""Its prior is our judgement: 70 percent, as heavy as four outcomes."""


def found(
    outcomes: list[Row], *findings: tuple[str | None, ...], as_of: dt.date = TODAY
) -> pl.DataFrame:
    rows = pl.DataFrame(findings or [HARBOR], schema=dict.fromkeys(CELL, pl.String), orient="row")
    return chances(rows, pl.DataFrame(outcomes, schema=OUTCOMES, orient="row"), as_of=as_of)


def chance(outcomes: list[Row]) -> int:
    mean: int = found(outcomes)["chance_bp"].item()
    return mean


def own(
    attempts: int, wins: int, *, payer: str | None = "harbor", signal: str | None = "proof"
) -> Row:
    return payer, "denial/timely_filing", signal, attempts, wins


def test_without_outcomes_the_prior_stands() -> None:
    [row] = found([]).rows(named=True)
    assert row["chance_bp"] == 7000
    assert row["chance_low_bp"] < 7000 < row["chance_high_bp"]
    assert row["chance_basis"].endswith("(our judgement), weight 4; own outcomes: none yet")


def test_own_outcomes_with_this_payer_count_in_full() -> None:
    # (0.7 x 4 + 14) of (4 + 20)
    assert chance([own(20, 14)]) == 7000
    assert chance([own(20, 2)]) == 2000
    basis = found([own(20, 14)])["chance_basis"].item()
    assert basis.endswith("weight 4; own outcomes: 14 of 20 with this payer")


def test_an_outcome_whose_evidence_is_unknown_counts_as_of_any() -> None:
    unknown, known = found([own(20, 2, signal=None)]), found([own(20, 2)])
    assert unknown.equals(known)
    assert not unknown.equals(found([own(20, 2, signal="no proof")]))


def test_other_payers_are_heard_up_to_their_weight() -> None:
    # 2.8 + 0 of 204, scaled down to 20; then ten wins of this payer's own.
    outcomes = [own(200, 0, payer="cobalt"), own(10, 10)]
    assert chance(outcomes) == round((2.8 * 20 / 204 + 10) / 30 * CERTAIN)
    assert "10 of 10 with this payer, 0 of 200 with other payers" in str(
        found(outcomes)["chance_basis"].item()
    )


def test_other_evidence_in_the_category_is_heard_less() -> None:
    outcomes = [own(200, 0, signal="no proof")]
    assert chance(outcomes) == round(2.8 / 204 * CERTAIN)
    outcomes.append(own(10, 10))
    assert chance(outcomes) == round((2.8 * 10 / 204 + 10) / 20 * CERTAIN)


def test_a_lopsided_belief_has_its_mean_in_its_range() -> None:
    [row] = found([own(1400, 0, signal="no proof")]).rows(named=True)
    assert 0 < row["chance_bp"] == row["chance_high_bp"]


def test_other_categories_are_not_heard() -> None:
    assert chance([("harbor", "denial/coding", "proof", 100, 0)]) == 7000


def test_a_payer_without_a_name_has_no_outcomes_of_its_own() -> None:
    nameless = (None, *HARBOR[1:])
    basis = found([own(3, 3, payer=None)], nameless)["chance_basis"].item()
    assert basis.endswith("own outcomes: 3 of 3 with other payers")


def test_more_outcomes_make_the_range_narrower() -> None:
    widths = [
        row["chance_high_bp"] - row["chance_low_bp"]
        for count in (0, 10, 100, 1000)
        for row in found([own(count * 10, count * 7)]).rows(named=True)
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 200


def test_nothing_to_win_has_no_chance_and_an_unknown_prior_no_number() -> None:
    rows = found([], (*HARBOR[:4], None), (*HARBOR[:4], "no/such")).rows(named=True)
    assert [row["chance_bp"] for row in rows] == [0, None]
    assert rows[0]["chance_basis"] == "nothing to win back"
    assert rows[1]["chance_basis"] == "no prior no/such is in force on 2026-01-01"


def test_no_findings_are_no_findings() -> None:
    empty = pl.DataFrame(schema=dict.fromkeys(CELL, pl.String))
    result = chances(empty, OUTCOMES.to_frame(), as_of=TODAY)
    assert result.columns[-4:] == ["chance_bp", "chance_low_bp", "chance_high_bp", "chance_basis"]


KEYS = st.tuples(
    st.sampled_from(["harbor", "cobalt", None]),
    st.sampled_from(["denial/timely_filing", "denial/coding"]),
    st.sampled_from(["proof", "no proof", None]),
)
TALLIES = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda two: (max(two), min(two)))
HISTORY = st.lists(st.tuples(KEYS, TALLIES).map(lambda row: (*row[0], *row[1])), max_size=6)


@settings(max_examples=15, deadline=None)
@given(HISTORY, KEYS)
def test_another_win_never_lowers_a_chance(
    history: list[Row], key: tuple[str | None, str | None, str | None]
) -> None:
    before = chance(history)
    assert chance([*history, (*key, 1, 1)]) >= before
    assert chance([*history, (*key, 1, 0)]) <= before


@settings(max_examples=10, deadline=None)
@given(HISTORY)
def test_the_chance_lies_in_its_range_and_order_does_not_matter(history: list[Row]) -> None:
    [row] = found(history).rows(named=True)
    assert 0 <= row["chance_low_bp"] <= row["chance_bp"] <= row["chance_high_bp"] <= CERTAIN
    assert found(history[::-1]).equals(found(history))


@pytest.mark.parametrize("count", [1, 5])
def test_equal_findings_get_equal_chances_in_place(count: int) -> None:
    other = ("cobalt", *HARBOR[1:])
    result = found([own(20, 2), own(5, 5, payer="cobalt")], *[HARBOR, other] * count)
    assert result["payer"].to_list() == ["harbor", "cobalt"] * count
    assert result["chance_bp"].n_unique() == 2
