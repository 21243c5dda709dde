"""Judging what is new, and what it touches, gives the rows of judging everything."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.cli.practice import Known, known
from reclaim.engines.local import DERIVED_TABLES, JudgeBy, audit, scan_folder
from reclaim.engines.workspace.auditing import Judged, audit_workspace
from reclaim.engines.workspace.store import Store
from reclaim.pipeline.checking import checked_batches
from reclaim.x12.generate import generate
from tests.engines.audits import remittance
from tests.engines.workspaces import added, new_store

AS_OF = dt.date(2026, 6, 30)
CLAIMS = 120


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice")
    generate(seed=3, claims=CLAIMS).write(folder)
    return folder


def judged(store: Store, own: Known, fingerprint: str = "rules") -> Judged:
    by = JudgeBy(own.book, own.practice, own.contracts)
    return audit_workspace(store, by, fingerprint=fingerprint, as_of=AS_OF)


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in an order that does not depend on when they came."""
    sortable = [name for name, kind in rows.schema.items() if not isinstance(kind, pl.List)]
    return rows.sort(sortable, nulls_last=True)


def assert_same(store: Store, folder: Path) -> None:
    for name in DERIVED_TABLES:
        mine = in_order(store.scan(name).collect())
        theirs = in_order(scan_folder(folder)(name).collect())
        try:
            assert_frame_equal(mine, theirs)
        except AssertionError as error:
            raise AssertionError(name) from error


def x12_files(folder: Path) -> list[Path]:
    ends = {".835", ".837", ".277ca", ".277", ".999", ".271"}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in ends)


def one_shot(paths: Sequence[Path], folder: Path, own: Known) -> None:
    audit(
        checked_batches(paths),
        folder,
        as_of=AS_OF,
        book=own.book,
        practice=own.practice,
        contracts=own.contracts,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_in_any_order_give_the_rows_of_the_whole(
    tmp_path: Path, practice: Path, seed: int
) -> None:
    own = known(practice)
    paths = x12_files(practice)
    one_shot(paths, tmp_path / "whole", own)
    shuffled = np.random.default_rng(seed).permutation(len(paths))
    store = new_store(tmp_path / "workspace")
    for part in np.array_split(shuffled, 3):
        added(store, *(paths[number] for number in part))
        judged(store, own)
    assert_same(store, tmp_path / "whole")


JO, AL = "NM1*QC*1*DOE*JO****MI*M1~", "NM1*QC*1*ROE*AL****MI*M2~"
CUTS = "CAS*CO*45*30~CAS*PR*3*10~"
PAID = f"CLP*A1*1*100*60*10*12*ICN1~{JO}SVC*HC:99213*100*60~{CUTS}"
BACK = f"CLP*A1*22*-100*-60**12*ICN1~{JO}SVC*HC:99213*-100*-60~CAS*CO*45*-30~CAS*PR*3*-10~"
AGAIN = f"CLP*A1*1*100*0**12*ICN1A~{JO}REF*F8*ICN1~SVC*HC:99213*100*0~CAS*CO*29*100~"
OTHER = f"CLP*B1*1*80*0**12*ICN2~{AL}SVC*HC:99213*80*0~CAS*CO*197*80~"


def write(folder: Path, name: str, *claims: str, trace: str, day: str) -> Path:
    path = folder / name
    path.write_text(remittance(*claims, trace=trace, day=day))
    return path


def test_a_reversal_opens_its_claim_again_and_no_other(tmp_path: Path) -> None:
    own = known(None)
    first = write(tmp_path, "1.835", PAID, OTHER, trace="T1", day="20260105")
    then = write(tmp_path, "2.835", BACK, AGAIN, trace="T2", day="20260205")
    store = new_store(tmp_path / "workspace")
    added(store, first)
    assert judged(store, own) == Judged(files=1, claims=2)
    added(store, then)
    assert judged(store, own) == Judged(files=1, claims=3), "the reversed claim with its two"
    states = store.scan("claim_states").collect()["state"].sort().to_list()
    assert states == ["correction", "original", "reversal", "reversed"]
    one_shot([first, then], tmp_path / "whole", own)
    assert_same(store, tmp_path / "whole")


def test_nothing_new_judges_nothing_and_ranks_for_the_day(tmp_path: Path) -> None:
    own = known(None)
    store = new_store(tmp_path / "workspace")
    added(store, write(tmp_path, "1.835", AGAIN, OTHER, trace="T1", day="20260105"))
    judged(store, own)
    before = in_order(store.scan("findings").collect())
    assert judged(store, own) == Judged(files=0, claims=0)
    assert_frame_equal(in_order(store.scan("findings").collect()), before)


def test_other_rules_judge_everything_again(tmp_path: Path) -> None:
    own = known(None)
    store = new_store(tmp_path / "workspace")
    added(store, write(tmp_path, "1.835", PAID, OTHER, trace="T1", day="20260105"))
    judged(store, own)
    assert judged(store, own, "other rules") == Judged(files=0, claims=2)


def test_a_workspace_without_files_has_nothing_to_judge(tmp_path: Path) -> None:
    store = new_store(tmp_path / "workspace")
    assert judged(store, known(None)) == Judged(files=0, claims=0)
    assert store.scan("findings").collect().is_empty()


def test_marked_variances_hold_in_parts_as_in_the_whole(tmp_path: Path, practice: Path) -> None:
    own, paths = known(practice), x12_files(practice)
    one_shot(paths, tmp_path / "before", own)
    off = pl.col("verdict").is_in(["underpaid", "overpaid"])
    rows = scan_folder(tmp_path / "before")("expected_lines").filter(off).collect()
    assert rows.height > 1
    marks = rows.head(rows.height // 2 + 1).select(
        "patient_control_number",
        "line_number",
        "contract",
        code="procedure_code",
        expected="expected_cents",
        allowed="allowed_cents",
        row=pl.int_range(2, pl.len() + 2),
        on=pl.lit(AS_OF),
    )
    marking = replace(own, practice=replace(own.practice, variances=marks))
    one_shot(paths, tmp_path / "whole", marking)
    store = new_store(tmp_path / "workspace")
    added(store, *paths[::2])
    judged(store, own)
    added(store, *paths[1::2])
    judged(store, marking, "marked")
    assert_same(store, tmp_path / "whole")
    found = store.scan("findings").collect()
    assert "correct_contract" in found["action"].to_list()
