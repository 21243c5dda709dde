"""Which of the given inputs are new: a file is known by its content, not by its name."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from reclaim.x12.inputs import BadInput, Input, Opener
from reclaim.x12.reader import READ_ERRORS

BLOCK_BYTES = 1_048_576
SMALL_BYTES = 4_194_304
"""A file up to this size is kept from the first look at it until it is read."""

ID_DIGITS = 16
"""A file_id is so many hex digits of the SHA-256 of the file's bytes."""


@dataclass
class Sorter:
    """Lets inputs pass that are not known yet.

    `seen` has the SHA-256 and the size of each file that could be read, by its file_id.
    """

    known: frozenset[str]
    known_again: int = 0
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)

    def new(self, given: Iterable[Input | BadInput]) -> Iterator[Input | BadInput]:
        """The inputs in order, without those whose bytes the workspace has.

        What cannot be opened passes: the reader says what is wrong with it.
        """
        for found in given:
            if isinstance(found, BadInput):
                yield found
                continue
            try:
                seen = _look(found.open)
            except READ_ERRORS:
                yield found
                continue
            self.seen[seen.digest[:ID_DIGITS]] = seen.digest, seen.size
            if seen.digest[:ID_DIGITS] in self.known:
                self.known_again += 1
            else:
                yield Input(found.name, _reopener(found.open, seen), found.size)


@dataclass(frozen=True)
class _Seen:
    """What a first look at a file shows: `content` has its bytes when they are few."""

    digest: str
    size: int
    content: bytes | None


def _look(opener: Opener) -> _Seen:
    digest, size, kept = hashlib.sha256(), 0, []
    with opener() as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            if size <= SMALL_BYTES:
                kept.append(block)
    return _Seen(digest.hexdigest(), size, b"".join(kept) if size <= SMALL_BYTES else None)


def _reopener(opener: Opener, seen: _Seen) -> Opener:
    """Opens the bytes that were looked at, and fails when they are others by now."""
    return _Same(opener, seen.digest) if seen.content is None else _Once(opener, seen.content)


@dataclass
class _Once:
    """Opens the bytes that are still at hand the first time, and the file itself after that."""

    opener: Opener
    content: bytes | None

    def __call__(self) -> BinaryIO:
        content, self.content = self.content, None
        return self.opener() if content is None else io.BytesIO(content)


@dataclass
class _Same:
    """Opens a file so that its end can only be read when it has not changed since."""

    opener: Opener
    digest: str

    def __call__(self) -> BinaryIO:
        return cast(BinaryIO, _Watched(self.opener(), self.digest))


class _Watched(io.RawIOBase):
    """A stream that fails at its end when its bytes are not those that were seen before."""

    def __init__(self, stream: BinaryIO, digest: str) -> None:
        self._stream = stream
        self._digest = digest
        self._read = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        block = self._stream.read(size)
        self._read.update(block)
        if not block and size != 0 and self._read.hexdigest() != self._digest:
            raise OSError("the file has changed while it was read")
        return block

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()
