"""What `reclaim contract calibrate` and `infer` say, and what they write."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from reclaim.cli.contract_import_words import Place, write_tables
from reclaim.cli.contract_marked_rates import marked_rates
from reclaim.cli.contract_marked_rates_words import marked_rate_lines
from reclaim.cli.contracts_of import contract_named, contracts_folder
from reclaim.cli.priced_again import PricedAgain, priced_again
from reclaim.cli.whys import JudgedBy
from reclaim.contracts.calibrate import calibrate, calibration_words
from reclaim.contracts.calibrate.change import as_file, to_yaml
from reclaim.contracts.infer import Inferred, infer
from reclaim.errors import UsageError
from reclaim.money import format_cents
from reclaim.wording import clean, count

SHOWN = 10
"""Of more departures than this, the rest are counted."""


def calibrate_lines(source: JudgedBy, name: str, since: dt.date | None) -> list[str]:
    """The contract of an id against the payments of an audit, and against what a person marked.

    Raises:
        UsageError: CONTRACT-MISSING, when there is no such contract.
    """
    contract = contract_named(source.known, name)
    priced = priced_again(source, since=since)
    found = calibrate(
        contract, source.known.contracts, priced.claims, priced.lines, priced.expected
    )
    variances = source.known.practice.variances
    rates = marked_rates(found.calibrated(), source.known.contracts, priced, variances)
    told = calibration_words(found)
    return [*told, *marked_rate_lines(rates, len(found.proposals) + 1)]


def infer_lines(
    source: JudgedBy, payer: str | None, since: dt.date | None
) -> tuple[tuple[Inferred, ...], list[str]]:
    """What each payer pays that has no contract, and the lines that say so.

    Raises:
        UsageError: NAME-UNKNOWN, when the payer named has no lines without a contract.
    """
    priced = priced_again(source, since=since)
    found = _of_payer(_inferred(priced), payer, source)
    lines = [line for each in found for line in _told(each)]
    return found, lines or ["Every payer has a contract, or nothing was paid without one."]


def write_inferred(found: Sequence[Inferred], source: JudgedBy, *, force: bool) -> Iterator[str]:
    """Write the contracts, marked as inferred, and their tables.

    Raises:
        UsageError: OUT-EXISTS, when one is there already; CONTRACT-MISSING without a folder.
    """
    folder = contracts_folder(source.known.folder)
    for each in found:
        if each.contract is None:
            continue
        file = folder / f"{each.contract.contract}.yaml"
        to = Place(folder, each.contract.contract, force)
        _refuse(file, force=force)
        for (_, path), table in each.book.tables.items():
            write_tables({folder / path: ("rates", table)}, to)
            yield f"{folder / path}: {count(table.height, 'rate')}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(to_yaml(as_file(each.contract)), "utf-8")
        yield f"{file}: marked as inferred; what it expects is suspected, not proved"


def _inferred(priced: PricedAgain) -> tuple[Inferred, ...]:
    return infer(priced.expected, priced.lines)


def _of_payer(
    found: tuple[Inferred, ...], payer: str | None, source: JudgedBy
) -> tuple[Inferred, ...]:
    if payer is None:
        return found
    known = source.known.book.payers.key_of(payer, payer)
    mine = tuple(each for each in found if each.payer in (payer, known))
    if mine:
        return mine
    raise UsageError(
        "NAME-UNKNOWN",
        where=str(source.where),
        what=f"no lines of the payer {clean(payer)} were paid without a contract",
        why=f"There are lines of: {', '.join(clean(each.payer) for each in found) or 'nobody'}.",
        next_step="give one of these payers, or leave --payer out",
    )


def _told(found: Inferred) -> Iterator[str]:
    looked = count(found.looked_at, "line")
    yield f"{clean(found.payer)}: {looked} looked at, {found.at_charge:,} allowed in full"
    if found.contract is None:
        yield "  They show no rates."
        return
    if found.percent is not None:
        yield f"  It pays {found.percent.normalize():f} percent of charges."
    else:
        yield f"  {count(found.evidence.height, 'rate')} seen, on {count(found.shown, 'line')}."
    yield from _departures(found)


def _departures(found: Inferred) -> Iterator[str]:
    rows = found.departures
    if rows.is_empty():
        yield "  No line was allowed less than is usual."
        return
    less = format_cents(int(rows["variance_cents"].sum()))
    yield f"  {count(rows.height, 'line')} allowed less than is usual, by {less}:"
    for row in rows.head(SHOWN).iter_rows(named=True):
        usual, allowed = format_cents(row["usual_cents"]), format_cents(row["allowed_cents"])
        sure = f"{row['share_percent']} percent of {row['lines']:,} lines"
        yield (
            f"    {row['claim_id']} line {row['line_number']} {row['code']}: "
            f"allowed {allowed}, usual {usual} ({sure})"
        )
    if rows.height > SHOWN:
        yield f"    and {rows.height - SHOWN:,} more"


def _refuse(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise UsageError(
            "OUT-EXISTS",
            where=str(file),
            what="there is such a contract already",
            why="It may have been corrected by hand.",
            next_step="give --force to replace it",
        )
