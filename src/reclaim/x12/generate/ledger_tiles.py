"""A ledger of any size for benchmarks: one practice's, repeated with other numbers and days."""

import datetime as dt
import io
from pathlib import Path

import polars as pl

from reclaim.x12.generate.practice import generate
from reclaim.x12.generate.tiles import MOST_TILES, VISITS_A_TILE

THREE_YEARS = 3 * 365
LEDGER = "ledger/transactions.csv"
BESIDE = ("ledger/practice.ledger.yaml", "policies/posting.yaml", "policies/users.csv")

_STEP = 30
_DAYS = ("Posted", "DOS")
_NUMBERS = ("Trans No", "Reverses")
_TRACE = r"^(.{5})\d{3}"
_CLAIM = r"^(PCN|SP0|NB0)\d{3}"
_WRITTEN = "%m/%d/%Y"


def write_many_ledger(
    folder: Path,
    seed: int,
    rows: int,
    *,
    visits_a_tile: int = VISITS_A_TILE,
    days: int = THREE_YEARS,
) -> Path:
    """Write a ledger of so many entries, its mapping and policy, and return the path of the CSV.

    The repetitions go back month by month over `days` days, and begin anew when those are over;
    accounts, claims, checks and entries of one have nothing in common with those of another. With
    `days=0` none is moved: then it is the ledger of `many_practice` with the same seed and visits
    a tile, as far as it goes. The last repetition is cut off where the entries are enough.

    Raises:
        ValueError: no rows, or so many that a thousand repetitions are not enough.
    """
    files = generate(seed, visits_a_tile).files
    tile = pl.read_csv(io.BytesIO(files[LEDGER]), infer_schema=False)
    tiles = -(-rows // tile.height) if tile.height else 0
    if not 0 < tiles <= MOST_TILES:
        raise ValueError(f"a ledger has 1 to {MOST_TILES * tile.height} entries, not {rows}")
    for name in (LEDGER, *BESIDE):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(files[name])
    path = folder / LEDGER
    read = _read(tile)
    left = rows
    with path.open("wb") as out:
        for serial in range(tiles):
            part = _repeated(read, serial, days).head(left)
            part.write_csv(out, include_header=serial == 0, date_format=_WRITTEN)
            left -= part.height
    return path


def _read(tile: pl.DataFrame) -> pl.DataFrame:
    """The tile with days as days and numbers as numbers."""
    return tile.with_columns(
        pl.col(*_DAYS).str.to_date(_WRITTEN),
        pl.col(*_NUMBERS).str.to_integer(),
    )


def _repeated(tile: pl.DataFrame, serial: int, days: int) -> pl.DataFrame:
    """The repetition with this serial, from 0."""
    back = dt.timedelta(days=serial * _STEP % days if days else 0)
    digits = f"{serial:03d}"
    return tile.with_columns(
        pl.col(*_DAYS) - back,
        pl.col(*_NUMBERS) + serial * tile.height,
        pl.col("Account").str.replace("A", f"A{digits}", literal=True),
        pl.col("Claim No").str.replace(_CLAIM, f"${{1}}{digits}"),
        pl.col("Check/Trace").str.replace(_TRACE, f"${{1}}{digits}"),
    )
