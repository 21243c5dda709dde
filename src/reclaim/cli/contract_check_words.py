"""What `reclaim contract check` says: what each contract covers, and what it leaves open."""

import datetime as dt
from collections.abc import Iterator

from reclaim.contracts.book import ContractBook
from reclaim.contracts.coverage import TableCovered, covered
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.reach import never_reached
from reclaim.contracts.words import when_words
from reclaim.wording import clean, count

WIDTH = 24


def check_lines(book: ContractBook) -> Iterator[str]:
    """Every contract: payer, days, terms, tables; then what is left open."""
    for contract in book.contracts:
        tables = list(covered(contract, book))
        yield from _covers(contract, tables)
        left = [*_gaps(tables), *_unreached(contract)]
        yield from ("  left open:", *(f"    {one}" for one in left)) if left else ()


def _covers(contract: Contract, tables: list[TableCovered]) -> Iterator[str]:
    title = f"  {clean(contract.title)}" if contract.title else ""
    yield f"{contract.contract}{title}"
    days = _days(contract.effective_from, contract.effective_to)
    inferred = ", inferred from history" if contract.inferred else ""
    yield f"  payer {contract.payer.key}, {days}{inferred}"
    asks = when_words(contract.applies_to)
    yield from [f"  only claims with: {asks}"] if asks else []
    examples = count(len(contract.examples), "example") if contract.examples else "no examples"
    yield f"  {count(len(contract.terms), 'term')}, {examples}"
    for table in tables:
        rows = count(table.rows, "row")
        yield f"  {table.name:<{WIDTH}} {table.kind}, {rows}, {_days(*table.days)}"


def _gaps(tables: list[TableCovered]) -> Iterator[str]:
    for table in tables:
        if not table.rows:
            yield f"{table.name} has no rows"
            continue
        for gap in table.gaps:
            yield f"{table.name} has no rates {_days(*gap)}"


def _unreached(contract: Contract) -> Iterator[str]:
    for term, other in never_reached(contract):
        yield f"the term {term.id} never prices anything: {other.id} takes all that it is about"


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first and first == last:
        return f"on {first}"
    begins = f"from {first}" if first else ""
    ends = f"to {last}" if last else ""
    return " ".join(word for word in (begins, ends) if word) or "on any day"
