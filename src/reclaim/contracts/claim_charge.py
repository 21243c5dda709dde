"""Holds what a contract allows for a claim to the claim's charge, where the contract says so."""

import polars as pl

from reclaim.contracts.model.contract import Contract
from reclaim.contracts.shown import shown_cents
from reclaim.contracts.trace import BREAK
from reclaim.contracts.whole_claims import UNPRICED

ROWS = pl.Schema(
    {
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        "id": pl.String(),
        "clause": pl.String(),
        "method": pl.String(),
        "price_cents": pl.Int64(),
        "expected_cents": pl.Int64(),
        "steps": pl.String(),
        "why_not": pl.String(),
    }
)
"""What one contract says, before it is put together: as frames.EXPECTED, `id` is the term and the
`steps` are one text."""


def not_over_charge(rows: pl.DataFrame, lines: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """ROWS in which no claim comes to more than its charge.

    A claim that would is then one of its own row, priced at the charge; its lines keep their steps
    and lose their amounts, since no part of the cut is of any one line. A claim of which a line has
    no price may yet pass the charge: its other lines stand as long as they, by themselves, do not
    come to more than was charged for them.

    Args:
        rows: of whole claims and lines.
        lines: the lines they are of, frames.WIDE, with `alone`.
        contract: the contract.
    """
    sums = _sums(rows, lines)
    marked = rows.join(sums, on="claim_id", how="left", maintain_order="left")
    over = pl.col("comes_to") > pl.col("charge")
    open_end = pl.col("unknown") & (pl.col("comes_to") > pl.col("known_charge"))
    within = marked.filter(~over.fill_null(value=False))
    uncertain = open_end & pl.col("expected_cents").is_not_null()
    stands = pl.when(~uncertain.fill_null(value=False))
    kept = within.with_columns(
        price_cents=stands.then("price_cents"),
        expected_cents=stands.then("expected_cents"),
        why_not=stands.then("why_not").otherwise(pl.lit(UNPRICED)),
    )
    beyond = marked.filter(over)
    parts = beyond.filter(pl.col("line_number").is_not_null()).with_columns(
        price_cents=None, expected_cents=None, why_not=None
    )
    every = [kept, parts, _at_charge(beyond, contract)]
    return pl.concat([part.select(ROWS.names()).cast(ROWS) for part in every])


def _sums(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """By claim: what it comes to as far as known, whether a price is missing, and the charges."""
    charge, whole = pl.col("charge_cents"), pl.col("claim_charge_cents").first()
    summed = pl.when(charge.is_not_null().all()).then(charge.sum())
    charges = lines.group_by("claim_id").agg(
        charge=pl.coalesce(pl.when(pl.col("alone").first()).then(whole), summed)
    )
    of_lines = rows.join(
        lines.select("claim_id", "line_number", "charge_cents"),
        on=["claim_id", "line_number"],
        how="left",
    )
    priced = pl.col("expected_cents").is_not_null()
    return (
        of_lines.group_by("claim_id")
        .agg(
            comes_to=pl.col("expected_cents").sum(),
            unknown=pl.col("why_not").is_not_null().any(),
            known_charge=charge.filter(priced).sum(),
        )
        .join(charges, on="claim_id", how="left")
    )


def _at_charge(beyond: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The rows of the claims that are cut to their charge: ROWS."""
    whole = pl.col("line_number").is_null()
    one = {
        name: pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first())
        for name in ("id", "clause", "method")
    }
    claims = beyond.group_by("claim_id").agg(
        **one,
        price_cents=pl.when(~pl.col("unknown").first()).then(pl.col("price_cents").sum()),
        expected_cents=pl.col("charge").first(),
        comes_to=pl.col("comes_to").first(),
        before=pl.col("steps").filter(whole).first(),
    )
    steps = pl.concat_str(
        pl.col("before").fill_null(f"contract {contract.contract}"),
        pl.lit("the prices come to ") + shown_cents(pl.col("comes_to")),
        pl.lit("not more than the charge of the claim ") + shown_cents(pl.col("expected_cents")),
        separator=BREAK,
    )
    return claims.with_columns(line_number=None, why_not=None, steps=steps)
