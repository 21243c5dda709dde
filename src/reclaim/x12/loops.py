"""Which loop a segment stands in: the loop tree of each transaction set, as a table of moves."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

ENVELOPE = "envelope"
HEADER = "header"
ENVELOPE_SEGMENTS = ("ISA", "IEA", "GS", "GE", "TA1", "SE")
CUT_BEFORE = ("CLP", "HL", "CLM", "AK2", "ST", "ISA")
"""Before these a file may be cut: no row reads from below them, but those of the envelope."""

QUALIFIER_ELEMENT = {"HL": 3}
"""The element that tells kinds of one segment apart; the first, where nothing is said here."""

SETS = ("835", "837P", "837I", "837D", "277CA", "277", "271", "270", "999", "other")


@dataclass(frozen=True)
class Loop:
    """One loop of one set, and the segments that begin it."""

    set: str
    name: str
    parent: str
    segments: tuple[str, ...]
    qualifiers: tuple[str, ...]
    begins: str
    anywhere: bool
    resumes: bool

    def begun_by(self, segment: str, qualifier: str) -> bool:
        return segment in self.segments and (not self.qualifiers or qualifier in self.qualifiers)


@dataclass(frozen=True)
class Tree:
    """The loops of one set, in the order in which they are declared."""

    set: str
    loops: tuple[Loop, ...]

    @cached_property
    def triggers(self) -> dict[str, tuple[str, ...]]:
        """The segments that begin loops, each with the qualifiers that matter."""
        found: dict[str, set[str]] = {}
        for loop in self.loops:
            for segment in loop.segments:
                found.setdefault(segment, set()).update(loop.qualifiers)
        return {segment: tuple(sorted(qualifiers)) for segment, qualifiers in found.items()}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((HEADER, *(loop.name for loop in self.loops))))

    def parent(self, name: str) -> str:
        """The loop above; empty above the header."""
        return self.parents.get(name, "")

    @cached_property
    def parents(self) -> dict[str, str]:
        """The loop above each; where a loop is declared twice, that of its first declaration."""
        return {loop.name: loop.parent for loop in reversed(self.loops)}

    def ancestors(self, name: str) -> tuple[str, ...]:
        """The loop itself and those above it, nearest first."""
        chain = []
        while name:
            chain.append(name)
            name = self.parent(name)
        return tuple(chain)

    def claim_loops(self, begins: str) -> frozenset[str]:
        return frozenset(loop.name for loop in self.loops if loop.begins == begins)

    def in_claim(self, name: str) -> bool:
        return not self.claim_loops("claim").isdisjoint(self.ancestors(name))

    def move(self, here: str, segment: str, qualifier: str) -> Loop | None:
        """The loop that a segment begins when it comes in loop `here`; None when it stays there.

        The nearest loop above decides; a loop that may begin anywhere is tried last, outside
        claims first.
        """
        for ancestor in self.ancestors(here):
            for loop in self.loops:
                if loop.parent == ancestor and loop.begun_by(segment, qualifier):
                    return loop
        loose = [loop for loop in self.loops if loop.anywhere and loop.begun_by(segment, qualifier)]
        return min(loose, key=lambda loop: self.in_claim(loop.name), default=None)


@cache
def trees() -> dict[str, Tree]:
    """The loop tree of every set; a set that is not known has a header alone."""
    loops: dict[str, list[Loop]] = {name: [] for name in SETS}
    for loop in _read():
        loops[loop.set].append(loop)
    return {name: Tree(name, tuple(found)) for name, found in loops.items()}


def _read() -> Iterator[Loop]:
    source = files("reclaim.data").joinpath("x12/loops.csv").read_text("utf-8")
    for row in csv.DictReader(source.splitlines()):
        segments, _, qualifiers = row["trigger"].partition("*")
        values = tuple(qualifiers.strip("*").split("/")) if qualifiers else ()
        for name in row["sets"].split():
            yield Loop(
                name,
                row["loop"],
                row["parent"],
                tuple(segments.split()),
                values,
                row["begins"],
                row["anywhere"] == "yes",
                row["resumes"] == "yes",
            )
