"""The evidence: what claims, answers and the practice's own files say about a remitted claim."""

from collections.abc import Callable, Sequence

import polars as pl

from reclaim.audit.facts.asked import Asked, ask
from reclaim.audit.facts.authorization import authorization
from reclaim.audit.facts.coding import coding
from reclaim.audit.facts.coverage import coverage
from reclaim.audit.facts.documents import documents
from reclaim.audit.facts.emergency import emergency
from reclaim.audit.facts.enrolment import enrolment
from reclaim.audit.facts.filing import filing
from reclaim.audit.facts.outcomes import outcomes
from reclaim.audit.facts.prior import prior
from reclaim.audit.facts.tables import NEEDS, TABLE_OF, FactTables, empty
from reclaim.audit.facts.twins import twins
from reclaim.rules.fact_words import fact_words
from reclaim.schema import TABLES

Family = Callable[[FactTables, Asked], list[pl.LazyFrame]]

FAMILIES: tuple[Family, ...] = (
    filing,
    coverage,
    authorization,
    emergency,
    twins,
    coding,
    enrolment,
    documents,
    prior,
    outcomes,
)

LINES = 2**24
"""More lines than a claim has."""

FACTS = 2**8
"""As many facts as their number can tell apart."""


def facts(given: FactTables, families: Sequence[Family] = FAMILIES) -> pl.DataFrame:
    """What is known about each of `given.claims` (table facts), by claim, line and fact.

    A question that nothing answers has no row. A row of a line goes before a row of its claim;
    where no line of a claim says otherwise, only the claim has a row. The order of the rows that
    are given changes nothing. `families` are the questions that are asked: all, unless said.
    """
    asked = ask(given)
    found = [rows for family in families for rows in family(given, asked)]
    names = pl.Series(list(fact_words()), dtype=pl.String)
    rows = pl.concat(pl.collect_all(found)).sort(_place())
    return rows.with_columns(
        asked.claims["claim_id"].gather(rows["claim"]),
        names.gather(rows["fact"]).alias("fact"),
    ).select(TABLES["facts"].polars_schema.names())


def _place() -> pl.Expr:
    """Where a row stands, as one number: by claim, by line (the claim itself last), by fact."""
    line = pl.col("line_number").fill_null(LINES - 1)
    return (pl.col("claim").cast(pl.Int64) * LINES + line) * FACTS + pl.col("fact")


__all__ = ["NEEDS", "TABLE_OF", "FactTables", "Family", "empty", "facts"]
