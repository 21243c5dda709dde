"""A mark holds for one line and its two amounts, and takes no other dollar with it."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.marked import (
    CONTRACT_WRONG,
    mark_facts,
    marked_variances,
    to_correct,
    with_marks,
)
from reclaim.audit.priced import overpaid_rows
from reclaim.intake.csv_file import TYPES
from reclaim.intake.practice import VARIANCES
from reclaim.schema import TABLES

EXPECTED = TABLES["expected_lines"].polars_schema
DISPOSITIONS = TABLES["dispositions"].polars_schema
MARKS = pl.Schema(
    {"row": pl.Int64(), **{name: TYPES[one.field] for name, one in VARIANCES.columns.items()}}
)
Row = dict[str, object]


def line(verdict: str = "underpaid", **other: object) -> Row:
    """A line that was expected at 108.12 and allowed at 100.00."""
    given: Row = {
        "claim_id": "f1-1",
        "patient_control_number": "A1",
        "line_number": 1,
        "contract": "harbor-1",
        "clause": "A 1",
        "procedure_code": "99213",
        "expected_cents": 10_812,
        "allowed_cents": 10_000,
        "variance_cents": 812,
        "verdict": verdict,
    }
    return given | other


def mark(**other: object) -> Row:
    """The mark of that line."""
    given: Row = {
        "row": 2,
        "patient_control_number": "A1",
        "line_number": 1,
        "contract": "harbor-1",
        "code": "99213",
        "expected": 10_812,
        "allowed": 10_000,
        "on": dt.date(2026, 5, 1),
    }
    return given | other


def frame(rows: list[Row], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema)


def verdicts(rows: list[Row], marks: list[Row] | None) -> list[str]:
    expected = frame(rows, EXPECTED)
    marked = marked_variances(expected, None if marks is None else frame(marks, MARKS))
    return with_marks(expected, marked)["verdict"].to_list()


def test_a_marked_line_is_the_contracts_error() -> None:
    assert verdicts([line(), line(line_number=2)], [mark()]) == [CONTRACT_WRONG, "underpaid"]


def test_without_the_file_nothing_is_marked() -> None:
    assert verdicts([line()], None) == ["underpaid"]


@pytest.mark.parametrize(
    "other",
    [
        {"expected": 10_811},
        {"allowed": 10_001},
        {"contract": "harbor-2"},
        {"code": "99214"},
        {"code": None},
        {"line_number": 2},
        {"line_number": None},
        {"patient_control_number": "A2"},
    ],
)
def test_a_mark_for_something_else_does_not_hold(other: Row) -> None:
    assert verdicts([line()], [mark(**other)]) == ["underpaid"]


@pytest.mark.parametrize("verdict", ["as_contracted", "denied", "unpriced", "not_compared"])
def test_what_is_no_variance_is_not_marked(verdict: str) -> None:
    assert verdicts([line(verdict)], [mark()]) == [verdict]


def test_a_line_marked_twice_is_there_once() -> None:
    assert verdicts([line()], [mark(), mark(row=3)]) == [CONTRACT_WRONG]


def test_a_whole_claim_is_marked_without_a_line_or_code() -> None:
    whole = line(line_number=None, procedure_code=None)
    assert verdicts([whole], [mark(line_number=None, code=None)]) == [CONTRACT_WRONG]


def test_of_a_later_payer_its_payments_are_compared() -> None:
    later = line(expected_paid_cents=2_000, allowed_cents=None, variance_cents=500)
    assert verdicts([later], [mark(expected=2_000, allowed=1_500)]) == [CONTRACT_WRONG]
    assert verdicts([later], [mark()]) == ["underpaid"]


def test_the_fact_names_the_amounts_the_day_and_the_row() -> None:
    marked = marked_variances(frame([line()], EXPECTED), frame([mark(row=7)], MARKS))
    (fact,) = mark_facts(marked).to_dicts()
    assert (fact["holds"], fact["on"], fact["source_segment"]) == (True, dt.date(2026, 5, 1), 7)
    assert fact["detail"] == "harbor-1: expected 108.12, allowed 100.00"


def test_of_marked_lines_only_the_underpaid_part_is_open_again() -> None:
    rows = [
        {"claim_id": "f1-1", "line_number": number, "place": place, "necessary": False}
        for number, place in ((1, "underpayment"), (1, "denial"), (2, "underpayment"))
    ]
    marked = marked_variances(frame([line()], EXPECTED), frame([mark()], MARKS))
    found = to_correct(frame(rows, DISPOSITIONS), marked)
    assert found["necessary"].to_list() == [None, False, False]
    whole = marked.with_columns(line_number=pl.lit(None, dtype=pl.Int64))
    found = to_correct(frame(rows, DISPOSITIONS), whole)
    assert found["necessary"].to_list() == [None, False, None]


def test_an_overpaid_line_stays_one_of_the_overpaid() -> None:
    over = {"expected_cents": 9_000, "variance_cents": -1_000}
    expected = frame([line("overpaid", **over), line(line_number=2)], EXPECTED)
    marks = frame([mark(expected=9_000), mark(line_number=2)], MARKS)
    marked = with_marks(expected, marked_variances(expected, marks))
    assert marked["verdict"].to_list() == [CONTRACT_WRONG, CONTRACT_WRONG]
    assert overpaid_rows(marked)["line_number"].to_list() == [1]


LINES = st.lists(
    st.tuples(
        st.sampled_from(["underpaid", "overpaid", "denied"]),
        st.sampled_from([None, 1, 2, 3]),
        st.integers(1, 3),
    ),
    max_size=6,
    unique_by=lambda each: each[1],
)


@given(lines=LINES, marks=st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.integers(1, 3))))
def test_marks_change_verdicts_and_nothing_else(
    lines: list[tuple[str, int | None, int]], marks: list[tuple[int | None, int]]
) -> None:
    rows = [
        line(verdict, line_number=number, expected_cents=due, variance_cents=due - 2)
        for verdict, number, due in lines
    ]
    expected = frame(rows, EXPECTED)
    given_marks = frame(
        [mark(line_number=number, expected=due, allowed=2) for number, due in marks], MARKS
    )
    found = with_marks(expected, marked_variances(expected, given_marks))
    assert found.drop("verdict").equals(expected.drop("verdict"))
    wanted = [
        CONTRACT_WRONG if verdict != "denied" and (number, due) in marks else verdict
        for verdict, number, due in lines
    ]
    assert found["verdict"].to_list() == wanted
