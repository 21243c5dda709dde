"""Files as pieces of whole claims: large ones are cut before a claim, small ones batched."""

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from reclaim.x12.heads import HEAD_BYTES, Head, read_head, unicode_encoding
from reclaim.x12.inputs import Input
from reclaim.x12.kernels.cut import read_isa
from reclaim.x12.loops import CUT_BEFORE

PIECE_BYTES = 4_194_304
"""Large enough to spread the cost of a call, small enough to hold several in memory."""

LONGEST_CLAIM = 16_777_216
"""A file that shows no claim in this many bytes is cut at any segment, or else anywhere.

A claim of 999 lines has some hundred thousand bytes; what is longer is damaged.
"""

HASH_BYTES = 1_048_576
NEAR_BYTES = 65_536
"""Where the last claim of a piece begins is looked for here first."""

NAMES = tuple(name.encode() for name in CUT_BEFORE)
GAP = b" \t\r\n\0"
ISA = re.compile(rb"ISA[^A-Za-z0-9\s\0\x80-\xff]")


@dataclass
class Source:
    """One input file, as it is read: who it is, how it begins, and what has been found out.

    `content` keeps the bytes of a small file until they are cut, so that they are read once.
    """

    input: Input
    file_id: str
    size: int
    head: Head
    encoding: str
    mark: int
    notes: set[str] = field(default_factory=set)
    content: bytes | None = None

    def open(self) -> BinaryIO:
        """The file's bytes from the beginning; a second time they are read anew."""
        content, self.content = self.content, None
        return self.input.open() if content is None else io.BytesIO(content)


