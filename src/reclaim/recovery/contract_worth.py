"""What a payer would pay on a line that it denied: the contract's price, less what is not its own.

A contract says what a line would have been allowed; the payer pays its share of that, and the
patient the rest.
"""

import polars as pl

COMPARED = ("as_contracted", "underpaid", "overpaid")
LEAST_LINES = 5
"""A payer's share of what it allows is taken from no fewer lines than this."""

OF_CLAIM = "_of_claim"

CONTRACT_SHARES = pl.Schema(
    {
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        "contract_charge_cents": pl.Int64(),
        "contract_paid_cents": pl.Int64(),
        "contract_basis": pl.String(),
    }
)
"""For each denied line that a contract prices (null: the whole claim): its charge, and what the
payer would pay of it."""


def contract_shares(expected: pl.LazyFrame) -> pl.DataFrame:
    """CONTRACT_SHARES of the denied lines in `expected_lines`.

    The payer's share of what it allows is what it paid of the allowed amounts of all lines that
    were compared, when there are LEAST_LINES such; with fewer the expected amount is taken whole.
    Prices of an inferred schedule count like others: they are what this payer allows.
    """
    priced = pl.col("expected_cents").is_not_null() & (pl.col("charge_cents") > 0)
    denied = expected.filter((pl.col("verdict") == "denied") & priced)
    of_payers = (
        expected.filter(pl.col("verdict").is_in(COMPARED) & (pl.col("allowed_cents") > 0))
        .group_by("payer")
        .agg(
            lines=pl.len(),
            payer_paid=pl.col("paid_cents").sum(),
            payer_allowed=pl.col("allowed_cents").sum(),
        )
        .filter(pl.col("lines") >= LEAST_LINES)
    )
    due, paid, allowed = (
        pl.col(name).cast(pl.Int128) for name in ("expected_cents", "payer_paid", "payer_allowed")
    )
    share = (2 * due * pl.min_horizontal(paid, allowed) + allowed) // (2 * allowed)
    return (
        denied.join(of_payers, on="payer", how="left")
        .select(
            "claim_id",
            "line_number",
            contract_charge_cents="charge_cents",
            contract_paid_cents=pl.coalesce(share, due).cast(pl.Int64),
            contract_basis=_basis(),
        )
        .sort("claim_id", "line_number", nulls_last=True)
        .collect(engine="streaming")
    )


def by_contract(stakes: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """The stakes with what the payer would pay by contract of their line, or of their claim.

    Args:
        stakes: `claim_id`, `line_number`, and further columns.
        shares: what `contract_shares` gave.
    """
    whole = shares.filter(pl.col("line_number").is_null()).drop("line_number")
    lines = shares.filter(pl.col("line_number").is_not_null())
    names = [name for name in shares.columns if name.startswith("contract_")]
    return (
        stakes.join(lines, on=["claim_id", "line_number"], how="left", maintain_order="left")
        .join(whole, on="claim_id", how="left", suffix=OF_CLAIM, maintain_order="left")
        .with_columns(pl.coalesce(name, name + OF_CLAIM).alias(name) for name in names)
        .drop(name + OF_CLAIM for name in names)
    )


def _basis() -> pl.Expr:
    """Such as `contract harbor-1, of which the payer pays 82.3 percent (410 lines)`."""
    tenths = pl.col("payer_paid").cast(pl.Int128) * 1000 // pl.col("payer_allowed")
    tenths = tenths.cast(pl.Int64)
    part = pl.concat_str(
        pl.lit(", of which the payer pays "),
        tenths // 10,
        pl.lit("."),
        tenths % 10,
        pl.lit(" percent ("),
        "lines",
        pl.lit(" lines)"),
    )
    return pl.concat_str(pl.lit("contract "), "contract", part.fill_null(""))
