"""What an earlier payer decided, and whether the claim told of it."""

import polars as pl

from reclaim.audit.facts.asked import Asked, filing_limit, links, remitted, standing
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables

CLP = Source("remit_claims")
CLAIM = pl.concat_str(pl.lit("claim "), "payer_control_number")


def prior(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Facts about the payer before this one, from its remittance and from the claim as sent."""
    earlier = _earlier(given, asked).collect().lazy()
    latest = earlier.with_columns(age=-pl.col("payment_date").dt.epoch("d"))
    shown = first(latest, ("claim",), "age", "file_id", "segment_number")
    everybody = asked.claims.lazy().select("claim").join(shown, on="claim", how="left")
    found = pl.col("segment_number").is_not_null()
    said: dict[str, str | pl.Expr] = {"on": "payment_date", "detail": CLAIM}
    return [
        fact(everybody, "prior_remittance_found", found, CLP, **said),
        _on_claim(given, asked),
        _reversed(given, earlier),
        _before_limit(given, asked, shown),
    ]


def _earlier(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """The earlier payers' decisions on each claim, whether they still hold or not."""
    linked = links(given, "prior").join(
        asked.claims.lazy().select("claim", from_id="claim_id"), on="from_id"
    )
    return (
        remitted(given)
        .join(linked.select("claim", claim_id="to_id"), on="claim_id")
        .select(
            "claim",
            "claim_id",
            "file_id",
            "segment_number",
            "payer_control_number",
            "payment_date",
            "paid_cents",
        )
    )


def _decided(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """Another payer's decision on each claim as sent: AMT*D or its day; null without one."""
    decided = pl.col("paid_cents").is_not_null() | pl.col("paid_date").is_not_null()
    others = given.other_payers.lazy().filter(decided)
    sent = asked.sent.lazy().select(
        "claim", "file_id", claim_segment="segment_number", own_segment="segment_number"
    )
    found = sent.join(others, on=["file_id", "claim_segment"], how="left").with_columns(
        age=-pl.col("paid_date").dt.epoch("d")
    )
    return first(found, ("claim",), "age", "segment_number")


def _on_claim(given: FactTables, asked: Asked) -> pl.LazyFrame:
    carried = pl.col("segment_number").is_not_null()
    table = pl.when(carried).then(pl.lit("other_payers")).otherwise(pl.lit("claims"))
    decided = _decided(given, asked).with_columns(
        carried=carried, at=pl.coalesce("segment_number", "own_segment")
    )
    source = Source(table, segment="at")
    return fact(decided, "prior_payer_on_claim", pl.col("carried"), source, on="paid_date")


def _reversed(given: FactTables, earlier: pl.LazyFrame) -> pl.LazyFrame:
    """The earlier payer paid after a decision of its own that had paid nothing.

    The link may lead to either of the two decisions.
    """
    steps = links(given, "correction", "same")
    either = pl.concat(
        [
            earlier.join(steps, left_on="claim_id", right_on="to_id").select(
                "claim", later="from_id", before="claim_id"
            ),
            earlier.join(steps, left_on="claim_id", right_on="from_id").select(
                "claim", later="claim_id", before="to_id"
            ),
        ]
    ).unique()
    decisions = remitted(given).select(
        "claim_id",
        "claim_status",
        "file_id",
        "segment_number",
        "payer_control_number",
        "payment_date",
        "paid_cents",
    )
    refused = decisions.filter(pl.col("paid_cents") <= 0).select(before="claim_id")
    paid = standing(given, decisions.filter(pl.col("paid_cents") > 0)).rename({"claim_id": "later"})
    mended = first(
        either.join(refused, on="before", how="semi").join(paid, on="later"),
        ("claim",),
        "payment_date",
        "file_id",
        "segment_number",
    )
    everybody = earlier.select("claim").unique().join(mended, on="claim", how="left")
    return fact(
        everybody,
        "prior_denial_reversed",
        pl.col("segment_number").is_not_null(),
        CLP,
        on="payment_date",
        detail=CLAIM,
    )


def _before_limit(given: FactTables, asked: Asked, earlier: pl.LazyFrame) -> pl.LazyFrame:
    """The filing limit, counted from the earlier payer's decision, against the day of arrival.

    The day of arrival is the payer's own (DTM*050), else that on which the claim was made: it
    cannot have come sooner. The decision's day is the remittance's, else the claim's own word.
    """
    at = ("claim", "day", "table", "file_id", "segment_number")
    by_remittance = earlier.select(
        "claim", "file_id", "segment_number", day="payment_date", table=pl.lit("remit_claims")
    )
    by_claim = _decided(given, asked).select(
        "claim", "file_id", "segment_number", day="paid_date", table=pl.lit("other_payers")
    )
    days = pl.concat([by_remittance.select(at), by_claim.select(at)]).drop_nulls("day")
    # A remittance goes before a claim's own word of it.
    decided = first(days.with_columns(rank=pl.col("table") != "remit_claims"), ("claim",), "rank")
    made = given.transactions.lazy().select("file_id", "transaction", "created_date")
    sent = asked.sent.lazy().join(made, on=["file_id", "transaction"])
    rows = (
        asked.claims.lazy()
        .drop("file_id", "segment_number", "filing_date")
        .join(decided, on="claim")
        .join(sent.select("claim", "created_date"), on="claim", how="left")
        .with_columns(service_date="day", arrival=pl.coalesce("received_date", "created_date"))
    )
    return fact(
        rows.join(filing_limit(given, rows), on="claim"),
        "filed_before_limit_of_prior",
        pl.col("arrival") <= pl.col("filing_date"),
        Source(pl.col("table")),
        on="arrival",
        limit="filing_date",
    )
