"""Archives are read through, and every file that was opened is closed (a leak is an error here)."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from reclaim.errors import UsageError
from reclaim.x12.inputs import BadInput, Input, inputs


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def contents(path: Path) -> dict[str, bytes]:
    found = {}
    for given in inputs([path]):
        assert isinstance(given, Input)
        with given.open() as stream:
            found[given.name.partition("!")[2]] = stream.read()
    return found


def test_members_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(zipped(b=b"ISA2", a=b"ISA1"))
    assert contents(path) == {"a": b"ISA1", "b": b"ISA2"}


def test_gzip_in_a_zip_and_a_zip_in_a_gzip(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(zipped(inner=gzip.compress(b"ISA1"), nested=zipped(a=b"ISA2")))
    assert contents(path) == {"inner": b"ISA1", "nested!a": b"ISA2"}
    packed = tmp_path / "in.gz"
    packed.write_bytes(gzip.compress(zipped(a=b"ISA3")))
    assert contents(packed) == {"a": b"ISA3"}


def test_a_broken_archive_is_told_and_closed(tmp_path: Path) -> None:
    for content in (b"PK\x03\x04 and no more", gzip.compress(b"ISA" * 100)[:12]):
        path = tmp_path / "broken"
        path.write_bytes(content)
        (given,) = inputs([path])
        assert isinstance(given, BadInput)
        assert given.code == "FILE-UNREADABLE"


def test_one_member_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "oh! in.zip"
    nested = zipped(a=b"ISA2", c=b"ISA3")
    path.write_bytes(zipped(**{"a": b"ISA1", "nested": nested, "list.csv": b"a,b", "ab": b"ISA4"}))
    assert contents(Path(f"{path}!a")) == {" in.zip!a": b"ISA1"}
    assert contents(Path(f"{path}!nested!c")) == {" in.zip!nested!c": b"ISA3"}
    assert list(contents(Path(f"{path}!nested"))) == [" in.zip!nested!a", " in.zip!nested!c"]
    assert contents(Path(f"{path}!list.csv")) == {" in.zip!list.csv": b"a,b"}
    packed = tmp_path / "in.gz"
    packed.write_bytes(gzip.compress(zipped(a=b"ISA5")))
    assert contents(Path(f"{packed}!a")) == {"a": b"ISA5"}


def test_a_file_whose_name_has_the_mark_is_itself(tmp_path: Path) -> None:
    (tmp_path / "in.zip").write_bytes(zipped(a=b"ISA1"))
    (tmp_path / "in.zip!a").write_bytes(b"ISA2")
    assert contents(tmp_path / "in.zip!a") == {"a": b"ISA2"}


def test_a_member_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(zipped(a=b"ISA1"))
    plain = tmp_path / "plain.835"
    plain.write_bytes(b"ISA1")
    for missing in (f"{path}!b", f"{path}!a!b", f"{path}!", f"{plain}!a"):
        with pytest.raises(UsageError, match=r"no such member") as stop:
            list(inputs([missing]))
        assert stop.value.where == missing
        assert f"reclaim show {missing.partition('!')[0]}" in stop.value.next_step


def test_a_member_of_a_broken_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    (given,) = inputs([f"{path}!a"])
    assert isinstance(given, BadInput)
    assert given.name == str(path)
