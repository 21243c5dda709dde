"""What a command knows of the practice beside its files: own rules, payer map, roster, documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reclaim.errors import UsageError
from reclaim.intake.practice import Practice, practice_facts
from reclaim.rules.rulebook import Rulebook, read_rulebook

PAYER_MAP = "payers.yaml"
"""The file by which a folder is known to be a practice's."""


@dataclass(frozen=True)
class Known:
    """The practice's folder, null when there is none, and what it holds."""

    folder: Path | None
    book: Rulebook
    practice: Practice


def known(given: Path | None, paths: Iterable[str | Path] = ()) -> Known:
    """What the practice's folder holds: the one given, else the first of `paths` that is one.

    Raises:
        UsageError: PRACTICE-MISSING, when the folder given is none.
        ReclaimError: RULE-FILE or PRACTICE-FILE, when a file in it cannot be understood.
    """
    if given is not None and not given.is_dir():
        raise UsageError(
            "PRACTICE-MISSING",
            where=str(given),
            what="there is no such folder",
            why="Own rules, payer map and roster were to be read from it.",
            next_step="name the folder that holds payers.yaml, or leave --practice out",
        )
    folder = given or next((Path(path) for path in paths if _is_practice(Path(path))), None)
    return Known(folder, read_rulebook(folder), practice_facts(folder))


def _is_practice(path: Path) -> bool:
    return path.is_dir() and (path / PAYER_MAP).is_file()
