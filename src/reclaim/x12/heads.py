"""What a file is, from its first bytes: its encoding, and the delimiters it uses."""

import re
from dataclasses import dataclass

import numpy as np

from reclaim.x12.kernels.cut import LONGEST_ISA, read_isa

HEAD_BYTES = 65_536
FIXED_ISA = 106
"""Bytes of an ISA as the standard pads it, terminator included."""

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_MARK = rb"[^A-Za-z0-9\s\0\x80-\xff]"
"""What may be a delimiter."""

_ISA = re.compile(rb"(?<![A-Za-z0-9])ISA" + _MARK)
_BARE = re.compile(rb"[\s\0]*(GS|ST|BPR|CLP|BHT|TA1|HL|LX|CLM)(" + _MARK + rb")")
_NEXT = re.compile(
    rb"([^A-Za-z0-9\x80-\xff])[\s\0]*(?:ST|BPR|BHT|TRN|GS|GE|SE|IEA|HL|NM1|N1|REF|DTM|CLP|LX|SVC|CAS)"
)

_BEFORE_CODE = (
    rb"(?<=[%(segment)s\s\0])(?:(?:SVC|SV1|SV3|HI)|SV2%(element)s[^%(element)s%(segment)s]*"
    rb"|CLM(?:%(element)s[^%(element)s%(segment)s]*){4})%(element)s[A-Z0-9]{2,3}"
)
"""A segment up to the first code of its composite: SVC01, SV101, SV301, HI01, SV202, CLM05."""


@dataclass(frozen=True)
class Head:
    """How a file begins.

    `code` is the problem that keeps it from being read, or else empty; `notes` are problems that
    do not. `skip` counts bytes before the first segment (a byte order mark, or text that is not
    X12). `component` is the delimiter in use; `misstated` is what the first ISA states instead.
    """

    code: str = ""
    encoding: str = "ascii"
    skip: int = 0
    element: int = ord("*")
    component: int = ord(":")
    segment: int = ord("~")
    notes: tuple[str, ...] = ()
    misstated: int | None = None


def unicode_encoding(head: bytes) -> tuple[str, int]:
    """UTF-16 or UTF-8 by its byte order mark or its zero bytes, and the length of the mark."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    if len(head) >= 6 and head[1:6:2] == b"\0\0\0" and 0 not in head[0:6:2]:
        return "utf-16-le", 0
    if len(head) >= 6 and head[0:6:2] == b"\0\0\0" and 0 not in head[1:6:2]:
        return "utf-16-be", 0
    return "", 0


def read_head(head: bytes, *, whole: bool) -> Head:
    """What the first bytes (without a byte order mark) say. `whole`: they are all there is."""
    if not head.strip(b" \t\r\n\0\x1a"):
        return Head("X12-EMPTY") if whole else Head("X12-BINARY")
    bare = _BARE.match(head)
    if bare:
        return _without_isa(head, bare)
    found = _ISA.search(head)
    if found:
        return _with_isa(head, found.start(), whole=whole)
    if whole and head.strip()[:3] == b"ISA"[: len(head.strip())]:
        return Head("X12-ISA-TRUNCATED")
    return Head("X12-BINARY" if _binary(head) else "X12-NOT-X12")


def _with_isa(head: bytes, start: int, *, whole: bool) -> Head:
    array = np.frombuffer(head[start : start + 2 * LONGEST_ISA], np.uint8)
    element, component, segment = read_isa(array, 0, len(array))
    if not element:
        if whole and len(head) - start < FIXED_ISA:
            return Head("X12-ISA-TRUNCATED")
        return _guessed(head, start, head[start + 3], ("X12-ISA-SHORT",))
    short = head[start : start + FIXED_ISA].find(bytes([segment])) != FIXED_ISA - 1
    if segment == ord("\n") and head[start + FIXED_ISA - 1 : start + FIXED_ISA + 1] == b"\r\n":
        short = False
    notes: tuple[str, ...] = ("X12-ISA-SHORT",) if short else ()
    used = _used_component(head[start:], element, component, segment)
    if used == component:
        return Head("", "ascii", start, element, component, segment, notes)
    notes = (*notes, "X12-COMPONENT")
    return Head("", "ascii", start, element, used, segment, notes, component)


def _used_component(head: bytes, element: int, stated: int, segment: int) -> int:
    """What parts the components in the first interchange, if all composites agree on another.

    Whoever wraps a file anew may state a separator of their own and leave the composites alone.
    """
    second = _ISA.search(head, FIXED_ISA)
    marks = {b"element": re.escape(bytes([element])), b"segment": re.escape(bytes([segment]))}
    before = re.compile(_BEFORE_CODE % marks + b"(" + _MARK + b")")
    found = before.finditer(head, FIXED_ISA, second.start() if second else len(head))
    used = {match.group(1)[0] for match in found} - {element, segment}
    return used.pop() if len(used) == 1 else stated


def _without_isa(head: bytes, bare: re.Match[bytes]) -> Head:
    return _guessed(head, bare.start(1), bare.group(2)[0], ("X12-ISA-MISSING",))


def _guessed(head: bytes, start: int, element: int, notes: tuple[str, ...]) -> Head:
    """Delimiters by what stands before the segments that every transaction has."""
    marks = [
        match.group(1)[0] for match in _NEXT.finditer(head, start) if match.group(1)[0] != element
    ]
    segment = max(set(marks), key=lambda mark: (marks.count(mark), mark)) if marks else ord("~")
    if b"~" in head[start:] and element != ord("~"):
        segment = ord("~")
    component = ord(":") if b":" in head or b">" not in head else ord(">")
    return Head("", "ascii", start, element, component, segment, notes)


def _binary(head: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\r\n\x1a\x1c\x1d\x1e\x1f" for byte in head[:4096])
    return control > len(head[:4096]) // 50
