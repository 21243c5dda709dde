"""Files as pieces of whole claims: small files together in one batch, large ones cut before a claim."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from reclaim.x12.heads import HEAD_BYTES, Head, read_head, unicode_encoding
from reclaim.x12.inputs import Input
from reclaim.x12.kernels.cut import read_isa

PIECE_BYTES = 8_388_608
"""Large enough to spread the cost of a call over many claims, small enough to stay in memory by the dozen."""

LONGEST_CLAIM = 134_217_728
"""A file that shows no claim in this many bytes is cut at any segment."""

HASH_BYTES = 1_048_576
CUT_BEFORE = (b"CLP", b"HL", b"CLM", b"AK2", b"ST", b"ISA")
GAP = b" \t\r\n\0"


@dataclass
class Source:
    """One input file, as it is read: who it is, how it begins, and what has been found out."""

    input: Input
    file_id: str
    bytes: int
    head: Head
    encoding: str
    mark: int
    notes: set[str] = field(default_factory=set)


@dataclass
class Piece:
    """Some bytes of a file, cut so that no claim is split. `wide` lists bytes that UTF-8 writes as two."""

    source: Source
    data: bytes
    delimiters: tuple[int, int, int]
    offset: int
    first: bool
    final: bool
    wide: NDArray[np.int64] | None = None


def open_source(given: Input) -> Source:
    """Read a file once for its identity, its size and its head.

    Raises:
        OSError, EOFError, zipfile.BadZipFile, zlib.error: when it cannot be read to its end.
    """
    digest = hashlib.sha256()
    size = 0
    head = b""
    with given.open() as stream:
        while block := stream.read(HASH_BYTES):
            digest.update(block)
            size += len(block)
            if len(head) < HEAD_BYTES:
                head += block[: HEAD_BYTES - len(head)]
    encoding, mark = unicode_encoding(head)
    if encoding.startswith("utf-16"):
        text = head[mark : mark + (len(head) - mark) // 2 * 2].decode(encoding, "replace").encode()
        found = read_head(text, whole=size <= len(head))
    else:
        found = read_head(head[mark:], whole=size <= len(head))
    source = Source(given, digest.hexdigest()[:16], size, found, encoding or "ascii", mark)
    source.notes.update(found.notes)
    return source


def pieces(source: Source, piece_bytes: int = PIECE_BYTES) -> Iterator[Piece]:
    """The pieces of a file in order. Their bytes are UTF-8; joined they are the file's text."""
    head = source.head
    marks = (head.element, head.component, head.segment)
    offset = source.mark
    with source.input.open() as stream:
        stream.read(source.mark)
        blocks = _blocks(stream, source.encoding, piece_bytes)
        held = b""
        first = True
        for block in blocks:
            held += block
            while len(held) > piece_bytes:
                at = _cut_at(held, marks, piece_bytes)
                if not at:
                    break
                piece = _piece(source, held[:at], marks, offset, first=first, final=False)
                marks = _last_delimiters(held[:at], marks)
                offset += at
                held = held[at:]
                first = False
                yield piece
        yield _piece(source, held, marks, offset, first=first, final=True)


def _blocks(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    """The stream's bytes; UTF-16 turned into UTF-8 on the way."""
    if not encoding.startswith("utf-16"):
        while block := stream.read(size):
            yield block
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block := stream.read(size):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _cut_at(held: bytes, marks: tuple[int, int, int], most: int) -> int:
    """Where the last claim within `most` bytes begins, or the first after them; 0 when none does."""
    for low, high in ((0, most), (most, len(held))):
        found = max(_last_begin(held, name, marks, low, high) for name in CUT_BEFORE)
        if found > 0:
            return found
    if len(held) > LONGEST_CLAIM:
        return held.rfind(bytes([marks[2]]), 0, len(held)) + 1
    return 0


def _last_begin(held: bytes, name: bytes, marks: tuple[int, int, int], low: int, high: int) -> int:
    """Where the last segment of a name begins between two places; 0 when there is none."""
    needle = name + bytes([marks[0]])
    at = held.rfind(needle, low, high)
    while at > 0:
        before = at - 1
        while before > 0 and held[before] in GAP and held[before] != marks[2]:
            before -= 1
        if held[before] == marks[2]:
            return at
        at = held.rfind(needle, low, at)
    return 0


def _last_delimiters(data: bytes, marks: tuple[int, int, int]) -> tuple[int, int, int]:
    """The delimiters in force at the end of some bytes: those of the last ISA among them."""
    at = data.rfind(b"ISA")
    while at >= 0:
        if at == 0 or data[at - 1] in GAP or data[at - 1] == marks[2]:
            element, component, segment = read_isa(np.frombuffer(data, np.uint8), at, len(data))
            if element:
                return element, component, segment
        at = data.rfind(b"ISA", 0, at)
    return marks


def _piece(
    source: Source,
    data: bytes,
    marks: tuple[int, int, int],
    offset: int,
    *,
    first: bool,
    final: bool,
) -> Piece:
    """A piece in UTF-8. Bytes that are not UTF-8 are taken for Latin-1, which every byte is."""
    wide = None
    if not data.isascii():
        try:
            data.decode("utf-8")
            if source.encoding == "ascii":
                source.encoding = "utf-8"
        except UnicodeDecodeError:
            source.encoding = "latin-1"
            source.notes.add("X12-ENCODING")
            wide = np.flatnonzero(np.frombuffer(data, np.uint8) >= 128)
            data = data.decode("latin-1").encode()
    return Piece(source, data, marks, offset, first, final, wide)
