"""What came afterwards: later decisions on the same claim, and whether payment came in time."""

import polars as pl

from reclaim.audit.facts.asked import (
    Asked,
    code,
    follow,
    links,
    payer_key,
    remitted,
    standing,
)
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables
from reclaim.rules.clocks import with_clock

CLP = Source("remit_claims")
SVC = Source("remit_lines")
ORDER = ("payment_date", "file_id", "segment_number")
CLAIM = pl.concat_str(pl.lit("claim "), "payer_control_number")


def outcomes(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Facts about later decisions of the same payer that still hold, and about prompt payment."""
    later = _later(given, asked).collect().lazy()
    everybody = asked.claims.lazy().select("claim")
    came = everybody.join(first(later, ("claim",), *ORDER), on="claim", how="left")
    paying = later.filter(pl.col("paid_cents") > 0)
    paid = everybody.join(first(paying, ("claim",), *ORDER), on="claim", how="left")
    found = pl.col("segment_number").is_not_null()
    said: dict[str, str | pl.Expr] = {"on": "payment_date", "detail": CLAIM}
    return [
        fact(came, "correction_found", found, CLP, **said),
        fact(paid, "paid_later", found, CLP, **said),
        _lines_paid(given, asked, paying),
        _prompt(given, asked),
    ]


def _later(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """The later decisions on each claim, and on a later sending of it."""
    steps = links(given, "correction", "same", "resent").collect()
    back = steps.select(from_id="to_id", to_id="from_id")
    answers = links(given, "sent").select(from_id="to_id", to_id="from_id")
    own = asked.claims.lazy().select("claim", "claim_id")
    decided = follow(own.rename({"claim_id": "id"}).collect(), back)
    resent = follow(asked.sent.select("claim", id="sent_id"), back).join(
        asked.sent.select("claim", id="sent_id"), on=["claim", "id"], how="anti"
    )
    answered = (
        resent.lazy().join(answers, left_on="id", right_on="from_id").select("claim", id="to_id")
    )
    ids = pl.concat([decided.lazy(), answered]).unique()
    concerned = remitted(given).join(ids.select(claim_id="id"), on="claim_id", how="semi").collect()
    keyed = standing(given, payer_key(given, concerned).lazy())
    mine = (
        payer_key(given, concerned)
        .lazy()
        .join(own, on="claim_id")
        .select("claim", own_id="claim_id", own_payer="payer_key", own_date="payment_date")
    )
    before = pl.col("payment_date") < pl.col("own_date")
    return (
        ids.join(standing(given, keyed), left_on="id", right_on="claim_id")
        .join(mine, on="claim")
        .filter(
            pl.col("id") != pl.col("own_id"),
            pl.col("payer_key") == pl.col("own_payer"),
            ~before.fill_null(value=False),
        )
        .select(
            "claim",
            "file_id",
            "segment_number",
            "payment_date",
            "paid_cents",
            "payer_control_number",
            "statement_from_date",
        )
    )


def _lines_paid(given: FactTables, asked: Asked, paying: pl.LazyFrame) -> pl.LazyFrame:
    """Which lines a later decision paid: those of the same procedure and day.

    One row a line, where a decision that shows lines paid anything.
    """
    above = paying.select(
        "claim",
        "file_id",
        "payment_date",
        "payer_control_number",
        "statement_from_date",
        claim_segment="segment_number",
    )
    theirs = (
        given.remit_lines.lazy()
        .join(above, on=["file_id", "claim_segment"])
        .with_columns(code=code(), day=pl.coalesce("service_date", "statement_from_date"))
        .select("claim", "code", "day", *ORDER, "payer_control_number", "paid_cents")
    )
    mine = asked.lines.lazy().select("claim", "line_number", "code", day="service_date")
    paid = theirs.filter(pl.col("paid_cents") > 0)
    found = first(
        mine.join(paid, on=["claim", "code", "day"]), ("claim", "line_number"), *ORDER
    ).drop("code", "day")
    shown = mine.join(theirs.select("claim").unique(), on="claim", how="semi").join(
        found, on=["claim", "line_number"], how="left"
    )
    return fact(
        shown,
        "paid_later",
        pl.col("segment_number").is_not_null(),
        SVC,
        line_number="line_number",
        on="payment_date",
        detail=CLAIM,
    )


def _prompt(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """The payment against the last day for it."""
    clocked = with_clock(asked.claims.lazy(), "prompt_pay", given.payers, prefix="prompt")
    return fact(
        clocked,
        "paid_after_prompt_window",
        pl.col("payment_date") > pl.col("prompt_date"),
        CLP,
        on="payment_date",
        limit="prompt_date",
        detail="prompt_rule",
    )
