"""The terms of a contract as a table, to be laid beside the lines that they price."""

import polars as pl

from reclaim.contracts.exact import EXACT, exact, fraction
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import HUNDRED, OF_CLAIMS, FeeSchedule
from reclaim.contracts.shown import shown_percent
from reclaim.contracts.trace import opening

TERMS = pl.Schema(
    {
        "term": pl.UInt32(),
        "id": pl.String(),
        "clause": pl.String(),
        "method": pl.String(),
        "opening": pl.String(),
        "share": pl.Int64(),
        "percent": pl.String(),
        "escalates": pl.Boolean(),
        "minimum": EXACT,
        "maximum": EXACT,
        "capped": pl.Boolean(),
    }
)
"""One row a term, `term` its ordinal. `opening`: the first step of its trace. `share`: millionths
of what the method gives, and `percent` the same in words. `minimum`, `maximum`: exact. `capped`:
what it prices is never more than its charge."""


def terms_of(contract: Contract) -> pl.DataFrame:
    """TERMS of a contract, in their order."""
    rows = [_row(n, term, contract) for n, term in enumerate(contract.terms)]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def _row(ordinal: int, term: Term, contract: Contract) -> tuple[object, ...]:
    price = term.price
    percent = price.percent if isinstance(price, FeeSchedule) else HUNDRED
    lesser = price.lesser_of_charge
    by_line = contract.lesser_of_charge == "line" and not isinstance(price, OF_CLAIMS)
    return (
        ordinal,
        term.id,
        term.clause,
        price.method,
        opening(contract, term),
        fraction(percent),
        shown_percent(percent),
        term.escalate,
        None if price.minimum is None else exact(price.minimum),
        None if price.maximum is None else exact(price.maximum),
        by_line if lesser is None else lesser,
    )
