"""Reads a JSON file of any size forward, one value at a time."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.files import stop

PIECE = 1 << 20
"""Bytes that are read at once."""

LONGEST_VALUE = 1 << 28
"""Characters of the largest value that is read as a whole; no price of any file comes near."""

DEEPEST = 100
DIGITS = "-0123456789"
NEAR_END = 16
"""An error, or the end of a number, so near to the end of what was read may be none."""

_BLANKS = re.compile(r"[ \t\r\n]*")


class JsonStream:
    """A JSON text, of which a piece and one value are in memory at any time.

    It stands before a value. The caller takes the value whole (`value`), or goes into it (`members`
    of an object, `elements` of an array), or passes over it (`skip`), and then it stands behind.
    Whole numbers become int; numbers with decimals stay text, so that no amount is ever a binary
    fraction.

    Args:
        stream: the bytes, in UTF-8.
        name: how errors name the file.
        piece: bytes that are read at once.
    """

    def __init__(self, stream: BinaryIO, name: str, *, piece: int = PIECE) -> None:
        self._piece = piece
        self._stream = stream
        self._name = name
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._scan = json.JSONDecoder(parse_float=str).raw_decode
        self._text = ""
        self._at = 0
        self._before = 0
        self._ended = False
        self._path: list[str | int] = []

    @property
    def path(self) -> str:
        """Where it stands: `in_network[3].negotiated_rates[0]`."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self._path)
        return "".join(parts).lstrip(".")

    @property
    def place(self) -> str:
        """Where it stands, with the name of the file: `harbor.json at in_network[3]`."""
        return f"{self._name} at {self.path}" if self._path else self._name

    def members(self) -> Iterator[str]:
        """The names in the object that begins here; each time it stands before its value."""
        self._expect("{")
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            name = self._whole()
            if not isinstance(name, str):
                raise self._error("the name of a value was expected")
            self._expect(":")
            self._enter(name)
            yield name
            self._path.pop()
            if self._closed("}"):
                return

    def elements(self) -> Iterator[int]:
        """The ordinals of the array that begins here; each time it stands before the element."""
        self._expect("[")
        if self._peek() == "]":
            self._at += 1
            return
        ordinal = 0
        while True:
            self._enter(ordinal)
            yield ordinal
            self._path.pop()
            if self._closed("]"):
                return
            ordinal += 1

    def value(self) -> object:
        """The value as a whole."""
        self._peek()
        return self._whole()

    def skip(self) -> None:
        """Pass over the value, in parts where it is larger than what was read."""
        start = self._peek()
        if start not in {"[", "{"}:
            self.value()
        elif not self._skipped_here():
            for _ in self.elements() if start == "[" else self.members():
                self.skip()

    def starts_with(self, mark: str) -> bool:
        """Whether the value is an object (`{`), an array (`[`) ..."""
        return self._peek() == mark

    def _skipped_here(self) -> bool:
        """Whether the value ends within what was read, and then it stands behind it."""
        try:
            _, self._at = self._scan(self._text, self._at)
        except (json.JSONDecodeError, RecursionError):
            return False
        return True

    def _enter(self, part: str | int) -> None:
        if len(self._path) == DEEPEST:
            raise self._error("values are nested too deeply")
        self._path.append(part)

    def _closed(self, mark: str) -> bool:
        found = self._peek()
        self._at += 1
        if found not in {",", mark}:
            self._at -= 1
            raise self._error(f"a comma or {mark} was expected")
        return found == mark

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._error(f"{mark} was expected")
        self._at += 1

    def _peek(self) -> str:
        """The next character that is no blank; empty at the end of the file."""
        while True:
            blanks = _BLANKS.match(self._text, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def _whole(self) -> object:
        """The value that begins exactly here, with as many further pieces as it needs."""
        wanted = self._piece
        self._peek()
        while True:
            try:
                found, end = self._scan(self._text, self._at)
            except json.JSONDecodeError as error:
                unfinished = error.msg.startswith("Unterminated") or (
                    error.pos >= len(self._text) - NEAR_END
                )
                if not unfinished or not self._more(wanted):
                    self._at = error.pos
                    raise self._error(_told(error.msg)) from None
            except RecursionError:
                raise self._error("values are nested too deeply") from None
            else:
                # A number near the end of a piece may go on in the next one: 12, 12.5, 12.5e3.
                of_number = self._text[self._at] in DIGITS and end > len(self._text) - NEAR_END
                if not of_number or not self._more(wanted):
                    self._at = end
                    return found
            wanted *= 2

    def _more(self, size: int = 0) -> bool:
        """Read on; False at the end of the file."""
        if self._ended:
            return False
        if len(self._text) - self._at > LONGEST_VALUE:
            raise self._error("a value does not end")
        piece = self._stream.read(size or self._piece)
        self._ended = not piece
        self._before += self._at
        self._text = self._text[self._at :] + self._decode.decode(piece, final=not piece)
        self._at = 0
        return True

    def _error(self, what: str) -> ReclaimError:
        return stop(
            self.place,
            f"{what}, character {self._before + self._at + 1:,} of the file",
            "The file is no JSON from there on, and what follows would be lost in silence.",
            "fetch the file again: it may have been cut off",
        )


def _told(message: str) -> str:
    return f"this is no JSON ({message[:1].lower()}{message[1:]})"
