"""Prices claims as a whole: one price for all lines that no carve-out has taken."""

import polars as pl

from reclaim.contracts.adjust import escalated, in_cents, limited, reasoned
from reclaim.contracts.claim_rules import apply_claim_rules
from reclaim.contracts.frames import CLAIM_PRICED, WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.registry import CLAIM_METHODS
from reclaim.contracts.terms import terms_of
from reclaim.contracts.trace import opened, told

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
    contract, rounding = under.contract, under.contract.rounding
    claims = _priced(taken, under).join(terms_of(contract), on="term", how="left")
    alone = told(escalated(opened(claims, contract), contract))
    given = alone.select("claim_id", "exact", "steps", "why_not", term="id")
    ruled = apply_claim_rules(given, taken.select(WIDE.names()), contract).drop("term")
    after = alone.drop("exact", "steps", "why_not").join(ruled, on="claim_id", how="left")
    before = in_cents(limited(alone), rounding).select("claim_id", price_cents="cents")
    last = reasoned(told(in_cents(limited(after), rounding))).rename({"cents": "expected_cents"})
    return _complete(last.join(before, on="claim_id", how="left"), carved)


def _complete(claims: pl.DataFrame, carved: pl.DataFrame) -> pl.DataFrame:
    """The claims, without amounts where a carve-out of theirs has no price."""
    unknown = carved.filter(pl.col("expected_cents").is_null())["claim_id"].unique()
    short = pl.col("claim_id").is_in(unknown.implode())
    why_not = pl.coalesce("why_not", pl.when(short).then(pl.lit(UNPRICED)))
    known = pl.when(why_not.is_null())
    return claims.with_columns(
        price_cents=known.then("price_cents"),
        expected_cents=known.then("expected_cents"),
        why_not=why_not,
    )


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
    return claims.join(pl.concat(priced), on="claim_id", how="left").with_columns(
        line_number=pl.lit(None, pl.Int64)
    )
