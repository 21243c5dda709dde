"""What `reclaim contract import cms-...` writes and says."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from reclaim.cli.contract_import_words import Place, write_tables
from reclaim.intake.rates.imports.cms_anesthesia import read_anesthesia
from reclaim.intake.rates.imports.cms_asc import read_asc
from reclaim.intake.rates.imports.cms_clfs import read_clfs
from reclaim.intake.rates.imports.cms_gpci import read_gpci
from reclaim.intake.rates.imports.cms_physician import combine, read_physician
from reclaim.intake.rates.imports.terms import table_path
from reclaim.wording import count

SOURCES: Mapping[str, tuple[str, Callable[[Path], pl.DataFrame]]] = {
    "physician": ("physician", read_physician),
    "indices": ("indices", read_gpci),
    "clfs": ("rates", read_clfs),
    "asc": ("rates", read_asc),
}
"""By source: the kind of its table, and its reader."""

NAMED = {
    "physician": "kind: physician, file: {file}, indices: rates/NAME-OF-THE-INDICES.csv",
    "rates": "kind: rates, file: {file}",
    "anesthesia": "kind: anesthesia, file: {file}",
}
"""How a contract names a table of the kind."""


def from_cms(source: str, files: Sequence[Path], to: Place) -> Iterator[str]:
    """Import releases as one table.

    Raises:
        ReclaimError: RATE-FILE, for a file that is none of CMS's, or two that begin on one day.
        UsageError: OUT-EXISTS, when the table is there already.
    """
    kind, read = SOURCES[source]
    yield from _written(kind, combine([read(file) for file in files]), to)


def from_anesthesia(file: Path, since: dt.date, last: dt.date | None, to: Place) -> Iterator[str]:
    """Import the factors of one stretch of time; raises as `from_cms` does."""
    found = read_anesthesia(file, effective_from=since, effective_to=last)
    yield from _written("anesthesia", found, to)


def _written(kind: str, table: pl.DataFrame, to: Place) -> Iterator[str]:
    write_tables({to.table(): (kind, table)}, to)
    days = table.select(pl.min("effective_from"), pl.max("effective_to")).row(0)
    yield f"{to.table()}: {count(table.height, 'row')}, from {days[0]} to {days[1]}"
    if kind in NAMED:
        named = NAMED[kind].format(file=table_path(to.name, ""))
        yield f"  in a contract, below schedules:  {to.name}: {{{named}}}"
    else:
        yield f"  in a contract, beside a physician schedule:  indices: {table_path(to.name, '')}"
