"""A practice of any size for benchmarks: one practice, repeated with numbers and names of its own.

What must differ from one repetition to the next stands in slots of fixed width, which are found
once. A repetition is then a copy of the bytes with other characters in the slots, so that every
count, total and delimiter stays right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reclaim.x12.generate import cast
from reclaim.x12.generate.practice import generate

VISITS_A_TILE = 5000
MOST_TILES = 1000
"""Three digits tell one repetition from another."""

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_WIDTH = 3
_MEMBERS = b"|".join(payer.member_prefix.encode() for payer in cast.PAYERS)
_PAYERS = b"|".join(payer.member_prefix[-2:].encode() for payer in cast.PAYERS)
_PAYER_IDS = b"|".join(payer.payer_id.encode() for payer in cast.PAYERS)
_FREE = rb"(?<![A-Z0-9])"
_NUMBERS = (
    rb"PCN(\d{3})\d{4}",  # the provider's claim and line numbers
    rb"AUT[HK](\d{3})\d{4}",  # authorizations
    _FREE + rb"(?:" + _MEMBERS + rb")(\d{3})\d{5}(?!\d)",  # member ids
    _FREE + rb"(?:" + _PAYERS + rb")\d{2}(\d{3})\d{5}(?!\d)",  # the payer's claim numbers
    rb"(?:" + _PAYER_IDS + rb")(\d{3})\d{7}(?!\d)",  # trace numbers of checks
    rb"(?<!\d)(?:00)?1(000)\d{3}(?!\d)",  # control numbers of interchanges and groups
    _FREE + rb"[BRSE](000)\d{3}",  # references of batches, receipts and answers
)
_NAMES = (rb"NM1[*|](?:QC|IL|03)[*|]1[*|][A-Z]+?([A-Z]{3})[*|]",)
_TABLES = ("documents.csv", "roster/authorizations.csv", "truth.csv", "truth_decisions.csv")
_LEFT_OUT = ("ledger/", "policies/", "truth_postings")


@dataclass(frozen=True)
class _Tile:
    """The bytes of one file of each repetition, and where its slots begin."""

    name: str
    content: Bytes
    numbers: Places
    names: Places

    def repeated(self, serial: int) -> bytes:
        """The bytes of the repetition with this serial, from 0."""
        out = self.content.copy()
        for places, text in ((self.numbers, b"%03d" % serial), (self.names, _letters(serial))):
            for at, character in enumerate(text):
                out[places + at] = character
        return out.tobytes()


def many_practice(
    folder: Path, seed: int, claims: int, *, visits_a_tile: int = VISITS_A_TILE
) -> int:
    """Write a practice of so many visits or a few more, and return how many it has.

    Its 837, 999, 277CA, 277, 271 and 835 match each other, and it comes with everything that a
    practice keeps beside them but the ledger, which `write_many_ledger` writes. Patients, claims
    and checks of one repetition have nothing in common with those of another. Up to 5,000 visits
    it is `generate` itself.
    Raises ValueError for no visits, or more than a thousand repetitions.
    """
    tiles = -(-claims // visits_a_tile)
    if not 0 < tiles <= MOST_TILES:
        raise ValueError(f"a practice has 1 to {MOST_TILES * visits_a_tile} visits, not {claims}")
    visits = min(claims, visits_a_tile)
    files = generate(seed, visits).files
    for name, content in _once(files):
        _write(folder / name, content)
    for name in _TABLES:
        _write_table(folder / name, files[name], tiles)
    for tile in _tiles(files):
        stem, _, suffix = tile.name.rpartition(".")
        for serial in range(tiles):
            _write(folder / f"{stem}-{serial:03d}.{suffix}", tile.repeated(serial))
    return tiles * visits


def _once(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What is the same however many visits there are."""
    for name, content in files.items():
        if not (content.startswith(b"ISA") or name in _TABLES or name.startswith(_LEFT_OUT)):
            yield name, content


def _tiles(files: dict[str, bytes]) -> Iterator[_Tile]:
    """One tile a kind of file and payer: all their interchanges, one after another."""
    joined: dict[str, list[bytes]] = {}
    for name in sorted(files):
        if files[name].startswith(b"ISA"):
            kind, _, rest = name.partition("/")
            stem, _, suffix = rest.rpartition(".")
            payer = stem.split("-")[3] if kind not in ("837", "999") else "claims"
            joined.setdefault(f"{kind}/{payer}.{suffix}", []).append(files[name])
    for name, contents in joined.items():
        yield _tile(name, b"".join(contents))


def _tile(name: str, content: bytes) -> _Tile:
    array = np.frombuffer(content, np.uint8)
    return _Tile(name, array, _slots(_NUMBERS, content), _slots(_NAMES, content))


def _slots(patterns: tuple[bytes, ...], content: bytes) -> Places:
    places = [match.start(1) for pattern in patterns for match in re.finditer(pattern, content)]
    return np.array(sorted(places), dtype=np.int64)


def _write_table(path: Path, content: bytes, tiles: int) -> None:
    """A CSV file: its header once, its rows for every repetition."""
    header, _, rows = content.partition(b"\n")
    tile = _tile(path.name, rows)
    repeated = b"".join(tile.repeated(serial) for serial in range(tiles))
    _write(path, header + b"\n" + repeated)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _letters(serial: int) -> bytes:
    """Three letters that no other serial has."""
    digits = (serial // 676, serial // 26 % 26, serial % 26)
    return bytes(ord("A") + digit for digit in digits)
