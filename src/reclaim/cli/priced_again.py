"""The lines of an audit as contracts price them, beside what was allowed."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from reclaim.audit.allowed import amounts
from reclaim.audit.net import aside
from reclaim.cli.whys import JudgedBy
from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.contract import Contract
from reclaim.pipeline.claims_to_price import REMIT_CLAIM_COLUMNS
from reclaim.pipeline.pricing import Asked, expected_lines
from reclaim.pipeline.to_price import to_price
from reclaim.rules.payer_map import LABEL
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id

NOBODYS = ContractBook(
    (
        Contract.model_validate(
            {
                "contract": "nobody's",
                "payer": "nobody",
                "effective_to": dt.date.min,
                "terms": [{"id": "none", "clause": "none", "price": {"method": "capitation"}}],
            }
        ),
    )
)
"""A contract that binds nothing: every line is told with what was allowed, and no price."""


@dataclass(frozen=True)
class PricedAgain:
    """Claims and lines in the frames of pricing, and their rows of `expected_lines`."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    expected: pl.DataFrame


def priced_again(source: JudgedBy, *, since: dt.date | None = None) -> PricedAgain:
    """What contracts say of an audit's lines, as they stand now, of payments from a day on.

    Without contracts the lines are told without a price.
    """
    asked = _asked(source)
    expected = pl.concat([TABLES["expected_lines"].empty(), *expected_lines(asked)])
    if since:
        expected = expected.filter(pl.col("payment_date") >= since)
    keys = expected.lazy().select("claim_id").unique()
    claims = (
        asked.scan("remit_claims")
        .select(REMIT_CLAIM_COLUMNS)
        .with_columns(claim_id())
        .join(keys, on="claim_id", how="semi")
        .sort("file_id", "segment_number")
        .collect()
    )
    named = asked.payers.with_payer(claims).with_columns(payer=LABEL)
    given = to_price(asked.scan, named, asked.links, asked.line_links)
    return PricedAgain(given.claims.select(list(CLAIMS)), given.lines.select(list(LINES)), expected)


def _asked(source: JudgedBy) -> Asked:
    def scan(name: str) -> pl.LazyFrame:
        """A table of the audit; one that it had no use for is empty."""
        found = source.tables.get(name)
        return TABLES[name].empty().lazy() if found is None else found

    return Asked(
        scan,
        amounts(scan("dispositions").collect()).lazy(),
        aside(scan("claim_states")).collect(),
        scan("claim_links").collect(),
        scan("line_links").collect(),
        source.known.book.payers,
        source.known.contracts or NOBODYS,
    )
