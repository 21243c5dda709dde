"""A cut that a later payer repeats is split: settled before, and the later payer's own."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.second_cut import (
    REST,
    SECOND_CUT,
    settled_by_prior,
    settled_facts,
    split_second_cuts,
)
from reclaim.schema import TABLES

LATER, EARLIER = "f2-7", "f1-5"

Cut = tuple[int | None, int]
"""Line number, cents."""


def cuts(*given_cuts: Cut, category: str = SECOND_CUT) -> pl.DataFrame:
    rows = [
        {"claim_id": LATER, "line_number": line, "category": category, "amount_cents": cents}
        for line, cents in given_cuts
    ]
    return pl.DataFrame(rows, schema=TABLES["dispositions"].polars_schema).with_columns(
        place=pl.lit("contractual"), trace=pl.lit("contractual/second-cut")
    )


def settled(*lines: tuple[int | None, int]) -> pl.DataFrame:
    rows = [(LATER, line, cents, EARLIER) for line, cents in lines]
    schema = {
        "claim_id": pl.String,
        "line_number": pl.Int64,
        "settled_cents": pl.Int64,
        "prior_id": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def parts(rows: pl.DataFrame) -> list[tuple[int | None, str, int]]:
    return rows.select("line_number", "category", "amount_cents").rows()


def decision(claim: str, *lines: tuple[int, int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A decision with lines of (charge, left to the patient), as claim and as lines."""
    of_lines = pl.DataFrame(
        {
            "claim_id": claim,
            "line_number": list(range(1, len(lines) + 1)),
            "charge_cents": [charge for charge, _ in lines],
            "patient_cents": [patient for _, patient in lines],
        },
        schema_overrides={"line_number": pl.Int64},
    )
    whole = of_lines.group_by("claim_id").agg(
        pl.col("charge_cents").sum(), pl.col("patient_cents").sum()
    )
    return whole, of_lines


def _both(
    earlier: tuple[pl.DataFrame, pl.DataFrame], later: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.DataFrame:
    links = pl.DataFrame({"claim_id": [LATER], "prior_id": [EARLIER]})
    claims = pl.concat([earlier[0], later[0]])
    return settled_by_prior(links, claims, pl.concat([earlier[1], later[1]]))


def test_the_worked_case_of_x12() -> None:
    """Charge 500; Medicare pays 300, PR-1 75, CO-45 125; Medicaid pays 65, CO-45 435."""
    known = _both(decision(EARLIER, (500_00, 75_00)), decision(LATER, (500_00, 0)))
    assert parts(split_second_cuts(cuts((1, 435_00)), known)) == [
        (1, SECOND_CUT, 425_00),
        (1, REST, 10_00),
    ]


def test_each_line_has_its_own_share() -> None:
    earlier = decision(EARLIER, (100_00, 20_00), (50_00, 50_00))
    known = _both(earlier, decision(LATER, (100_00, 0), (50_00, 0)))
    assert parts(split_second_cuts(cuts((1, 90_00), (2, 40_00)), known)) == [
        (1, SECOND_CUT, 80_00),
        (1, REST, 10_00),
        (2, REST, 40_00),
    ]


def test_lines_that_differ_are_taken_as_one_claim() -> None:
    earlier = decision(EARLIER, (150_00, 70_00))
    known = _both(earlier, decision(LATER, (100_00, 0), (50_00, 0)))
    assert known["line_number"].to_list() == [None]
    assert parts(split_second_cuts(cuts((1, 60_00), (2, 50_00)), known)) == [
        (1, SECOND_CUT, 60_00),
        (2, SECOND_CUT, 20_00),
        (2, REST, 30_00),
    ]


def test_what_nobody_knows_stays_whole() -> None:
    rows = cuts((1, 435_00))
    assert split_second_cuts(rows, settled()).equals(rows)


def test_other_cuts_are_left_alone() -> None:
    rows = cuts((1, 435_00), category="denial/coding")
    assert split_second_cuts(rows, settled((1, 425_00))).equals(rows)


def test_the_rest_says_what_it_is() -> None:
    split = split_second_cuts(cuts((1, 435_00)), settled((1, 425_00)))
    assert split["trace"].to_list() == [
        "contractual/second-cut",
        "contractual/second-cut > second-cut/rest",
    ]
    assert split.schema == TABLES["dispositions"].polars_schema


def test_the_fact_names_the_remittance_that_shows_it() -> None:
    facts = settled_facts(cuts((1, 435_00)), settled((None, 425_00), (1, 425_00)))
    row = facts.row(0, named=True)
    assert facts.height == 1
    assert (row["claim_id"], row["line_number"], row["holds"]) == (LATER, 1, True)
    assert (row["source_file_id"], row["source_segment"], row["detail"]) == ("f1", 5, "425.00")


@given(
    given_cuts=st.lists(st.tuples(st.integers(1, 3), st.integers(-50, 500)), max_size=6),
    known=st.lists(st.integers(-10, 600), min_size=3, max_size=3),
    whole=st.booleans(),
)
def test_a_split_keeps_every_cent(given_cuts: list[Cut], known: list[int], *, whole: bool) -> None:
    rows = cuts(*given_cuts)
    shares = settled((None, known[0])) if whole else settled(*enumerate(known, 1))
    split = split_second_cuts(rows, shares)
    per_line = [pl.col("line_number"), pl.col("amount_cents").sum().over("line_number")]
    before, after = (set(frame.select(per_line).rows()) for frame in (rows, split))
    zero = {(line, 0) for line in (1, 2, 3)}
    assert before - zero == after - zero
    taken = split.filter(pl.col("category") == SECOND_CUT, pl.col("amount_cents") > 0)
    limit = max(known[0], 0) if whole else sum(max(cents, 0) for cents in known)
    assert taken["amount_cents"].sum() <= limit


@pytest.mark.parametrize("left", [-5_00, 0])
def test_a_payer_that_settled_nothing_gives_no_share(left: int) -> None:
    assert parts(split_second_cuts(cuts((1, 10_00)), settled((1, left)))) == [(1, REST, 10_00)]


def test_a_charge_before_that_cannot_be_read_settles_nothing() -> None:
    links = pl.DataFrame({"claim_id": [LATER], "prior_id": [EARLIER]})
    whole, lines = decision(EARLIER, (100, 20))
    unread = whole.with_columns(charge_cents=pl.lit(None, pl.Int64))
    known = settled_by_prior(links, unread, lines)
    assert known.is_empty()
    assert parts(split_second_cuts(cuts((1, 50)), known)) == [(1, SECOND_CUT, 50)]
    assert settled_facts(cuts((1, 50)), known).is_empty()
