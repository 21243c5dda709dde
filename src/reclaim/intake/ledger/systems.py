"""The mappings that ship with Reclaim, and which of them a file's headers fit."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from reclaim.intake.ledger.mapping import SUFFIX, Mapping, fits, read_mapping

__all__ = ["fits", "recognised", "shipped"]

FOLDER = "ledgers"


class _Every:
    """Holds whatever is asked for: a test holds the files to the real categories."""

    def __contains__(self, _: object) -> bool:
        return True


@cache
def shipped() -> tuple[Mapping, ...]:
    """The mappings of systems whose layout is publicly documented, by name of file."""
    folder = files("reclaim.data").joinpath(FOLDER)
    found = sorted((item for item in folder.iterdir() if item.name.endswith(SUFFIX)), key=_name)
    mappings = []
    for item in found:
        with as_file(item) as path:
            mappings.append(read_mapping(path, _Every()))
    return tuple(mappings)


def recognised(headers: Sequence[str]) -> Mapping | None:
    """The shipped mapping that headers fit, the one that reads most of them; None: there is none.

    A mapping fits when every header that it names is there; a file may have more.
    """
    fitting = [mapping for mapping in shipped() if fits(mapping, headers)]
    return max(fitting, key=lambda mapping: len(mapping.headers()), default=None)


def _name(item: object) -> str:
    return str(getattr(item, "name", ""))
