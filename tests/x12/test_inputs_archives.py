"""Archives are read through, and every file that was opened is closed (a leak is an error here)."""

import gzip
import io
import zipfile
from pathlib import Path

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
