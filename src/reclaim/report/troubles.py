"""Problems of the input in general words: one row a code, its first case as the example."""

import re
from typing import NamedTuple

from reclaim.report.text import show_command
from reclaim.x12.catalogue import catalogue

COMMAND = re.compile(r"(reclaim show \{file\}(?: --claim \{claim\})?)")


class Trouble(NamedTuple):
    """A problem code in words. `steps` alternates plain text and commands, text first."""

    title: str
    steps: tuple[str, ...]


def trouble(code: str, file: str | None, claim: str | None) -> Trouble:
    """The title and the next step of `code`; a code that is not in the catalogue names itself."""
    kind = catalogue().get(code)
    if kind is None:
        return Trouble(code, ("", str(show_command(file, claim))))
    command = show_command(file, claim)
    steps = []
    for step in COMMAND.split(kind.next):
        filled = str(command) if "--claim" in step else step
        filled = filled.replace("{file}", command.file).replace("{claim}", command.claim)
        steps.append(filled.replace("{element}", "the element"))
    return Trouble(_general(kind.title), (_sentence(steps[0]), *steps[1:]))


def _general(title: str) -> str:
    """The title of one case as the title of all: claim {claim} is a claim."""
    for particular, general in (
        ("claim {claim}", "a claim"),
        ("{element}", "an element"),
        ("{file}", "a file"),
    ):
        title = title.replace(particular, general)
    return _sentence(title)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
