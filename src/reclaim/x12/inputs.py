"""Which inputs a user means: files, folders, globs, and the members of zip and gzip archives."""

import glob
import gzip
import io
import shlex
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from reclaim.errors import UsageError

OTHER_SUFFIXES = frozenset(
    {".csv", ".tsv", ".xlsx", ".xls", ".yaml", ".yml", ".json", ".parquet", ".pdf", ".html"}
    | {".htm", ".md", ".py", ".docx", ".log", ".png", ".db"}
)
"""What a folder may hold beside X12; left aside unless it is named itself."""

MEMBER = "!"
"""Stands between an archive and what is in it: `claims.zip!remit.835`."""

DEEPEST = 3
"""Archives inside archives are opened this far down."""

Opener = Callable[[], BinaryIO]
Wanted = Callable[[str], bool]
"""Whether a member of an archive is to be opened, by its full name."""


@dataclass(frozen=True)
class Input:
    """One stream of bytes: a file, or a member of an archive (`claims.zip!remit.835`)."""

    name: str
    open: Opener
    size: int


@dataclass(frozen=True)
class BadInput:
    """An input that cannot be opened, and why."""

    name: str
    code: str
    why: str


def inputs(paths: Iterable[str | Path]) -> Iterator[Input | BadInput]:
    """Each input under the paths, in a fixed order; hidden files are left out.

    A path such as `claims.zip!remit.835` means that member of the archive, or what is in it when
    it is an archive itself.

    Raises:
        UsageError: when a path names nothing.
    """
    for path in paths:
        archive = _archive_of(str(path))
        if archive:
            yield from _named_member(archive, str(path)[len(str(archive)) :])
            continue
        for file in _files(Path(path)):
            yield from _of_file(file, _is_x12)


def _archive_of(path: str) -> str:
    """The file in which a path names a member; empty when it names none."""
    if MEMBER not in path or Path(path).exists():
        return ""
    ends = (at for at, mark in enumerate(path) if mark == MEMBER)
    return next((path[:end] for end in ends if Path(path[:end]).is_file()), "")


def _named_member(archive: str, member: str) -> Iterator[Input | BadInput]:
    file = Path(archive)
    asked = f"{file}{member}"

    def wanted(name: str) -> bool:
        above = asked == name or asked.startswith(name + MEMBER)
        return above or (name.startswith(asked + MEMBER) and _is_x12(name))

    found = False
    for given in _of_file(file, wanted):
        if given.name.startswith(asked) or isinstance(given, BadInput):
            found = True
            yield given
    if not found:
        raise UsageError(
            "PATH-MISSING",
            where=asked,
            what="the archive has no such member",
            why=f"{file} can be read, but nothing in it has this name.",
            next_step=f"reclaim show {shlex.quote(str(file))}, which lists what is in it",
        )


def _of_file(file: Path, wanted: Wanted) -> Iterator[Input | BadInput]:
    return _members(str(file), partial(_opened, file), _size(file), 0, wanted)


def _is_x12(name: str) -> bool:
    """Whether something may be X12, by its name."""
    return Path(name).suffix.lower() not in OTHER_SUFFIXES


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(
            file
            for file in path.rglob("*")
            if file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
            and _is_x12(file.name)
        )
    if path.exists():
        return [path]
    found = sorted(Path(name) for name in glob.glob(str(path), recursive=True))  # noqa: PTH207  a pattern may be absolute
    if not found:
        raise UsageError(
            "PATH-MISSING",
            where=str(path),
            what="there is no such file or folder",
            why="Nothing can be read from it.",
            next_step="check the spelling, or quote a pattern: reclaim check 'remits/*.835'",
        )
    return [file for name in found for file in (_files(name) if name.is_dir() else [name])]


def _opened(file: Path) -> BinaryIO:
    return file.open("rb")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _members(
    name: str, opener: Opener, size: int, depth: int, wanted: Wanted
) -> Iterator[Input | BadInput]:
    """An input itself, or what is in it when it is an archive."""
    try:
        with opener() as stream:
            magic = stream.read(4)
    except (OSError, EOFError, zipfile.BadZipFile, RuntimeError) as error:
        yield _bad(name, error)
        return
    if magic[:2] == b"\x1f\x8b":
        yield from _packed(name, depth, lambda: _gunzipped(name, opener, size, depth, wanted))
    elif magic == b"PK\x03\x04":
        yield from _packed(name, depth, lambda: _unzipped(name, opener, depth, wanted))
    else:
        yield Input(name, opener, size)


def _packed(
    name: str, depth: int, members: Callable[[], Iterator[Input | BadInput]]
) -> Iterator[Input | BadInput]:
    if depth >= DEEPEST:
        yield BadInput(name, "FILE-TOO-DEEP", f"an archive inside {DEEPEST} archives")
        return
    try:
        yield from members()
    except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        yield _bad(name, error)


def _gunzipped(
    name: str, opener: Opener, size: int, depth: int, wanted: Wanted
) -> Iterator[Input | BadInput]:
    def unpacked() -> BinaryIO:
        with ExitStack() as opening:
            packed = opening.enter_context(opener())
            stream = cast(IO[bytes], opening.enter_context(gzip.GzipFile(fileobj=packed)))
            return cast(BinaryIO, _Unpacked(stream, opening.pop_all()))

    yield from _members(name, unpacked, size, depth + 1, wanted)


def _unzipped(name: str, opener: Opener, depth: int, wanted: Wanted) -> Iterator[Input | BadInput]:
    with opener() as stream, zipfile.ZipFile(_seekable(stream)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in sorted(entries, key=lambda entry: entry.filename):
        member = f"{name}{MEMBER}{entry.filename}"
        if not wanted(member):
            continue
        if entry.flag_bits & 1:
            yield BadInput(member, "FILE-ENCRYPTED", "the archive asks for a password")
            continue

        def opened(entry: zipfile.ZipInfo = entry) -> BinaryIO:
            with ExitStack() as opening:
                packed = _seekable(opening.enter_context(opener()))
                archive = opening.enter_context(zipfile.ZipFile(packed))
                stream = opening.enter_context(archive.open(entry))
                return cast(BinaryIO, _Unpacked(stream, opening.pop_all()))

        yield from _members(member, opened, entry.file_size, depth + 1, wanted)


class _Unpacked(io.BufferedIOBase):
    """What an archive holds, as a stream that closes the archive with itself."""

    def __init__(self, stream: IO[bytes], opened: ExitStack) -> None:
        self._stream = stream
        self._opened = opened

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def close(self) -> None:
        self._opened.close()
        super().close()


def _seekable(stream: BinaryIO) -> BinaryIO:
    return stream if stream.seekable() else io.BytesIO(stream.read())


def _bad(name: str, error: Exception) -> BadInput:
    """Only the kind of error: its words may hold bytes of the file."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return BadInput(name, "FILE-UNREADABLE", why)
