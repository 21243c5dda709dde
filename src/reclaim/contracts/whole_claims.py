"""Prices claims as a whole: one price for all lines that no carve-out has taken."""

import polars as pl

from reclaim.contracts.adjust import escalated, in_cents, limited
from reclaim.contracts.claim_rules import apply_claim_rules
from reclaim.contracts.exact import EXACT
from reclaim.contracts.frames import CLAIM_PRICED, WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.registry import CLAIM_METHODS
from reclaim.contracts.terms import terms_of
from reclaim.contracts.trace import opening

UNPRICED = "line unpriced"


def price_claims(taken: pl.DataFrame, carved: pl.DataFrame, under: Under) -> pl.DataFrame:
    """One row a claim: `claim_id`, `id`, `clause`, `method`, cents, `steps` (one text), `why_not`.

    `charge_cents` is what was charged for the lines that the price is for. A claim has no price
    where one of its carve-outs has none: what is known of it would be too little.

    Args:
        taken: frames.WIDE with `term` and `held`: the lines that are priced with their claims.
        carved: `claim_id` and `expected_cents` of the other lines of the contract.
        under: the contract and its tables.
    """
    contract = under.contract
    terms = terms_of(contract)
    claims = _priced(taken, under).join(terms, on="term", how="left", maintain_order="left")
    opened = claims.with_columns(steps=opening(contract)).drop("step")
    alone = escalated(opened, contract)
    given = alone.select("claim_id", "exact", "steps", "why_not", term="id")
    ruled = apply_claim_rules(given, taken.select(WIDE.names()), contract).drop("term")
    after = alone.drop("exact", "steps", "why_not").join(ruled, on="claim_id", how="left")
    unknown = carved.filter(pl.col("expected_cents").is_null())["claim_id"].unique()
    complete = ~pl.col("claim_id").is_in(unknown.implode())
    why_not = pl.when(complete | pl.col("why_not").is_not_null()).then("why_not")
    whole = after.with_columns(
        exact=pl.when(complete).then("exact"), why_not=why_not.otherwise(pl.lit(UNPRICED))
    )
    before = in_cents(limited(alone, terms), contract.rounding).select(
        "claim_id", price_cents="cents"
    )
    last = in_cents(limited(whole, terms), contract.rounding).rename({"cents": "expected_cents"})
    both = last.join(before, on="claim_id", how="left")
    known = pl.when(pl.col("expected_cents").is_not_null())
    return both.with_columns(price_cents=known.then("price_cents"))


def _priced(taken: pl.DataFrame, under: Under) -> pl.DataFrame:
    """What the methods give for the claims, with what is the same on all their lines."""
    priced = [CLAIM_PRICED.to_frame()]
    for ordinal, term in enumerate(under.contract.terms):
        own = taken.filter(pl.col("term") == ordinal)
        if own.height:
            priced.append(
                CLAIM_METHODS[type(term.price)](own.select(WIDE.names()), term.price, under)
            )
    claims = taken.group_by("claim_id", maintain_order=True).agg(
        pl.col("term", "held", "claim_charge_cents").first(),
        pl.col("day").min(),
        charge_cents=pl.when(pl.col("charge_cents").is_not_null().all()).then(
            pl.col("charge_cents").sum()
        ),
    )
    return claims.join(pl.concat(priced).cast({"exact": EXACT}), on="claim_id", how="left")
