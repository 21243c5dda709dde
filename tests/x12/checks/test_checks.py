"""Whole files: a clean one has no problem, each example has its own, and batches change nothing."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.schema import TABLES
from reclaim.x12.catalogue import catalogue
from reclaim.x12.checks import check_batch, finish, partial
from tests.x12.checks.cases import CLAIMS, REMITTANCE, codes, found
from tests.x12.frames import batches, frames

BY_CHECKS = [
    *("X12-AMOUNT-MISSING", "X12-SET-UNKNOWN", "X12-SEGMENT-UNKNOWN", "X12-SEGMENT-ORPHAN"),
    *("X12-SE-COUNT", "X12-SE-MISSING", "X12-ST-CONTROL"),
    *("X12-GE-COUNT", "X12-GE-MISSING", "X12-GS-CONTROL"),
    *("X12-IEA-COUNT", "X12-IEA-MISSING", "X12-ISA-CONTROL"),
    *("X835-BALANCE-LINE", "X835-BALANCE-CLAIM", "X835-BALANCE-LINES", "X835-BALANCE-TRANSACTION"),
    *("X835-PAYMENT-MISSING", "X835-PATIENT-SHARE", "X835-STATUS-UNKNOWN", "X837-BALANCE-LINES"),
]
BROKEN = (
    REMITTANCE.replace("SE*28", "SE*29")
    .replace("CLP*A18*22*-100", "CLP*A18*22*-99")
    .replace("BPR*I*500", "BPR*I*501")
    .replace("GE*1*7", "GE*2*9")
    .replace("LQ*HE*M20~", "ZZZ*1~")
)


def parts(text: str, *cuts: int) -> pl.DataFrame:
    """The problems of a file that comes in several batches."""
    tables = list(batches(text, *cuts))
    judged = [check_batch(batch) for batch in tables]
    return pl.concat([*judged, finish([partial(batch) for batch in tables])])


@pytest.mark.parametrize("text", [REMITTANCE, CLAIMS], ids=["remittance", "claims"])
def test_a_clean_file_has_no_problem(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("code", BY_CHECKS)
def test_the_example_of_a_code_has_that_problem(code: str) -> None:
    assert code in codes(catalogue()[code].example)


def test_problems_have_the_columns_of_their_table() -> None:
    assert found(BROKEN).schema == TABLES["problems"].polars_schema


@pytest.mark.parametrize("cuts", [(9,), (9, 20), (20, 22, 25, 27, 29)])
def test_a_file_has_the_same_problems_however_it_is_cut_between_claims(
    cuts: tuple[int, ...],
) -> None:
    whole, cut = found(BROKEN), parts(BROKEN, *cuts)
    assert len(whole) == 6
    order = ["segment_number", "code", "element"]
    assert_frame_equal(whole.sort(order), cut.sort(order))


def test_nothing_in_gives_nothing_out() -> None:
    nothing = frames("")
    assert check_batch(nothing).is_empty()
    assert finish([partial(nothing)]).is_empty()
    assert finish([]).is_empty()
    assert check_batch({}).is_empty()
    assert finish([partial({})]).is_empty()


def test_files_are_not_mixed_up() -> None:
    two = [frames(REMITTANCE), frames(BROKEN, file_id="f2")]
    tables = {name: pl.concat([one[name] for one in two]) for name in two[0]}
    problems = pl.concat([check_batch(tables), finish([partial(tables)])])
    assert problems["file_id"].unique().to_list() == ["f2"]
    assert sorted(problems["code"]) == sorted(codes(BROKEN))
