"""What is given that cannot be read is one problem row, and nothing else is lost by it."""

import gzip
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reclaim.errors import UsageError
from reclaim.x12.reader import read
from tests.x12.reading import Tables, problem_codes, read_files, sample

GOOD = sample("835_everything.x12")


def _zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _claims(tables: Tables) -> int:
    return tables["remit_claims"].height


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "X12-EMPTY"),
        (b" \r\n\t\0\x1a", "X12-EMPTY"),
        (b"Dear payer, please find enclosed", "X12-NOT-X12"),
        ("Zahlungsübersicht".encode("latin-1"), "X12-NOT-X12"),
        ("Zahlungsübersicht".encode("utf-16"), "X12-NOT-X12"),
        (b"UNA:+.? 'UNB+UNOA:1+A+B'", "X12-NOT-X12"),
        (bytes(range(256)) * 40, "X12-BINARY"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "X12-BINARY"),
        (GOOD[:60], "X12-ISA-TRUNCATED"),
        (GOOD[:3], "X12-ISA-TRUNCATED"),
        (GOOD[:103], "X12-ISA-TRUNCATED"),
    ],
)
def test_one_problem_and_the_other_files_are_read(content: bytes, code: str) -> None:
    tables = read_files({"before": GOOD, "bad": content, "after": sample("835_4010.x12")})
    assert problem_codes(tables) == [code]
    bad = tables["files"].filter(path="bad").row(0, named=True)
    assert (bad["segments"], bad["bytes"]) == (0, len(content))
    assert tables["problems"]["file_id"].to_list() == [bad["file_id"]]
    assert _claims(tables) == 6


def test_folders_globs_and_files_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one.835").write_bytes(GOOD)
    (tmp_path / "a" / "b" / "two.txt").write_bytes(sample("835_4010.x12"))
    (tmp_path / "a" / ".hidden").write_bytes(b"not read")
    (tmp_path / "a" / "list.csv").write_bytes(b"not,read")
    by_folder = read([tmp_path])
    assert _claims(by_folder) == 6
    assert problem_codes(by_folder) == []
    assert read([f"{tmp_path}/a/*.835", f"{tmp_path}/**/two*"])["files"].equals(
        by_folder["files"].sort("path", descending=True)
    )
    assert read([tmp_path / "a" / "list.csv"])["problems"]["code"].to_list() == ["X12-NOT-X12"]


def test_a_path_that_names_nothing_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read([tmp_path / "no-such-file"])
    with pytest.raises(UsageError):
        read([f"{tmp_path}/*.835"])


def test_the_same_bytes_twice_are_read_once_and_told(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(GOOD)
    tables = read([tmp_path, tmp_path / "a"])
    assert _claims(tables) == 5
    assert tables["files"].select("path", "copies").rows() == [(str(tmp_path / "a"), 4)]
    assert problem_codes(tables) == ["FILE-DUPLICATE"] * 3


def test_members_of_archives(tmp_path: Path) -> None:
    (tmp_path / "in.zip").write_bytes(
        _zipped(
            one=GOOD,
            two=gzip.compress(sample("835_4010.x12")),
            three=_zipped(inner=sample("837i.x12")),
        )
    )
    (tmp_path / "alone.gz").write_bytes(gzip.compress(sample("837d.x12")))
    tables = read([tmp_path])
    names = [path.removeprefix(f"{tmp_path}/") for path in tables["files"]["path"]]
    assert sorted(names) == ["alone.gz", "in.zip!one", "in.zip!three!inner", "in.zip!two"]
    assert _claims(tables) == 6
    assert tables["claims"].height == 2


def test_archives_that_cannot_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(GOOD)[:-20])
    (tmp_path / "cut.zip").write_bytes(_zipped(one=sample("837i.x12"))[:-30])
    damaged = bytearray(_zipped(one=sample("837d.x12")))
    damaged[60] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(damaged)
    locked = bytearray(_zipped(one=sample("271.x12")))
    for at in (locked.index(b"PK\x03\x04") + 6, locked.index(b"PK\x01\x02") + 8):
        locked[at] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    (tmp_path / "good.835").write_bytes(GOOD)
    tables = read([tmp_path])
    assert problem_codes(tables) == ["FILE-ENCRYPTED", *["FILE-UNREADABLE"] * 3]
    assert _claims(tables) == 5


def test_archives_nested_without_end(tmp_path: Path) -> None:
    packed = GOOD
    for _ in range(6):
        packed = gzip.compress(packed)
    (tmp_path / "deep.gz").write_bytes(packed)
    assert problem_codes(read([tmp_path])) == ["FILE-TOO-DEEP"]


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its permissions, as far as the user who runs the tests is bound by any."""
    locked = tmp_path / "locked.835"
    locked.write_bytes(GOOD)
    (tmp_path / "open.835").write_bytes(sample("835_4010.x12"))
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        opened = Path.open

        def refusing(path: Path, *how: Any) -> Any:  # noqa: ANN401 - it stands in for Path.open
            if path == locked:
                raise PermissionError(13, "Permission denied")
            return opened(path, *how)

        monkeypatch.setattr(Path, "open", refusing)
    tables = read([tmp_path])
    assert problem_codes(tables) == ["FILE-UNREADABLE"]
    assert _claims(tables) == 1


def test_what_was_wrong_names_no_content(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(GOOD)[:-20])
    row = read([tmp_path])["problems"].row(0, named=True)
    assert row["value"] == str(tmp_path / "cut.gz")
    assert "TESTWELL" not in str(row)
