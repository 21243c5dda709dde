"""Each cent of a posted write-off stands on an amount of the remittance, or on nothing."""

import datetime as dt
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.posted.place import CELL, placed

DAY = dt.date(2026, 1, 7)
WRITE_OFF = {
    "entry": pl.Int64,
    "claim": pl.String,
    "line_number": pl.Int64,
    "posted_category": pl.String,
    "posted_date": pl.Date,
    "standing_cents": pl.Int64,
}
EVIDENCE: dict[str, pl.DataType | type[pl.DataType]] = {
    "claim": pl.String,
    "claim_id": pl.String,
    "line_number": pl.Int64,
    "place": pl.String,
    "category": pl.String,
    "group_code": pl.String,
    "carc": pl.String,
    "rarcs": pl.List(pl.String),
    "finding_id": pl.String,
    "cents": pl.Int64,
}
Row = tuple[str | None, int] | tuple[str | None, int, Mapping[str, object]]
Said = list[tuple[int, str | None, int, str]]


def write_offs(*rows: Row) -> pl.DataFrame:
    told = [
        {
            "entry": at,
            "claim": "A",
            "posted_category": row[0],
            "standing_cents": row[1],
            "posted_date": DAY,
            **(row[2] if len(row) > 2 else {}),
        }
        for at, row in enumerate(rows, 1)
    ]
    return pl.DataFrame(told, schema=WRITE_OFF)


def evidence(*rows: Row) -> pl.DataFrame:
    told = [
        {
            "claim": "A",
            "claim_id": "f-1",
            "line_number": 1,
            "place": str(row[0]).split("/", maxsplit=1)[0],
            "category": row[0],
            "cents": row[1],
            **(row[2] if len(row) > 2 else {}),
        }
        for row in rows
    ]
    return pl.DataFrame(told, schema=pl.Schema(EVIDENCE))


def said(posted: pl.DataFrame, given_: pl.DataFrame) -> Said:
    rows = placed(posted, given_).select("entry", "category", "split_cents", "verdict").rows()
    return sorted(rows, key=str)


CON, SUPPORTED, CONTRADICTED, NONE = "contractual", "supported", "contradicted", "unsupported"
CUT, SHORT = "contractual/verified", "underpayment/contract"
LATE, COPAY = "denial/timely_filing", "patient/copay"


def test_a_cut_beyond_the_contract_is_an_underpayment() -> None:
    found = said(write_offs((CON, 350)), evidence((CUT, 300), (SHORT, 50)))
    assert found == [(1, CUT, 300, SUPPORTED), (1, SHORT, 50, CONTRADICTED)]


def test_a_denial_is_never_contractual() -> None:
    assert said(write_offs((CON, 800)), evidence((LATE, 800))) == [(1, LATE, 800, CONTRADICTED)]


def test_a_denial_posted_as_that_denial_is_borne_out() -> None:
    assert said(write_offs((LATE, 800)), evidence((LATE, 800))) == [(1, LATE, 800, SUPPORTED)]


def test_a_cut_that_was_posted_twice_has_nothing_behind_the_second() -> None:
    found = said(write_offs((CON, 300), (CON, 300)), evidence((CUT, 300)))
    assert found == [(1, CUT, 300, SUPPORTED), (2, None, 300, NONE)]


def test_the_later_day_is_the_second_whatever_its_number() -> None:
    later: dict[str, object] = {"posted_date": DAY + dt.timedelta(days=1)}
    found = said(write_offs((CON, 300, later), (CON, 300)), evidence((CUT, 300)))
    assert found == [(1, None, 300, NONE), (2, CUT, 300, SUPPORTED)]


def test_the_patients_share_written_off_as_contractual() -> None:
    found = said(write_offs((CON, 60)), evidence((COPAY, 20), (CUT, 40)))
    assert found == [(1, CUT, 40, SUPPORTED), (1, COPAY, 20, CONTRADICTED)]


