"""Reads what a payer pays a hospital from the hospital's own machine-readable file."""

from collections.abc import Iterator
from pathlib import Path

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.files import opened, stem, stop
from reclaim.intake.rates.imports.filters import Names
from reclaim.intake.rates.imports.hospital_charges import Asked, Charge, keep_charge
from reclaim.intake.rates.imports.hospital_csv import charges_of_csv
from reclaim.intake.rates.imports.hospital_json import charges_of_json
from reclaim.intake.rates.imports.imported import Imported, Tally
from reclaim.intake.rates.imports.parts import told_apart
from reclaim.intake.rates.imports.settle import settle_tables
from reclaim.intake.rates.imports.terms import proposed_terms

SHOWN_PLANS = 20
SHOWN_WORDS = 600


def read_hospital(
    path: Path, *, payers: Names, plans: Names | None = None, name: str | None = None
) -> Imported:
    """The standard charges of one payer in a hospital's file: CSV tall or wide, JSON; 2.x and 3.x.

    Tables `inpatient` and `outpatient` where prices differ by it, else one for all. A charge that
    is only described becomes a row without a price, whose status begins "algorithm"; that of a drug
    by quantity, one whose status begins "drug". `terms` has case rates and per diems, and as
    comments what the file says of modifiers and of contracts in general.

    Args:
        path: the file, plain, gzip or alone in a ZIP archive.
        payers: patterns of the payer's name.
        plans: patterns of the plan's name; null: all plans of the payer.
        name: what the tables are called in `terms`; null: as the file.

    Raises:
        ReclaimError: RATE-FILE, when the file is none of these, or has no such payer or plan; then
            it names those that it has.
    """
    tally = Tally()
    asked = Asked(payers, plans or Names())
    kept = 0
    for charge in _charges(path, asked):
        keep_charge(charge, asked, tally)
        kept += 1
    if not kept:
        raise _nobody(path, asked)
    tables = settle_tables(told_apart(tally.tables()), path.name, tally)
    return Imported(
        tables=tables,
        problems=tuple(tally.problems),
        skipped=dict(tally.skipped),
        notes=tally.said(),
        terms=proposed_terms(tables, name or stem(path), path.name, _comments(asked)),
    )


def hospital_plans(path: Path) -> list[tuple[str, str]]:
    """The payers and plans that a hospital's file has charges of, in the order of their names.

    Raises:
        ReclaimError: RATE-FILE, when the file cannot be read.
    """
    asked = Asked()
    for _ in _charges(path, asked):
        pass
    return sorted(asked.seen)


def _charges(path: Path, asked: Asked) -> Iterator[Charge]:
    with opened(path) as raw:
        start = raw.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    return (charges_of_json if start[:1] == b"{" else charges_of_csv)(path, asked)


def _comments(asked: Asked) -> tuple[str, ...]:
    of_modifiers = [f"modifier {code}: {said}" for code, said in asked.modifiers.items()]
    said = [" ".join(text.split())[:SHOWN_WORDS] for text in dict.fromkeys(asked.provisions)]
    return (*of_modifiers, *said)


def _nobody(path: Path, asked: Asked) -> ReclaimError:
    plans = sorted(asked.seen)
    listed = "; ".join(f"{payer}, {plan}" for payer, plan in plans[:SHOWN_PLANS])
    more = f"; and {len(plans) - SHOWN_PLANS} more" if len(plans) > SHOWN_PLANS else ""
    return stop(
        path.name,
        "the file has no charges of such a payer and plan",
        f"It has: {listed or 'no payer at all'}{more}.",
        "ask by a part of one of these names",
    )
