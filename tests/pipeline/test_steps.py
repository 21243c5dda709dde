"""The steps of an audit say what they read and write, and by what their input may be split."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.pipeline.steps import AUDIT_STEPS, TO_JUDGE, TO_SETTLE, WAITING, Step, run_steps
from reclaim.rules.rulebook import SHIPPED
from reclaim.schema import TABLES
from tests.frames import Claim, Line, tables

CLAIMS = [
    Claim(500_00, 300_00, [Line(500_00, 300_00, [("CO", "45", 120_00), ("PR", "1", 80_00)])]),
    Claim(100_00, 0, [Line(100_00, 0, [("CO", "29", 100_00)])]),
    Claim(200_00, 150_00, [], [("PR", "3", 20_00)]),
]


WITH_CONTRACTS = replace(SHIPPED, contracts=True)


@pytest.mark.parametrize("step", AUDIT_STEPS, ids=lambda step: str(step.name))
def test_a_step_reads_and_writes_declared_tables(step: Step) -> None:
    assert set(step.reads) <= set(TABLES)
    written = step.kernel(tables(CLAIMS), WITH_CONTRACTS)
    assert set(written) == set(step.writes)
    declared = {"dispositions": TABLES["dispositions"].polars_schema, **WAITING}
    for name in declared.keys() & written.keys():
        assert written[name].schema == declared[name]


def test_without_contracts_no_price_cut_waits_for_one() -> None:
    without, with_them = (run_steps(tables(CLAIMS), b) for b in (SHIPPED, WITH_CONTRACTS))
    assert set(WAITING) & set(without) == {TO_JUDGE}
    waiting = with_them[TO_SETTLE]
    assert waiting.select("carc", "amount_cents").rows() == [("45", 120_00)]
    both = pl.concat([with_them["dispositions"], waiting])
    assert_frame_equal(both, without["dispositions"], check_row_order=False)


def test_a_step_reads_nothing_but_what_it_says() -> None:
    for step in AUDIT_STEPS:
        read = {name: frame for name, frame in tables(CLAIMS).items() if name in step.reads}
        everything = step.kernel(tables(CLAIMS), SHIPPED)
        for name, frame in step.kernel(read, SHIPPED).items():
            assert_frame_equal(frame, everything[name], check_row_order=False)


def test_steps_add_their_table_and_leave_the_others() -> None:
    given = tables(CLAIMS)
    out = run_steps(given, WITH_CONTRACTS)
    assert out.keys() == {*given, *(name for step in AUDIT_STEPS for name in step.writes)}
    assert all(out[name] is frame for name, frame in given.items())
    assert _placed(out)["amount_cents"].sum() == 800_00


def test_a_batch_that_lacks_what_a_step_reads_is_left_as_it_is() -> None:
    last = {"files": TABLES["files"].empty(), "problems": TABLES["problems"].empty()}
    assert run_steps(last, SHIPPED) == last


def test_claims_apart_give_what_claims_together_give() -> None:
    together = _placed(run_steps(tables(CLAIMS), SHIPPED))
    apart = [_placed(run_steps(_only(tables(CLAIMS), number), SHIPPED)) for number in _claims()]
    assert_frame_equal(pl.concat(apart), together, check_row_order=False)


def _placed(out: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    waiting = [out[name] for name in (TO_JUDGE, TO_SETTLE) if name in out]
    return pl.concat([out["dispositions"], *waiting])


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
