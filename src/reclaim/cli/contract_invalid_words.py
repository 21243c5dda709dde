"""What `reclaim contract invalid` says: what was marked, and which price would have to change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reclaim.audit.marked import KEYS, mark_keys
from reclaim.cli.contract_marks import Marked
from reclaim.cli.whys import JudgedBy
from reclaim.contracts.read import ENDINGS, read_contract
from reclaim.money import format_cents
from reclaim.report.held_words import price_steps
from reclaim.wording import clean, count, joined

Row = dict[str, Any]


def marked_lines(done: Marked, name: str, source: JudgedBy) -> Iterator[str]:
    """What was marked, the price behind each line step by step, and what to do next."""
    if done.changed:
        yield f"{name}: {count(done.changed, 'line')} marked as invalid in {done.file}"
    else:
        yield f"{name}: marked before; {done.file} is as it was"
    for row in done.rows.with_columns(mark_keys()).iter_rows(named=True):
        yield f"  {variance_words(row)}"
        yield f"    {_clause(row, _file_of(done.file.parent, row['contract']))}"
        yield from (f"      {step}" for step in price_steps(row))
    yield "Next, mend that price; this proposes how:"
    for contract in sorted(set(done.rows["contract"])):
        yield f"  reclaim contract calibrate {contract}{source.option}"
    yield f"To take it back: reclaim contract invalid {name} --undo{source.option}"


def undone_lines(done: Marked, name: str) -> Iterator[str]:
    """How many marks were taken back."""
    if not done.changed:
        yield f"{name}: nothing was marked; {done.file} is as it was"
        return
    yield f"{name}: {count(done.changed, 'mark')} taken back from {done.file}"
    yield "The next audit judges the difference again."


def variance_words(row: Row) -> str:
    """`claim 1001 line 1, 99213: expected 108.12, allowed 100.00`, from the KEYS of a mark."""
    assert set(KEYS) <= set(row)
    line = "as a whole" if row["line_number"] is None else f"line {row['line_number']}"
    of = joined(f"claim {clean(row['patient_control_number'])} {line}", row["code"])
    expected, allowed = format_cents(row["expected"]), format_cents(row["allowed"])
    return f"{of}: expected {expected}, allowed {allowed}"


def _clause(row: Row, file: str) -> str:
    inferred = "inferred from history" if row["inferred"] else ""
    where = f"contract {row['contract']}" + (f" ({file})" if file else "")
    term = f"term {clean(row['term'])}" if row["term"] else "several terms"
    return joined(where, term, row["clause"], inferred)


def _file_of(folder: Path, contract: str) -> str:
    """The file that states the contract, as errors name it; empty: it is there no longer."""
    files = sorted(file for file in folder.iterdir() if file.name.endswith(ENDINGS))
    stating = (file.name for file in files if read_contract(file).contract == contract)
    return next((f"{folder.name}/{name}" for name in stating), "")
