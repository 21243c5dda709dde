"""Opens what people have: plain, gzip, or a ZIP archive with one file in it."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from reclaim.errors import ReclaimError

SUFFIXES = (".gz", ".zip", ".json", ".csv", ".txt")
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked while they are read; by its first bytes, not its name.

    Raises:
        ReclaimError: RATE-FILE, when there is no such file, an archive has not exactly one, or
            what is packed is damaged.
    """
    if not path.is_file():
        raise stop(path.name, "there is no such file", "Nothing was imported.", "check the path")
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            if start[:2] == GZIP:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast(BinaryIO, unpacked)
            elif start == ZIP:
                with _only_member(path, raw) as member:
                    yield cast(BinaryIO, member)
            else:
                yield raw
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile):
        what = "the archive is damaged or ends too early"
        raise stop(path.name, what, "What it holds is not known.", "fetch it again") from None


@contextmanager
def opened_text(path: Path) -> Iterator[TextIO]:
    """The file as text in UTF-8; bytes that are not are shown as a question mark in a lozenge."""
    with opened(path) as raw:
        yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")


def stem(path: Path) -> str:
    """The name of a file without what says its form: `harbor` of harbor.json.gz."""
    name = path.name
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def stop(where: str, what: str, why: str, next_step: str) -> ReclaimError:
    """The error about a source that cannot be read at all."""
    return ReclaimError("RATE-FILE", where=where, what=what, why=why, next_step=next_step)


def _only_member(path: Path, raw: BinaryIO) -> "zipfile.ZipExtFile":
    archive = zipfile.ZipFile(raw)
    names = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(names) != 1:
        what = f"the archive holds {len(names)} files"
        raise stop(path.name, what, "Which one is meant is not known.", "unpack it, and name one")
    return cast("zipfile.ZipExtFile", archive.open(names[0]))
