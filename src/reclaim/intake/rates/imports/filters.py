"""Which payers, plans and codes of a source are asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Patterns of names, in any case: `harbor` is anywhere in the name, `harbor*` begins it.

    Without patterns every name is meant.
    """

    patterns: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        if not self.patterns:
            return True
        return any(_of_name(pattern).fullmatch(name.strip()) for pattern in self.patterns)


@dataclass(frozen=True)
class Codes:
    """Patterns of codes: one (99213), a range with both ends (99202-99215), a beginning (J*).

    Without patterns every code is meant.
    """

    patterns: tuple[str, ...] = ()

    def __contains__(self, code: str) -> bool:
        return not self.patterns or any(_has(pattern, code) for pattern in self.patterns)


def patterns(given: Iterable[str]) -> tuple[str, ...]:
    """The patterns as given, without blanks around them or empty ones."""
    return tuple(text.strip() for text in given if text.strip())


def _of_name(pattern: str) -> "re.Pattern[str]":
    bare = pattern if "*" in pattern else f"*{pattern}*"
    return re.compile(".*".join(map(re.escape, bare.split("*"))), re.IGNORECASE | re.DOTALL)


def _has(pattern: str, code: str) -> bool:
    if pattern.endswith("*"):
        return code.startswith(pattern[:-1])
    first, _, last = pattern.partition("-")
    if last and len(first) == len(last):
        return len(code) == len(first) and first <= code <= last
    return code == pattern
