"""No content makes a check raise, and none shows a person: segments in any order, with any text."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.audit.code_checks import CodeLists, check_codes
from reclaim.codes import carcs, groups, rarcs
from reclaim.schema import TABLES
from reclaim.x12.catalogue import catalogue
from reclaim.x12.checks import check_batch, finish, partial
from reclaim.x12.problems import render
from reclaim.x12.writer import Delimiters
from tests.x12.checks.cases import CLAIMS, REMITTANCE
from tests.x12.frames import frames

SHIPPED = CodeLists(groups(), carcs(), rarcs())
SEGMENTS = [segment.strip() for segment in (REMITTANCE + CLAIMS).split("~") if segment.strip()]
ODD = st.text("*:A1-. é\x00", max_size=12)
ANY_SEGMENT = st.sampled_from(SEGMENTS) | ODD
BROKEN_SEGMENT = st.builds(
    lambda segment, at, text: segment[:at] + text + segment[at:],
    st.sampled_from(SEGMENTS).filter(lambda segment: not segment.startswith("BPR")),
    st.integers(0, 20),
    st.sampled_from(["*", "**", "-", ".", "9" * 18, "X"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ANY_SEGMENT | BROKEN_SEGMENT, max_size=25))
def test_any_segments_give_rows_that_can_be_shown(segments: list[str]) -> None:
    tables = frames("~".join(segments))
    problems = pl.concat(
        [check_batch(tables), check_codes(tables, SHIPPED), finish([partial(tables)])]
    )
    assert problems.schema == TABLES["problems"].polars_schema
    assert problems["detail"].null_count() == 0
    texts = dict(tables["segments"].select("segment_number", "text").iter_rows())
    for row in problems.iter_rows(named=True):
        assert row["severity"] == catalogue()[row["code"]].severity
        shown = render(row, texts[row["segment_number"]], Delimiters(), "f.835")
        assert "JANE" not in shown
        assert "W123" not in shown


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SEGMENTS) - 1), st.sampled_from(["drop", "repeat"]))
def test_no_problem_is_told_twice(at: int, change: str) -> None:
    repeated = SEGMENTS[at : at + 1] * (2 if change == "repeat" else 0)
    tables = frames("~".join([*SEGMENTS[:at], *repeated, *SEGMENTS[at + 1 :]]))
    problems = pl.concat([check_batch(tables), finish([partial(tables)])])
    key = ["file_id", "segment_number", "code", "element"]
    assert problems.select(key).is_unique().all()
