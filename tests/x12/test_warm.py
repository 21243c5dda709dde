"""The files that compile the kernels are clean and reach every kind of value."""

from pathlib import Path

from reclaim.x12.checks import check_batch, finish, partial
from reclaim.x12.reader import read
from reclaim.x12.warm import CLAIM, REMITTANCE, warm


def test_both_files_are_read_to_their_end() -> None:
    assert warm() == REMITTANCE.count("~") + CLAIM.count("~")


def test_the_files_have_no_problem_that_would_hide_a_kernel(tmp_path: Path) -> None:
    paths = [tmp_path / "warm.835", tmp_path / "warm.837"]
    paths[0].write_text(REMITTANCE, "utf-8")
    paths[1].write_text(CLAIM, "utf-8")
    tables = read(paths)
    found = [tables["problems"], check_batch(tables), finish([partial(tables)])]
    assert [code for frame in found for code in frame["code"]] == []
    assert tables["adjustments"]["adjustment_cents"].to_list() == [50, 50]
    assert tables["claim_lines"]["service_end_date"].is_not_null().all()