@dataclass
class Piece:
    """Some bytes of a file as UTF-8; no claim is split. `offset` counts the file's own bytes.

    `delimiters` are those of elements, components and segments where it begins, then the component
    delimiter that an ISA of the file misstates, and the one that it means.
    """

    source: Source
    data: bytes
    delimiters: tuple[int, int, int, int, int]
    offset: int
    first: bool
    final: bool

    def written(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many bytes of the file stand for the piece's bytes before each place."""
        units: NDArray[np.int64] = places
        wide = self.source.encoding.startswith("utf-16")
        if (wide or self.source.encoding == "latin-1") and not self.data.isascii():
            data = np.frombuffer(self.data, np.uint8)
            units = places - np.searchsorted(np.flatnonzero(data & 0xC0 == 0x80), places)
            if wide:
                units = units + np.searchsorted(np.flatnonzero(data >= 0xF0), places)
        return units * 2 if wide else units


def open_source(given: Input) -> Source:
    """Read a file once for its identity, its size, its head and its encoding.

    Bytes that are not UTF-8 throughout are taken for Latin-1, which every byte is.

    Raises:
        OSError, EOFError, zipfile.BadZipFile, zlib.error: when it cannot be read to its end.
    """
    digest = hashlib.sha256()
    size = 0
    head = b""
    kept: list[bytes] = []
    check: _Decodes | None = None
    with given.open() as stream:
        while block := stream.read(HASH_BYTES):
            digest.update(block)
            size += len(block)
            if len(head) < HEAD_BYTES:
                head += block[: HEAD_BYTES - len(head)]
            check = check or _Decodes(unicode_encoding(block)[0] or "utf-8")
            check.feed(block)
            if size <= PIECE_BYTES:
                kept.append(block)
    encoding, mark = unicode_encoding(head)
    wide = encoding.startswith("utf-16")
    if not check or check.ends_well():
        encoding = encoding or ("utf-8" if check and not check.ascii else "ascii")
    elif not wide:
        encoding = "latin-1"
    if wide:
        head = head[: len(head) - (len(head) - mark) % 2]
    found = read_head(_utf8(head[mark:], encoding), whole=size <= HEAD_BYTES)
    source = Source(given, digest.hexdigest()[:16], size, found, encoding or "ascii", mark)
    source.notes.update(found.notes)
    if size <= PIECE_BYTES and not found.code:
        source.content = b"".join(kept)
    if encoding == "latin-1" or wide:
        source.notes.add("X12-ENCODING")
    return source


class _Decodes:
    """Whether blocks of bytes in turn are text of an encoding; ASCII costs next to nothing."""

    def __init__(self, encoding: str) -> None:
        self.decoder = codecs.getincrementaldecoder(encoding)()
        self.plain = encoding == "utf-8"
        self.ascii = True
        self.good = True

    def feed(self, block: bytes) -> None:
        if not self.good or (self.plain and block.isascii() and not self.decoder.getstate()[0]):
            return
        self.ascii = False
        try:
            self.decoder.decode(block)
        except UnicodeDecodeError:
            self.good = False

    def ends_well(self) -> bool:
        return self.good and not self.decoder.getstate()[0]


def _utf8(data: bytes, encoding: str) -> bytes:
    """Bytes of an encoding as UTF-8."""
    if encoding in ("ascii", "utf-8") or (data.isascii() and not encoding.startswith("utf-16")):
        return data
    return data.decode(encoding, "replace").encode()


def pieces(source: Source, piece_bytes: int = PIECE_BYTES) -> Iterator[Piece]:
    """The pieces of a file in order. Their bytes are UTF-8; joined they are the file's text."""
    head = source.head
    marks = (head.element, head.component, head.segment)
    offset = source.mark
    skip = head.skip
    with source.open() as stream:
        stream.read(source.mark)
        held = b""
        first = True
        for block in _blocks(stream, source.encoding, piece_bytes):
            held += block
            while len(held) > piece_bytes:
                marks = _stated(held, skip, len(held)) or marks
                at = _cut_at(held, marks, skip, max(skip, piece_bytes))
                if not at:
                    break
                in_force = _in_force(head, marks)
                piece = Piece(source, held[:at], in_force, offset, first, final=False)
                offset += int(piece.written(np.array([at]))[0])
                held = held[at:]
                marks = _last_delimiters(piece.data, marks)
                first, skip = False, 0
                yield piece
        yield Piece(source, held, _in_force(head, marks), offset, first, final=True)


def _in_force(head: Head, marks: tuple[int, int, int]) -> tuple[int, int, int, int, int]:
    """The delimiters that hold where an ISA states `marks`, as a piece has them."""
    element, component, segment = marks
    if head.misstated is None:
        return element, component, segment, component, component
    used = head.component if component == head.misstated else component
    return element, used, segment, head.misstated, head.component


def _blocks(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    """The stream's bytes as UTF-8."""
    if not encoding.startswith("utf-16"):
        while block := stream.read(size):
            yield _utf8(block, encoding)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block := stream.read(size):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _cut_at(held: bytes, marks: tuple[int, int, int], skip: int, most: int) -> int:
    """Where the last claim within `most` bytes begins, or else a later one; 0 when none does.

    The first `skip` bytes are not X12. An interchange with other delimiters hides its claims, so
    it is cut off.
    """
    near = max(skip, most - NEAR_BYTES)
    for low, high in ((near, most), (skip, near), (most, len(held))):
        found = max(_last_begin(held, name, marks, low, high) for name in NAMES)
        if found > skip:
            return found
    for match in ISA.finditer(held, skip):
        if match.start() > skip and _begins(held, match.start(), marks):
            return match.start()
    if len(held) > LONGEST_CLAIM:
        return _last_segment(held, marks) or _inside_text(held, LONGEST_CLAIM)
    return 0


def _last_segment(held: bytes, marks: tuple[int, int, int]) -> int:
    """Where the last segment begins, behind the gap after a terminator; 0 when there is none."""
    at = held.rfind(bytes([marks[2]])) + 1
    while 0 < at < len(held) and held[at] in GAP:
        at += 1
    return at


def _inside_text(held: bytes, at: int) -> int:
    """A place not far before `at` where a character begins that is no gap between segments."""
    while at > 1 and (held[at] & 0xC0 == 0x80 or held[at] in GAP):
        at -= 1
    return at


def _last_begin(held: bytes, name: bytes, marks: tuple[int, int, int], low: int, high: int) -> int:
    """Where the last segment of a name begins between two places; 0 when there is none."""
    needle = name + bytes([marks[0]])
    at = held.rfind(needle, low, high)
    while at > 0:
        if _begins(held, at, marks):
            return at
        at = held.rfind(needle, low, at)
    return 0


def _begins(held: bytes, at: int, marks: tuple[int, int, int]) -> bool:
    """Whether a segment begins at a place: only a gap parts it from the terminator before."""
    before = at - 1
    while before > 0 and held[before] in GAP and held[before] != marks[2]:
        before -= 1
    return before < 0 or held[before] == marks[2]


def _stated(data: bytes, at: int, end: int) -> tuple[int, int, int] | None:
    """The delimiters that an ISA at a place states; null when none does."""
    if not data.startswith(b"ISA", at):
        return None
    element, component, segment = read_isa(np.frombuffer(data, np.uint8), at, end)
    return (element, component, segment) if element else None


def _last_delimiters(data: bytes, marks: tuple[int, int, int]) -> tuple[int, int, int]:
    """The delimiters in force at the end of some bytes: those of the last ISA among them."""
    at = data.find(b"ISA")
    while at >= 0:
        if _begins(data, at, marks):
            marks = _stated(data, at, len(data)) or marks
        at = data.find(b"ISA", at + 1)
    return marks
