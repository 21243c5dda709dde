"""Files come into a workspace once, wholly or not at all, and bad ones are set aside."""

import gzip
import hashlib
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pytest

from reclaim.engines.workspace import sorting
from reclaim.x12.inputs import Opener
from tests.engines.workspaces import (
    DAY,
    added,
    assert_rows,
    claims_of,
    loose_files,
    new_store,
    plain_read,
    remit_file,
    reopened,
)


def test_a_workspace_holds_the_rows_of_a_plain_read(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    given = tmp_path / "given"
    for number in ("A1", "A2", "A3"):
        remit_file(given / f"{number}.835", number)
    assert added(store, given).files == 3
    assert_rows(store, plain_read(given))
    assert loose_files(store) == []


def test_a_file_given_twice_or_under_another_name_counts_once(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    first = remit_file(tmp_path / "a.835", "A1")
    added(store, first)
    again = added(store, first, remit_file(tmp_path / "copy" / "b.835", "A1"))
    assert (again.files, again.known) == (0, 2)
    assert claims_of(reopened(tmp_path / "w")) == ["A1"]


def test_a_file_and_its_copy_in_an_archive_count_once(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    first = remit_file(tmp_path / "a.835", "A1")
    packed = tmp_path / "packed"
    packed.mkdir()
    (packed / "a.835.gz").write_bytes(gzip.compress(first.read_bytes()))
    with zipfile.ZipFile(packed / "a.zip", "w") as archive:
        archive.write(first, "deep/a.835")
    assert added(store, packed, first).files == 1
    assert claims_of(store) == ["A1"]


def test_what_is_new_is_added_to_what_is_there(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    given = tmp_path / "given"
    added(store, remit_file(given / "a.835", "A1"))
    remit_file(given / "b.835", "A2")
    done = added(reopened(tmp_path / "w"), given)
    assert (done.files, done.known) == (1, 1)
    store.refresh()
    assert claims_of(store) == ["A1", "A2"]
    numbers = store.scan("ingests").sort("ingest").collect()
    assert numbers["ingest"].to_list() == [1, 2]
    assert numbers["ingested_on"].to_list() == [DAY, DAY]


def test_many_inputs_are_changes_of_a_bounded_size(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    given = tmp_path / "given"
    for number in range(5):
        remit_file(given / f"{number}.835", f"A{number}")
    size = (given / "0.835").stat().st_size
    done = added(store, given, round_bytes=2 * size)
    assert (done.files, store.number) == (5, 3)
    assert_rows(store, plain_read(given))


def test_bad_files_are_set_aside_with_what_is_wrong(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    given = tmp_path / "given"
    remit_file(given / "good.835", "A1")
    bad = {
        "words.txt": b"Dear billing office, nothing was paid.",
        "empty.835": b"",
        "broken.gz": gzip.compress(b"ISA" * 999)[:40],
    }
    for name, content in bad.items():
        (given / name).write_bytes(content)
    done = added(store, given)
    assert (done.files, done.aside) == (1, 3)
    rows = {row["path"].rsplit("/", 1)[-1]: row for row in _aside(store.scan("set_aside"))}
    assert {name: row["code"] for name, row in rows.items()} == {
        "words.txt": "X12-NOT-X12",
        "empty.835": "X12-EMPTY",
        "broken.gz": "FILE-UNREADABLE",
    }
    words = rows["words.txt"]
    assert words["sha256"] == hashlib.sha256(bad["words.txt"]).hexdigest()
    assert (words["bytes"], words["ingested_on"]) == (len(bad["words.txt"]), DAY)
    assert rows["broken.gz"]["sha256"] is None
    assert claims_of(store) == ["A1"]
    assert store.scan("files").collect().height == 1
    assert store.scan("problems").collect()["file_id"].null_count() == 0


def test_a_bad_file_is_listed_once_however_often_it_is_given(tmp_path: Path) -> None:
    store = new_store(tmp_path / "w")
    bad = tmp_path / "words.835"
    bad.write_text("nothing", "utf-8")
    broken = tmp_path / "broken.gz"
    broken.write_bytes(b"\x1f\x8b broken")
    for _ in range(2):
        assert added(store, bad, broken).aside == 2
    assert store.scan("set_aside").collect().height == 2
    assert loose_files(store) == []


def test_a_large_file_that_changes_while_it_is_read_leaves_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path / "w")
    remit_file(tmp_path / "given" / "good.835", "A2")
    growing = remit_file(tmp_path / "given" / "growing.835", "A1")
    claim = "CLP*A3*1*500*300*80*12*ICN3~CAS*CO*45*120~CAS*PR*1*80~"
    growing.write_text(
        growing.read_text("utf-8").replace("SE*10", claim * 80_000 + "SE*10"), "utf-8"
    )
    reopener = sorting._reopener

    def grows_before_it_is_read_in_pieces(opener: Opener, seen: sorting._Seen) -> Opener:
        opened: list[BinaryIO] = []

        def opens() -> BinaryIO:
            if len(opened) == 1 and seen.content is None:
                growing.write_bytes(growing.read_bytes() + b"ISA*")
            opened.append(opener())
            return opened[-1]

        return reopener(opens, seen)

    monkeypatch.setattr(sorting, "_reopener", grows_before_it_is_read_in_pieces)
    done = added(store, tmp_path / "given")
    assert (done.files, [item["code"] for item in done.set_aside]) == (1, ["FILE-UNREADABLE"])
    assert claims_of(store) == ["A2"]
    assert loose_files(store) == []
    monkeypatch.undo()
    assert added(store, tmp_path / "given").files == 1


def _aside(rows: pl.LazyFrame) -> list[dict[str, Any]]:
    return rows.collect().to_dicts()
