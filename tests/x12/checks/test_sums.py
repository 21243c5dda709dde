"""Sums below a claim or line are exact, and found by place in any order of files."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.x12.checks.sums import Below

FILES = st.sampled_from(["a", "b", "c"])
NUMBERS = st.integers(1, 4)
CENTS = st.none() | st.sampled_from([-(2**63), 2**63 - 1, 0, 1, -1]) | st.integers(-500, 500)
ABOVE = st.lists(st.tuples(FILES, NUMBERS), max_size=8, unique=True)
ROWS = st.lists(st.tuples(FILES, st.none() | NUMBERS, CENTS), max_size=12)


def below(above: list[tuple[str, int]], rows: list[tuple[str, int | None, int | None]]) -> Below:
    return Below(
        pl.DataFrame(above, {"file_id": pl.String, "segment_number": pl.Int64}, orient="row"),
        pl.DataFrame(
            rows,
            {"file_id": pl.String, "line_segment": pl.Int64, "cents": pl.Int64},
            orient="row",
        ),
        "line_segment",
    )


@given(ABOVE, ROWS)
def test_sums_are_those_of_plain_python(
    above: list[tuple[str, int]], rows: list[tuple[str, int | None, int | None]]
) -> None:
    found = below(above, rows)
    under = [[cents for file, at, cents in rows if (file, at) == key] for key in above]
    assert found.cents("cents").to_list() == [sum(c or 0 for c in cents) for cents in under]
    assert found.count().to_list() == [len(cents) for cents in under]
    assert found.nulls("cents").to_list() == [cents.count(None) for cents in under]


def test_only_some_rows_are_counted_on_request() -> None:
    found = below([("a", 1)], [("a", 1, 5), ("a", 1, 7)])
    chosen = (found.rows["cents"] == 7).to_numpy()
    assert found.cents("cents", chosen).to_list() == [7]
    assert found.count(chosen).to_list() == [1]