@pytest.mark.parametrize("category", ["small_balance", "bad_debt", "charity", "courtesy"])
def test_the_patients_share_written_off_as_such(category: str) -> None:
    assert said(write_offs((category, 15)), evidence((COPAY, 15))) == [(1, COPAY, 15, SUPPORTED)]


def test_what_was_written_off_rightly_keeps_its_evidence_from_what_was_not() -> None:
    posted = write_offs((CON, 800), (LATE, 500))
    found = said(posted, evidence((LATE, 500), (CUT, 300)))
    assert found == [(1, CUT, 300, SUPPORTED), (1, None, 500, NONE), (2, LATE, 500, SUPPORTED)]


def test_the_own_line_serves_before_the_claim() -> None:
    two: dict[str, object] = {"line_number": 2}
    posted = write_offs((CON, 50, two), (CON, 30, {"line_number": 1}))
    found = placed(posted, evidence((CUT, 30), (CUT, 50, two)))
    assert found.select("entry", "line_number", "split_cents").rows() == [(1, 2, 50), (2, 1, 30)]


def test_another_claims_amounts_bear_out_nothing() -> None:
    other: dict[str, object] = {"claim": "B"}
    assert said(write_offs((CON, 30)), evidence((CUT, 30, other))) == [(1, None, 30, NONE)]


def test_a_code_that_nobody_mapped_is_what_the_evidence_says() -> None:
    assert said(write_offs((None, 30)), evidence((LATE, 30))) == [(1, LATE, 30, SUPPORTED)]


def test_a_sequestration_cut_is_contractual_enough() -> None:
    seq = "payer_reduction/sequestration"
    assert said(write_offs((CON, 12)), evidence((seq, 2), (CUT, 10))) == [
        (1, CUT, 10, SUPPORTED),
        (1, seq, 2, SUPPORTED),
    ]


def test_the_finding_about_the_amount_is_kept() -> None:
    cell: dict[str, object] = {"finding_id": "F-1", "carc": "29", "rarcs": ["N211"]}
    row = placed(write_offs((CON, 8)), evidence((LATE, 8, cell))).row(0, named=True)
    assert (row["finding_id"], row["carc"], row["rarcs"]) == ("F-1", "29", ["N211"])


POSTED = st.lists(
    st.tuples(
        st.sampled_from([CON, LATE, "bad_debt", "other", None]),
        st.integers(0, 30),
        st.sampled_from(["A", "B", None]),
        st.sampled_from([1, 2, None]),
    ),
    max_size=8,
)
CELLS = st.lists(
    st.tuples(
        st.sampled_from([CUT, SHORT, LATE, COPAY]),
        st.integers(-5, 30),
        st.sampled_from(["A", "B"]),
        st.sampled_from([1, 2, None]),
    ),
    max_size=8,
)


@given(POSTED, CELLS)
def test_parts_add_up_and_no_cent_of_evidence_serves_twice(
    posted: list[tuple[str | None, int, str | None, int | None]],
    cells: list[tuple[str, int, str, int | None]],
) -> None:
    offs = write_offs(
        *(
            (name, cents, {"claim": claim, "line_number": line})
            for name, cents, claim, line in posted
        )
    )
    known = evidence(
        *(
            (name, cents, {"claim": claim, "line_number": line})
            for name, cents, claim, line in cells
        )
    )
    found = placed(offs, known)
    sums = dict(found.group_by("entry").agg(pl.col("split_cents").sum()).rows())
    assert sums == {at: row[1] for at, row in enumerate(posted, 1) if row[1]}
    keys = [name for name in CELL if name not in {"rarcs", "finding_id"}]
    used = found.filter(pl.col("verdict") != NONE).join(
        offs.select("entry", "claim"), on="entry", how="left"
    )
    most = known.filter(pl.col("cents") > 0).group_by("claim", *keys).agg(pl.col("cents").sum())
    taken = used.group_by("claim", *keys).agg(pl.col("split_cents").sum())
    held = taken.join(most, on=["claim", *keys], how="left", nulls_equal=True)
    assert (held["split_cents"] <= held["cents"]).all()
    assert placed(offs.reverse(), known.reverse()).equals(found)
