"""What a change to the workspace consists of, as it is written down before it is carried out."""

import json
from dataclasses import asdict, dataclass, field

from reclaim.engines.workspace.config import FORM
from reclaim.engines.workspace.delta import Part

STATE = ".reclaim"
HEAD = f"{STATE}/head.json"
PUBLISHING = f"{STATE}/publishing.json"
LOCK = f"{STATE}/lock"
CHANGES = f"{STATE}/changes"

LAST = ("files", "ingests", "set_aside", "audits")
"""Committed after all others: a file is listed when all of its rows are there."""

Note = dict[str, str | int | list[str] | None]


@dataclass(frozen=True)
class Head:
    """What is complete: the number of the last change, and the version of each table after it."""

    number: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    form: int = FORM

    def to_bytes(self) -> bytes:
        return _json(asdict(self))


@dataclass(frozen=True)
class Manifest:
    """The files that a change adds to tables and takes from them; all of them lie in place.

    `bases` are the versions that replaced tables had when their new rows were made. `number` is
    given when its turn comes to be carried out; `leftovers` are the keys of files that it does not
    need after all.
    """

    id: str
    kind: str
    adds: dict[str, list[Part]]
    removes: dict[str, list[str]] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    note: Note = field(default_factory=dict)
    number: int = 0
    leftovers: list[str] = field(default_factory=list)

    @property
    def tables(self) -> list[str]:
        """The tables it touches, in the order in which they are to be committed."""
        names = sorted({*self.adds, *self.removes})
        return sorted(names, key=lambda name: (LAST.index(name) + 1) if name in LAST else 0)

    def to_bytes(self) -> bytes:
        return _json(asdict(self))


def read_head(data: bytes | None) -> Head | None:
    """The head as written; None when there is none yet."""
    return None if data is None else Head(**json.loads(data))


def read_manifest(data: bytes | None) -> Manifest | None:
    """The manifest as written; None when there is none."""
    if data is None:
        return None
    given = json.loads(data)
    given["adds"] = {
        name: [Part(**part) for part in parts] for name, parts in given["adds"].items()
    }
    return Manifest(**given)


def ready_key(change: str) -> str:
    """Where a change stands written down that is ready to be carried out."""
    return f"{CHANGES}/{change}.json"


def owner_key(change: str) -> str:
    """The lease of the process that prepares a change."""
    return f"{CHANGES}/{change}.lock"


def part_key(name: str, part: str) -> str:
    """Where a Parquet file of a table lies."""
    return f"{name}/{part}"


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()
