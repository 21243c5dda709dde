"""What `reclaim contract calibrate` says of variances that a person marked as invalid."""

from collections.abc import Iterator
from typing import Any

from reclaim.cli.contract_marked_rates import MarkedRates, Rate
from reclaim.contracts.calibrate.change import change_yaml
from reclaim.money import format_cents
from reclaim.wording import clean, count

INDENT = "    "
LABEL = "another rate for a single code, marked invalid by a person"
NO_RATE = "No one rate explains these marked lines; read the term that prices them:"
TABLE = ".csv"
"""In a step of a price: it names the line of a rate table."""

Row = dict[str, Any]


def marked_rate_lines(found: MarkedRates, first: int) -> Iterator[str]:
    """Every other rate with its evidence, numbered from `first`; nothing without a mark."""
    if not found.marked:
        return
    yield ""
    yield (
        f"{count(found.marked, 'line')} marked as invalid by a person; {found.explained:,} as "
        "allowed with the changes above"
    )
    for number, rate in enumerate(found.rates, first):
        yield ""
        yield from _rate(rate, number)
    if found.left.height:
        yield ""
        yield NO_RATE
        yield from (f"{INDENT}{_line(row)}" for row in found.left.iter_rows(named=True))


def _rate(rate: Rate, number: int) -> Iterator[str]:
    yield f"{number}. {LABEL}: {rate.code}"
    fitting = f"{rate.fitting:,} of {count(rate.touched, 'line')} come out as allowed"
    yield f"  Evidence: {count(rate.marked.height, 'marked line')}; {fitting}"
    rows = rate.marked.to_dicts()
    yield from (f"{INDENT}{_line(row)}" for row in rows)
    yield "  To paste:"
    yield from (f"{INDENT}{line}" for line in change_yaml(rate.contract, rate.change).splitlines())
    of_tables = [step for row in rows for step in row["steps"] or () if TABLE in step]
    for step in dict.fromkeys(of_tables):
        yield f"  Or mend the table itself: {clean(step)}"
    if rate.broken:
        yield f"  Makes {count(rate.broken, 'line')} differ that agreed"


def _line(row: Row) -> str:
    line = "whole claim" if row["line_number"] is None else f"line {row['line_number']}"
    code = f" {clean(row['code'])}" if row["code"] else ""
    expected, allowed = format_cents(row["expected"]), format_cents(row["allowed"])
    then = f", changed {format_cents(row['then'])}" if row.get("then") is not None else ""
    return f"{row['claim_id']} {line}{code}: expected {expected}, allowed {allowed}{then}"
