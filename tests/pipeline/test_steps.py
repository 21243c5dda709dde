"""The steps of an audit say what they read and write, and by what their input may be split."""

from collections.abc import Sequence

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.pipeline.steps import AUDIT_STEPS, Step, run_steps
from reclaim.schema import TABLES
from tests.frames import Claim, Line, tables

CLAIMS = [
    Claim(500_00, 300_00, [Line(500_00, 300_00, [("CO", "45", 120_00), ("PR", "1", 80_00)])]),
    Claim(100_00, 0, [Line(100_00, 0, [("CO", "29", 100_00)])]),
    Claim(200_00, 150_00, [], [("PR", "3", 20_00)]),
]


@pytest.mark.parametrize("step", AUDIT_STEPS, ids=lambda step: str(step.name))
def test_a_step_reads_and_writes_declared_tables(step: Step) -> None:
    assert {*step.reads, step.writes} <= set(TABLES)
    read = tables(CLAIMS)
    assert step.kernel(read).schema == TABLES[step.writes].polars_schema


def test_a_step_reads_nothing_but_what_it_says() -> None:
    for step in AUDIT_STEPS:
        read = {name: frame for name, frame in tables(CLAIMS).items() if name in step.reads}
        assert_frame_equal(step.kernel(read), step.kernel(tables(CLAIMS)))


def test_steps_add_their_table_and_leave_the_others() -> None:
    given = tables(CLAIMS)
    out = run_steps(given)
    assert out.keys() == {*given, "dispositions"}
    assert all(out[name] is frame for name, frame in given.items())
    assert out["dispositions"]["amount_cents"].sum() == 800_00


def test_a_batch_that_lacks_what_a_step_reads_is_left_as_it_is() -> None:
    last = {"files": TABLES["files"].empty(), "problems": TABLES["problems"].empty()}
    assert run_steps(last) == last


def test_claims_apart_give_what_claims_together_give() -> None:
    together = run_steps(tables(CLAIMS))["dispositions"]
    apart = [run_steps(_only(tables(CLAIMS), number))["dispositions"] for number in _claims()]
    assert_frame_equal(pl.concat(apart), together)


def _claims() -> Sequence[int]:
    return tables(CLAIMS)["remit_claims"]["segment_number"].to_list()


def _only(given: dict[str, pl.DataFrame], claim: int) -> dict[str, pl.DataFrame]:
    """The rows of one claim."""
    return {
        name: frame.filter(
            pl.col("segment_number" if name == "remit_claims" else "claim_segment") == claim
        )
        for name, frame in given.items()
    }
