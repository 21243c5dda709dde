"""Which ledger a command means, and by which mappings it may be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim.codes import write_off_categories
from reclaim.intake.ledger.mapping import SUFFIX, Mapping, read_mapping
from reclaim.intake.ledger.systems import shipped

FOLDER = "ledger"
"""Of the practice's folder: its PM system's exports, with a mapping beside them."""

EXPORTS = (".csv", ".tsv", ".txt", ".gz")
NOT_ENTRIES = ("closings.csv",)
"""What the folder holds beside exports."""


@dataclass(frozen=True)
class Ledger:
    """The files of a ledger, and the mappings to read them by: the first that fits."""

    paths: tuple[Path, ...]
    mappings: tuple[Mapping, ...]


def ledger_given(
    files: Sequence[Path], mapping: Path | None = None, folder: Path | None = None
) -> Ledger | None:
    """The ledger that is meant; null when there is none.

    It is the files given, else the exports in the folder `ledger` of the practice's folder, where
    a mapping lies beside them. They are read by the mapping given, else by the first that fits:
    beside a file, in the practice's folder, or one that ships with Reclaim.

    Raises:
        ReclaimError: LEDGER-MAPPING, when a mapping cannot be understood.
    """
    own = folder / FOLDER if folder else None
    paths = tuple(files) or _exports(own)
    if not paths:
        return None
    categories = frozenset(write_off_categories()["category"])
    if mapping:
        return Ledger(paths, (read_mapping(mapping, categories),))
    places = dict.fromkeys([*(path.parent for path in paths), *([own] if own else [])])
    beside = [found for place in places for found in sorted(place.glob(f"*{SUFFIX}"))]
    return Ledger(paths, (*(read_mapping(path, categories) for path in beside), *shipped()))


def _exports(own: Path | None) -> tuple[Path, ...]:
    """The exports in the practice's folder; none where nobody has said how to read them."""
    if own is None or not any(own.glob(f"*{SUFFIX}")):
        return ()
    return tuple(
        path
        for path in sorted(own.iterdir())
        if path.suffix.lower() in EXPORTS and path.name not in NOT_ENTRIES
    )
