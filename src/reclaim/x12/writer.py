"""Segments to bytes: delimiters, trimming, and envelopes whose counts cannot be wrong."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Element = str | Sequence[str]
Segment = Sequence[Element]

# ISA11 and ISA16 announce delimiters, so they alone may hold one.
_ISA_DELIMITERS = (11, 16)


@dataclass(frozen=True)
class Delimiters:
    """The separators of one interchange; `newline` follows each terminator and may be empty."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    segment: str = "~"
    newline: str = "\n"

    @property
    def reserved(self) -> frozenset[str]:
        """The characters that no value may hold."""
        joined = self.element + self.component + self.repetition + self.segment + self.newline
        return frozenset(joined)


@dataclass(frozen=True)
class Envelope:
    """Who sends what to whom: the fields that ISA, GS, GE and IEA share."""

    sender: str
    receiver: str
    functional_id: str
    version: str
    sent: dt.datetime
    control: int = 1
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    usage: str = "T"


def encode(segments: Iterable[Segment], delimiters: Delimiters | None = None) -> bytes:
    """The segments as X12 bytes (UTF-8).

    An element is a string, or a sequence of components. Trailing empty elements and components
    are trimmed, except in ISA, which is of fixed width.
    Raises ValueError, naming segment and element, when a value holds a delimiter.
    """
    marks = delimiters or Delimiters()
    reserved = re.compile("[" + re.escape("".join(sorted(marks.reserved))) + "]")
    end = marks.segment + marks.newline
    texts = (_segment_text(segment, marks, reserved, at) for at, segment in enumerate(segments, 1))
    return "".join([text + end for text in texts]).encode()


def isa(envelope: Envelope, delimiters: Delimiters | None = None) -> Segment:
    """The interchange header, padded to its fixed widths."""
    marks = delimiters or Delimiters()
    return (
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        envelope.sender_qualifier,
        f"{envelope.sender:<15.15}",
        envelope.receiver_qualifier,
        f"{envelope.receiver:<15.15}",
        f"{envelope.sent:%y%m%d}",
        f"{envelope.sent:%H%M}",
        marks.repetition,
        "00501",
        f"{envelope.control:09d}",
        "0",
        envelope.usage,
        marks.component,
    )


def transaction(code: str, control: str, version: str, body: Sequence[Segment]) -> list[Segment]:
    """One transaction set: ST, the body, and an SE that counts them all.

    `version` is written to ST03; pass "" where the guide does not use it, as in the 835.
    """
    count = str(len(body) + 2)
    return [("ST", code, control, version), *body, ("SE", count, control)]


def interchange(
    envelope: Envelope,
    transactions: Sequence[Sequence[Segment]],
    delimiters: Delimiters | None = None,
) -> Iterator[Segment]:
    """ISA, one functional group with the transactions, GE and IEA, counted as they are written."""
    group_control = str(envelope.control)
    yield isa(envelope, delimiters)
    yield (
        "GS",
        envelope.functional_id,
        envelope.sender,
        envelope.receiver,
        f"{envelope.sent:%Y%m%d}",
        f"{envelope.sent:%H%M}",
        group_control,
        "X",
        envelope.version,
    )
    for segments in transactions:
        yield from segments
    yield ("GE", str(len(transactions)), group_control)
    yield ("IEA", "1", f"{envelope.control:09d}")


def money(cents: int, *, two_places: bool = False) -> str:
    """Cents as an X12 decimal: 12345 -> "123.45", 12300 -> "123" ("123.00" with two places)."""
    sign = "-" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    if two_places:
        return f"{sign}{dollars}.{rest:02d}"
    if not rest:
        return f"{sign}{dollars}"
    return f"{sign}{dollars}." + f"{rest:02d}".rstrip("0")


def _segment_text(
    segment: Segment, marks: Delimiters, reserved: re.Pattern[str], position: int
) -> str:
    values = []
    for number, element in enumerate(segment):
        bare = element if isinstance(element, str) else "".join(element)
        if reserved.search(bare) and not (segment[0] == "ISA" and number in _ISA_DELIMITERS):
            mark = reserved.findall(bare)[0]
            # The value may be a name or a member id, so the message does not repeat it.
            raise ValueError(f"segment {position} {segment[0]}{number:02d} holds {mark!r}")
        values.append(bare if isinstance(element, str) else _component_text(element, marks))
    if values[0] != "ISA":
        while len(values) > 1 and not values[-1]:
            values.pop()
    return marks.element.join(values)


def _component_text(components: Sequence[str], marks: Delimiters) -> str:
    return marks.component.join(components).rstrip(marks.component)
