"""Prices every line by the contract that binds it: what the payer should allow, and why."""

import polars as pl

from reclaim.contracts.bind import bind, locality
from reclaim.contracts.book import ContractBook
from reclaim.contracts.choose import choose
from reclaim.contracts.claim_charge import ROWS, not_over_charge
from reclaim.contracts.frames import EXPECTED
from reclaim.contracts.line_prices import price_lines
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.terms import terms_of
from reclaim.contracts.trace import BREAK, opened, told
from reclaim.contracts.whole_claims import price_claims
from reclaim.contracts.wide import wide

APART = "two contracts: other lines of the claim are under another, or none"


def price(claims: pl.DataFrame, lines: pl.DataFrame, book: ContractBook) -> pl.DataFrame:
    """What the contracts allow: frames.EXPECTED, in the order of `claim_id` and `line_number`.

    Every line has a row; a claim that is priced as a whole has one more, after its lines, which
    then have no amounts of their own. So has a claim whose lines come to more than its charge under
    a contract that never allows more. A claim that a term would price as a whole, while other lines
    of it are under another contract, has no price.

    Args:
        claims: frames.CLAIMS.
        lines: frames.LINES.
        book: the contracts.
    """
    bound = bind(wide(claims, lines), book.contracts)
    parts = [_unbound(bound)]
    for ordinal, contract in enumerate(book.contracts):
        own = bound.filter(pl.col("contract") == ordinal)
        if own.height:
            parts.append(_under(_with_alone(own, bound), Under(contract, book)))
    return pl.concat(parts).sort("claim_id", "line_number", nulls_last=True)


def _unbound(bound: pl.DataFrame) -> pl.DataFrame:
    """EXPECTED of the lines that no contract binds."""
    free = bound.filter(pl.col("contract").is_null())
    return free.select(
        "claim_id", "line_number", "why_not", steps=pl.lit([], pl.List(pl.String))
    ).match_to_schema(EXPECTED, missing_columns="insert")


def _under(own: pl.DataFrame, under: Under) -> pl.DataFrame:
    """EXPECTED of the lines that one contract binds.

    Args:
        own: the lines, with `alone`: no line of the claim is under another contract, or under none.
        under: the contract and its tables.
    """
    contract = under.contract
    placed = own.with_columns(locality=locality(contract))
    chosen = choose(placed, contract.terms)
    lines = price_lines(chosen.filter(~pl.col("whole")), under)
    parts = [lines.select(ROWS.names())]
    whole = chosen.filter("whole")
    if whole.height:
        priced = price_claims(whole.filter("alone"), lines, under)
        parts += [_part_of_claim(whole, contract), priced.select(ROWS.names())]
    rows = pl.concat(parts)
    if contract.lesser_of_charge == "claim":
        rows = not_over_charge(rows, own, contract)
    return (
        rows.rename({"id": "term"})
        .with_columns(
            contract=pl.lit(contract.contract),
            inferred=pl.lit(contract.inferred),
            steps=pl.col("steps").str.split(BREAK),
        )
        .select(EXPECTED.names())
    )


def _part_of_claim(whole: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """ROWS of lines that are priced with their claim: without amounts, but with their term."""
    terms = terms_of(contract)
    with_term = whole.drop("why_not").join(terms, on="term", how="left").with_columns(step=None)
    return told(opened(with_term, contract)).select(
        "claim_id",
        "line_number",
        "id",
        "clause",
        "method",
        price_cents=pl.lit(None, pl.Int64),
        expected_cents=pl.lit(None, pl.Int64),
        steps="steps",
        why_not=pl.when(~pl.col("alone")).then(pl.lit(APART)),
    )


def _with_alone(own: pl.DataFrame, bound: pl.DataFrame) -> pl.DataFrame:
    """Add `alone`: whether all lines of the claim are under this contract."""
    if own.height == bound.height:
        return own.with_columns(alone=pl.lit(value=True))
    other = bound.join(own.select("row"), on="row", how="anti")["claim_id"].unique()
    return own.with_columns(alone=~pl.col("claim_id").is_in(other.implode()))
