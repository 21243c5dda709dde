"""What `reclaim contract import` writes, and what it says of what it read."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.cli.contracts_of import contracts_folder
from reclaim.errors import UsageError
from reclaim.intake.rates.imports.files import stem
from reclaim.intake.rates.imports.filters import Codes, Names, patterns
from reclaim.intake.rates.imports.guess import guess_mapping
from reclaim.intake.rates.imports.hospital import hospital_plans, read_hospital
from reclaim.intake.rates.imports.imported import Imported
from reclaim.intake.rates.imports.in_network_groups import wanted_providers
from reclaim.intake.rates.imports.in_network_prices import Prices
from reclaim.intake.rates.imports.mapping import mapping_path, read_mapping, write_mapping
from reclaim.intake.rates.imports.payer_in_network import read_in_network
from reclaim.intake.rates.imports.sheet import read_sheets
from reclaim.intake.rates.imports.spreadsheet import read_spreadsheet
from reclaim.intake.rates.imports.terms import table_path
from reclaim.intake.rates.write import write_rate_table
from reclaim.wording import clean, count

SHOWN = 20
"""Of more problems than this, the rest are counted."""


@dataclass(frozen=True)
class Place:
    """Where tables go: the folder of contracts, the tables' name, whether to replace any."""

    folder: Path
    name: str
    force: bool

    def table(self, part: str = "") -> Path:
        """The file of a part of the source."""
        return self.folder / table_path(self.name, part)


@dataclass(frozen=True)
class InNetwork:
    """What of a payer's file is asked for; empty or null: all of it."""

    npis: tuple[str, ...] = ()
    tins: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    billing_class: str | None = None
    since: dt.date | None = None


def place(practice: Path | None, name: str | None, source: Path, *, force: bool) -> Place:
    """Where the tables of a source go: NAME, or its own name, below the practice's contracts."""
    return Place(contracts_folder(practice), name or stem(source), force)


def from_spreadsheet(source: Path, mapping: Path | None, to: Place) -> Iterator[str]:
    """Import a fee schedule by its mapping, which is proposed and written when it is missing.

    Raises:
        ReclaimError: RATE-FILE, for a file or mapping that cannot be read.
        UsageError: OUT-EXISTS, when the table is there already.
    """
    kept = mapping or mapping_path(to.table())
    if kept.is_file():
        how = read_mapping(kept)
        yield f"{kept}: columns as before"
    else:
        how = guess_mapping(read_sheets(source))
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_mapping(how, kept)
        yield f"{kept}: proposed by the headers; look at it"
    for column in how.columns:
        about = " ".join(word for word in (column.setting, column.modifier) if word)
        yield f"  {clean(column.header):<32} {column.holds.replace('_', ' ')} {about}".rstrip()
    yield from (f"  doubtful: {clean(doubt)}" for doubt in how.doubts)
    yield from write_imported(read_spreadsheet(source, how), source, to)


def payers_of_hospital(source: Path) -> Iterator[str]:
    """The payers and plans that a hospital's file has charges of.

    Raises:
        ReclaimError: RATE-FILE, for a file that cannot be read.
    """
    yield f"{source.name} has charges of these payers and plans; name one with --payer and --plan:"
    for payer, plan in hospital_plans(source):
        yield f"  {clean(payer)}: {clean(plan)}"


def from_hospital(
    source: Path, payers: tuple[str, ...], plans: tuple[str, ...], to: Place
) -> Iterator[str]:
    """Import what a payer pays a hospital, from the hospital's file.

    Raises:
        ReclaimError: RATE-FILE, for a file that cannot be read, or has no such payer or plan.
        UsageError: OUT-EXISTS, when a table is there already.
    """
    asked = Names(patterns(plans)) if plans else None
    found = read_hospital(source, payers=Names(patterns(payers)), plans=asked, name=to.name)
    yield from write_imported(found, source, to)


def from_in_network(source: Path, asked: InNetwork, to: Place) -> Iterator[str]:
    """Import the rates of some providers from a payer's file.

    Raises:
        ReclaimError: RATE-FILE, for a file that cannot be read.
        UsageError: OUT-EXISTS, when a table is there already.
    """
    prices = Prices(
        codes=Codes(patterns(asked.codes)),
        billing_class=asked.billing_class,
        effective_from=asked.since,
    )
    wanted = wanted_providers(asked.npis, asked.tins)
    found = read_in_network(source, wanted=wanted, prices=prices, name=to.name)
    yield from write_imported(found, source, to)


def write_imported(found: Imported, source: Path, to: Place) -> Iterator[str]:
    """Write the tables of an import, and say what became of the source.

    Raises:
        UsageError: OUT-EXISTS, when a table is there already and is not to be replaced.
    """
    write_tables({to.table(part): ("rates", rates) for part, rates in found.tables.items()}, to)
    for part, rates in found.tables.items():
        yield f"{to.table(part)}: {count(rates.height, 'rate')} of {source.name}"
    if not found.tables:
        yield f"{source.name}: no rates"
    yield from (f"  note: {clean(note)}" for note in found.notes)
    yield from (f"  left aside: {why}: {number:,}" for why, number in sorted(found.skipped.items()))
    yield from _problems(found)
    if found.terms:
        terms = to.table().with_suffix(".terms.yaml")
        terms.write_text(found.terms, "utf-8")
        yield f"{terms}: proposed terms; compare them with the contract, and copy what holds"


def write_tables(tables: Mapping[Path, tuple[str, pl.DataFrame]], to: Place) -> None:
    """Write tables by their kinds, all or none.

    Raises:
        UsageError: OUT-EXISTS, when one is there already and is not to be replaced.
    """
    there = [path for path in tables if path.exists()]
    if there and not to.force:
        raise UsageError(
            "OUT-EXISTS",
            where=str(there[0]),
            what="there is such a table already",
            why="Contracts may be priced by it.",
            next_step="give another --name, or --force to replace it",
        )
    for path, (kind, table) in tables.items():
        write_rate_table(kind, table, path)


def _problems(found: Imported) -> Iterator[str]:
    if found.problems:
        yield f"  {count(len(found.problems), 'problem')}; these are no rates:"
    yield from (f"    {clean(str(problem))}" for problem in found.problems[:SHOWN])
    if len(found.problems) > SHOWN:
        yield f"    and {len(found.problems) - SHOWN:,} more"
