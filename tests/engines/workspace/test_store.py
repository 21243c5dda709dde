"""What is complete is read; rows are replaced together, or not at all."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.engines.workspace import parts, publishing
from reclaim.engines.workspace.audits import last_audit, new_files_since, record_audit
from reclaim.engines.workspace.store import Change, Store
from reclaim.errors import ReclaimError
from reclaim.schema import TABLES
from tests.engines.workspaces import (
    added,
    claims_of,
    loose_files,
    new_store,
    remit_file,
    reopened,
)

AS_OF = dt.date(2026, 2, 3)


def facts(*rows: tuple[str | None, str]) -> pl.DataFrame:
    """Rows of table `facts`: claim and fact; the rest is null."""
    given = pl.DataFrame(rows, schema=["claim_id", "fact"], orient="row")
    return pl.concat([TABLES["facts"].empty(), given], how="diagonal")


def keys(*claims: str | None) -> pl.DataFrame:
    return pl.DataFrame({"claim_id": claims}, schema={"claim_id": pl.String})


def stored(store: Store) -> list[tuple[str | None, str]]:
    return store.scan("facts").select("claim_id", "fact").collect().sort("fact").rows()


def replaced(store: Store, rows: pl.DataFrame, of: pl.DataFrame | None) -> None:
    with record_audit(store, as_of=AS_OF, files=0, claims=0) as change:
        change.replace("facts", rows, of=of)


def test_rows_take_the_place_of_those_with_the_same_key(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    replaced(store, facts(("c1", "a"), ("c2", "b"), (None, "c")), None)
    replaced(store, facts(("c1", "d"), ("c3", "e")), keys("c1", "c3"))
    assert stored(store) == [("c2", "b"), (None, "c"), ("c1", "d"), ("c3", "e")]
    replaced(store, facts(), keys(None))
    assert stored(reopened(tmp_path)) == [("c2", "b"), ("c1", "d"), ("c3", "e")]
    replaced(store, facts(("c9", "z")), None)
    assert stored(store) == [("c9", "z")]


def test_files_without_the_key_are_left_alone(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    replaced(store, facts(("c1", "a")), keys("c1"))
    replaced(store, facts(("c2", "b")), keys("c2"))
    before = set(store.files("facts"))
    replaced(store, facts(("c2", "c")), keys("c2"))
    assert len(before & set(store.files("facts"))) == 1


def test_a_version_can_be_read_again(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    replaced(store, facts(("c1", "a")), None)
    pinned = store.versions["facts"]
    replaced(store, facts(("c1", "b")), None)
    assert store.scan("facts", version=pinned).collect()["fact"].to_list() == ["a"]
    assert store.scan("facts").collect()["fact"].to_list() == ["b"]


def test_what_was_replaced_long_ago_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path / "w")
    added(store, remit_file(tmp_path / "a.835", "A1"))
    replaced(store, facts(("c1", "a")), None)
    replaced(store, facts(("c1", "b")), None)
    assert len(loose_files(store)) == 1, "kept for who asks by its version"
    monkeypatch.setattr(publishing, "KEPT_HOURS", 0)
    replaced(store, facts(("c1", "c")), None)
    assert loose_files(store) == []
    assert stored(store) == [("c1", "c")]
    assert claims_of(store) == ["A1"]


def test_what_fails_on_the_way_changes_nothing(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    replaced(store, facts(("c1", "a")), None)

    def fails(change: Change) -> None:
        change.replace("facts", facts(("c1", "b")), of=None)
        raise RuntimeError("the audit failed")

    with pytest.raises(RuntimeError), record_audit(store, as_of=AS_OF, files=0, claims=0) as change:
        fails(change)
    assert stored(reopened(tmp_path)) == [("c1", "a")]
    assert loose_files(reopened(tmp_path)) == []


def test_of_two_audits_at_once_the_later_changes_nothing(tmp_path: Path) -> None:
    first, second = new_store(tmp_path), reopened(tmp_path)
    replaced(first, facts(("c1", "early")), None)
    with pytest.raises(ReclaimError, match="WORKSPACE-CHANGED"):
        replaced(second, facts(("c1", "late")), None)
    assert stored(reopened(tmp_path)) == [("c1", "early")]
    assert loose_files(reopened(tmp_path)) == []


def test_an_audit_is_recorded_with_what_it_saw(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    assert last_audit(store) is None
    added(store, remit_file(tmp_path / "a.835", "A1"))
    seen = store.scan("files").collect()["file_id"].to_list()
    assert new_files_since(store, None)["file_id"].to_list() == seen
    with record_audit(store, as_of=AS_OF, files=1, claims=1, rules_sha256="r"):
        added(reopened(tmp_path / "w"), remit_file(tmp_path / "b.835", "A2"))
    audit = last_audit(store)
    assert audit is not None
    assert (audit.as_of, audit.ingest, audit.files, audit.claims) == (AS_OF, 1, 1, 1)
    assert audit.inputs["files"] == 1
    late = new_files_since(store, audit)["file_id"].to_list()
    assert len(late) == 1
    assert set(late).isdisjoint(seen)


def test_a_file_that_another_process_brought_first_counts_once(tmp_path: Path) -> None:
    """Both read it before either had brought it; the second brings the rest of its files."""
    both = remit_file(tmp_path / "both.835", "A1")
    first, second = new_store(tmp_path / "w"), reopened(tmp_path / "w")
    added(first, both, remit_file(tmp_path / "one.835", "A2"))
    added(second, both, remit_file(tmp_path / "two.835", "A3"))
    assert claims_of(second) == ["A1", "A2", "A3"]
    assert second.scan("files").collect().height == 3
    assert second.scan("ingests").collect().height == 3
    assert loose_files(second) == []


def test_two_processes_at_once_bring_everything_once(tmp_path: Path) -> None:
    for number in range(6):
        remit_file(tmp_path / "given" / f"{number}.835", f"A{number}")
    new_store(tmp_path / "w")
    command = [sys.executable, "-m", "reclaim", "ingest", "--workspace", str(tmp_path / "w")]
    running = [
        subprocess.Popen([*command, str(tmp_path / "given")], stdout=subprocess.PIPE)  # noqa: S603  our own command
        for _ in range(2)
    ]
    assert [(process.communicate(), process.returncode)[1] for process in running] == [0, 0]
    store = reopened(tmp_path / "w")
    assert claims_of(store) == [f"A{number}" for number in range(6)]
    assert loose_files(store) == []


def test_large_tables_are_few_files_of_bounded_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "GROUP_ROWS", 10)
    monkeypatch.setattr(parts, "PART_BYTES", 3_000)
    store = new_store(tmp_path)
    rows = [(f"c{number}", f"f{number:04}") for number in range(100)]
    replaced(store, facts(*rows), None)
    with record_audit(store, as_of=AS_OF, files=0, claims=0) as change:
        change.append("facts", [facts((f"d{number}", "g")) for number in range(25)])
    assert len(store.files("facts")) > 1
    assert store.scan("facts").collect().height == 125


def test_a_workspace_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    new_store(tmp_path)
    head = tmp_path / "tables" / ".reclaim" / "head.json"
    newer = head.read_text("utf-8").replace('"form": 1', '"form": 2')
    head.write_text(newer, "utf-8")
    with pytest.raises(ReclaimError, match="WORKSPACE-NEWER"):
        reopened(tmp_path)
    assert head.read_text("utf-8") == newer


def test_a_table_that_a_newer_version_declares_is_made_when_it_is_missing(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    head = tmp_path / "tables" / ".reclaim" / "head.json"
    lines = [line for line in head.read_text("utf-8").splitlines() if '"facts"' not in line]
    head.write_text("\n".join(lines), "utf-8")
    assert "facts" in reopened(tmp_path).versions
    assert_frame_equal(store.scan("facts").collect(), TABLES["facts"].empty())
