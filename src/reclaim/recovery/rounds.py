"""Rounds: what a payer decided about one claim on one day, and what it decided next."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reclaim.recovery.payers import payer_of
from reclaim.schema.claim_states import claim_id

CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "claim_status",
    "paid_cents",
    "payment_date",
)
"""Of every claim on a remittance, beside the columns that `payer_of` asks for."""

NOT_A_DECISION = ("22", "23", "25")
"""A reversal, a claim sent on, an estimate: none of them decides anything."""


def rounds(links: pl.DataFrame, remit_claims: pl.DataFrame) -> pl.DataFrame:
    """One row a claim that was decided more than once: `claim_id`, `payer`, `round`, `next_round`.

    Decisions belong together when links `same`, `correction` or `resent` join them, over any
    number of steps, and one payer made them. Those of one day are one round, since a claim may be
    split; a correction of that day is a round after it. `next_round` is null for the last. Links
    that are ambiguous and decisions without a payment date are not used.

    Args:
        links: table claim_links.
        remit_claims: CLAIM_COLUMNS, and the payer.
    """
    sure = links.filter(~pl.col("ambiguous").fill_null(value=False))
    corrections = sure.filter(pl.col("link") == "correction")
    decided = remit_claims.filter(
        ~pl.col("claim_status").is_in(NOT_A_DECISION).fill_null(value=False),
        pl.col("payment_date").is_not_null(),
    ).select(claim_id(), "payment_date", payer=payer_of(remit_claims))
    placed = (
        _families(_pairs(sure))
        .join(decided, on="claim_id")
        .with_columns(corrects=pl.col("claim_id").is_in(corrections["from_id"].implode()))
    )
    order = ["family", "payer", "payment_date", "corrects"]
    numbered = (
        placed.select(order)
        .unique()
        .sort(order)
        .with_row_index("round")
        .with_columns(next_round=pl.col("round").shift(-1).over("family", "payer"))
    )
    return placed.join(numbered, on=order, nulls_equal=True).select(
        "claim_id", "payer", "round", "next_round"
    )


def _pairs(links: pl.DataFrame) -> pl.DataFrame:
    """Pairs of decisions about one claim: `one` and `other`."""
    direct = links.filter(pl.col("link").is_in(("same", "correction"))).select(
        one="from_id", other="to_id"
    )
    sent = links.filter(pl.col("link") == "sent")
    resent = links.filter(pl.col("link") == "resent").select("from_id", "to_id")
    again = resent.join(sent.select(one="from_id", from_id="to_id"), on="from_id").join(
        sent.select(other="from_id", to_id="to_id"), on="to_id"
    )
    return pl.concat([direct, again.select("one", "other")])


def _families(pairs: pl.DataFrame) -> pl.DataFrame:
    """`claim_id` and `family`: claims that pairs join share a number."""
    names = pl.concat([pairs["one"], pairs["other"]]).unique().sort().alias("claim_id")
    numbers = names.to_frame().with_row_index("number")
    one, other = (
        pairs.join(numbers, left_on=side, right_on="claim_id", maintain_order="left")["number"]
        for side in ("one", "other")
    )
    family = _least_reached(len(names), one.to_numpy(), other.to_numpy())
    return names.to_frame().with_columns(family=pl.Series(family, dtype=pl.Int64))


def _least_reached(
    count: int, one: NDArray[np.uint32], other: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """For each number the least that pairs reach from it."""
    least = np.arange(count, dtype=np.int64)
    while True:
        lower = np.minimum(least[one], least[other])
        found = least.copy()
        np.minimum.at(found, one, lower)
        np.minimum.at(found, other, lower)
        found = found[found]
        if np.array_equal(found, least):
            return found
        least = found
