"""How `reclaim ledger check` tells what is in a ledger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reclaim.cli.ledgers import Ledger
from reclaim.intake.ledger.catalogue import ledger_problems
from reclaim.intake.ledger.read import read_ledger
from reclaim.ledger.codes import added, local_codes
from reclaim.money import format_cents
from reclaim.schema import TABLES
from reclaim.wording import clean, count

CHANGING = ("opening", "charge", "payment", "write_off", "correction", "refund")
"""The kinds that change what is receivable, in the order in which they are told."""

WIDEST_NAME = 28


@dataclass(frozen=True)
class Checked:
    """What a ledger holds: its codes, the sums of its kinds, its problems, its days."""

    files: int
    entries: int
    accounts: int
    codes: pl.DataFrame
    kinds: pl.DataFrame
    problems: pl.DataFrame
    first: str
    last: str


def checked(ledger: Ledger) -> Checked:
    """Read it, a batch at a time.

    Raises:
        ReclaimError: LEDGER-COLUMNS and others, when a file cannot be read at all.
    """
    codes, kinds, accounts, entries = [], [], pl.Series([], dtype=pl.UInt64), 0
    problems = [TABLES["ledger_problems"].empty()]
    for batch in read_ledger(ledger.paths, ledger.mappings):
        rows = batch.transactions
        entries += rows.height
        codes.append(local_codes(rows))
        kinds.append(_kinds(rows))
        problems.append(batch.problems)
        accounts = pl.concat([accounts, rows["account"].unique().hash()]).unique()
    every = added(codes)
    of_kinds = pl.concat(kinds).group_by("kind").agg(pl.all().sum()) if kinds else pl.DataFrame()
    return Checked(
        files=len(ledger.paths),
        entries=entries,
        accounts=len(accounts),
        codes=every,
        kinds=of_kinds,
        problems=pl.concat(problems),
        first=str(every["first_posted"].min()) if entries else "",
        last=str(every["last_posted"].max()) if entries else "",
    )


def unclean(found: Checked) -> bool:
    """Whether a row was set aside or doubted, or a code is not mapped."""
    graver = found.problems.filter(pl.col("severity") != "note")
    return bool(graver.height) or bool(found.codes.filter(standing="unmapped").height)


def lines(found: Checked, limit: int) -> Iterator[str]:
    """The ledger in plain words."""
    yield (
        f"{count(found.files, 'file')}, {found.entries:,} "
        f"{'entry' if found.entries == 1 else 'entries'} of {count(found.accounts, 'account')}"
        + (f", posted {found.first} to {found.last}" if found.entries else "")
    )
    yield ""
    yield from _sums(found)
    yield from _codes(found)
    yield from _problems(found, limit)


def as_json(found: Checked) -> str:
    """The same for programs; amounts in cents."""
    content = {
        "files": found.files,
        "entries": found.entries,
        "accounts": found.accounts,
        "first_posted": found.first or None,
        "last_posted": found.last or None,
        "kinds": found.kinds.sort("kind").to_dicts() if found.entries else [],
        "codes": found.codes.to_dicts(),
        "problems": found.problems.drop("value", "file_id").to_dicts(),
    }
    return json.dumps(content, indent=2, default=str) + "\n"


def _kinds(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("kind").agg(
        entries=pl.len().cast(pl.Int64),
        effect_cents=pl.col("effect_cents").sum(),
        moved_cents=pl.col("moved_cents").sum(),
    )


def _sums(found: Checked) -> Iterator[str]:
    """What each kind does to what is receivable; they add up to it."""
    known = {row["kind"]: row for row in found.kinds.to_dicts()} if found.entries else {}
    for kind in CHANGING:
        if row := known.get(kind):
            yield _sum(kind.replace("_", "-") + "s", row["effect_cents"])
    yield _sum("receivable", sum(known[kind]["effect_cents"] for kind in CHANGING if kind in known))
    if row := known.get("transfer"):
        yield f"  {format_cents(row['moved_cents'])} of it moved from insurers to patients"
    yield ""


def _sum(name: str, cents: int) -> str:
    return f"  {name:<14}{format_cents(cents):>18}"


def _codes(found: Checked) -> Iterator[str]:
    unmapped = found.codes.filter(standing="unmapped")
    if unmapped.is_empty():
        yield f"All {count(found.codes.height, 'code')} are mapped."
        yield ""
        return
    yield "Codes that the mapping does not know; put them into it (codes):"
    for row in unmapped.to_dicts():
        name = clean(row["local_name"] or "")[:WIDEST_NAME]
        yield (
            f"  {clean(row['local_code'] or '(none)'):<12}{name:<{WIDEST_NAME + 2}}"
            f"{row['entries']:>9,}{format_cents(row['amount_cents']):>18}"
        )
    yield ""


def _problems(found: Checked, limit: int) -> Iterator[str]:
    if found.problems.is_empty():
        yield "No row is wrong."
        return
    by_code = found.problems.group_by("code", maintain_order=True).agg(
        pl.len(), pl.col("amount_cents").sum()
    )
    for code, number, cents in by_code.sort("len", descending=True).rows():
        told = ledger_problems()[code]
        aside = f", {format_cents(cents)} in them" if told.severity == "error" and cents else ""
        yield f"{told.severity}: {told.title}  [{code}]  {count(number, 'row')}{aside}"
        rows = found.problems.filter(code=code).to_dicts()
        for row in rows if limit == 0 else rows[:limit]:
            yield f"  {_place(row)}"
        if limit and number > limit:
            yield f"  {number - limit:,} more; --limit 0 shows all"
        yield f"  {told.consequence}"
        yield f"  Next: {told.next}"
        yield ""


def _place(row: dict[str, object]) -> str:
    parts = [f"row {row['row']}" if row["row"] else ""]
    parts += [f"column {clean(str(row['column']))}" if row["column"] else ""]
    parts += [str(row["detail"] or "")]
    return ", ".join(part for part in parts if part) or "the file"
