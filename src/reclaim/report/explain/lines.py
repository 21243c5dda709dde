"""What an explanation is made of: sections of lines that a terminal and a page lay out alike."""

from dataclasses import dataclass, field
from enum import Enum

from reclaim.report.text import Command, show_command
from reclaim.wording import clean, short_path


class Kind(Enum):
    """What a line is, so that a page can give it a look of its own."""

    TEXT = "text"
    AMOUNT = "amount"
    TOTAL = "total"
    RULE = "rule"
    FOR = "for"
    AGAINST = "against"
    MISSING = "missing"
    STEP = "step"
    WARNING = "warning"


@dataclass(frozen=True)
class Source:
    """Where a line can be seen: a file and a segment (or row) of it.

    `claim` is a number of the claim for `reclaim show`, empty for a file to be listed whole; null
    for a file that the command does not read.
    """

    path: str
    number: int | None = None
    claim: str | None = None
    unit: str = "segment"

    @property
    def words(self) -> str:
        """`in/remit.835, segment 17`."""
        place = "" if self.number is None else f", {self.unit} {self.number}"
        return f"{short_path(clean(self.path))}{place}"

    @property
    def command(self) -> Command | None:
        """The command that shows it."""
        return None if self.claim is None else show_command(self.path, self.claim)


@dataclass(frozen=True)
class Line:
    """A sentence, or an amount with what it is. `details` belong to it and stand below it."""

    text: str
    kind: Kind = Kind.TEXT
    amount_cents: int | None = None
    source: Source | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A question, and the lines that answer it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Explanation:
    """A finding or a claim: what is told, section by section; then the findings on a claim."""

    name: str
    title: str
    sections: tuple[Section, ...]
    findings: tuple["Explanation", ...] = field(default=())

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that show its sources, each once, in the order in which they are told."""
        lines = (line for section in self.sections for line in section.lines)
        found = (line.source.command for line in lines if line.source)
        return tuple(dict.fromkeys(command for command in found if command))


def sections(*told: tuple[str, list[Line]]) -> tuple[Section, ...]:
    """The sections that have lines."""
    return tuple(Section(title, tuple(lines)) for title, lines in told if lines)
