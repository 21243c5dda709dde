"""Did the claim arrive in time? The proofs of timely filing, the strongest first."""

import polars as pl

from reclaim.audit.facts.asked import Asked, links, row_id
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables
from reclaim.rules.fact_words import fact_codes

PAYER = "PR"
TAKEN = ("A", "E")
REFUSED = ("R", "M", "W", "X")
"""999 and TA1 answers; P, in part, says nothing about one claim."""

ORDER = ("day", "file_id", "segment_number", "element")
IN_TIME = pl.col("day") <= pl.col("filing_date")


def filing(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Facts about the first arrival of each claim, in any of its sendings.

    Only the payer itself can accept a claim: a clearinghouse's word, a 999 or a TA1 say no more
    than that the claim went on its way. Without a filing limit nothing is in time or late.
    """
    answers = _answers(given, asked).collect().lazy()
    accepted = first(answers.filter("accepted"), ("claim",), *ORDER)
    return [
        _said("accepted_in_time", accepted, IN_TIME),
        _said("accepted_late", accepted, ~IN_TIME),
        _rejected_first(answers, accepted),
        _batch_accepted(given, asked, answers),
        _sent_in_time(given, asked),
        _received_in_time(asked),
    ]


def _said(name: str, answers: pl.LazyFrame, holds: pl.Expr) -> pl.LazyFrame:
    """What a status of a 277CA says."""
    detail = pl.concat_str("category_code", "status_code", separator=" ", ignore_nulls=True)
    source = Source("claim_statuses")
    return fact(answers, name, holds, source, on="day", limit="filing_date", detail=detail)


def _answers(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """Every status that a sending of a claim was given, and what it comes to."""
    made = given.transactions.lazy().select("file_id", "transaction", "created_date")
    of_payer = (pl.col("answered_by") == PAYER) | (pl.col("entity") == PAYER)
    accepts = _category("accepted_in_time")
    return (
        given.claim_statuses.lazy()
        .with_columns(to_id=row_id())
        .join(_linked(given, asked, "receipt"), on="to_id")
        .join(made, on=["file_id", "transaction"], how="left")
        .with_columns(
            day=pl.coalesce("status_date", "created_date"),
            accepted=accepts & of_payer.fill_null(value=False),
            received=accepts | _category("batch_accepted"),
            rejected=_category("rejected_first"),
        )
    )


def _category(name: str) -> pl.Expr:
    """The status is one of the categories on which a fact rests."""
    codes = fact_codes(name, "category")
    return pl.col("category_code").is_in(codes).fill_null(value=False)


def _linked(given: FactTables, asked: Asked, link: str) -> pl.LazyFrame:
    """What answers a sending of a claim: `claim`, `filing_date`, `sent_id`, `to_id`."""
    answers = links(given, link).rename({"from_id": "sent_id"})
    return _limits(asked).join(answers, on="sent_id")


def _limits(asked: Asked) -> pl.LazyFrame:
    """Every sending of each claim, with the claim's last day for filing."""
    limits = asked.claims.lazy().select("claim", "filing_date")
    return asked.sendings.lazy().join(limits, on="claim")


def _rejected_first(answers: pl.LazyFrame, accepted: pl.LazyFrame) -> pl.LazyFrame:
    """A sending was rejected, and none accepted in time; null: accepted, but no limit is known."""
    taken = accepted.select("claim", taken=pl.lit(value=True), taken_in_time=IN_TIME)
    earliest = first(
        answers.with_columns(other=~pl.col("rejected")), ("claim",), "other", *ORDER
    ).join(taken, on="claim", how="left")
    too_late = pl.when("taken").then(~pl.col("taken_in_time")).otherwise(pl.lit(value=True))
    holds = pl.when("rejected").then(too_late).otherwise(pl.lit(value=False))
    return _said("rejected_first", earliest, holds)


def _batch_accepted(given: FactTables, asked: Asked, answers: pl.LazyFrame) -> pl.LazyFrame:
    """The earliest word that a sending went through; else that none did, or too late."""
    of_claims = answers.filter("received").select(
        "claim", "filing_date", "day", "file_id", "segment_number", detail="category_code"
    )
    received = pl.concat(
        [
            of_claims.with_columns(taken=pl.lit(value=True), table=pl.lit("claim_statuses")),
            _batches(given, asked).with_columns(table=pl.lit("acknowledgements")),
        ],
        how="diagonal",
    ).with_columns(refused=~pl.col("taken"))
    earliest = first(received, ("claim",), "refused", "day", "table", "file_id", "segment_number")
    holds = pl.when("taken").then(IN_TIME).otherwise(pl.lit(value=False))
    source = Source(pl.col("table"))
    return fact(
        earliest, "batch_accepted", holds, source, on="day", limit="filing_date", detail="detail"
    )


def _batches(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """What 999 and TA1 say of each sending; a TA1 counts for nothing where the 999 refuses."""
    made = given.interchanges.lazy().sort("file_id", "segment_number")
    answer = pl.col("answer")
    acknowledged = (
        given.acknowledgements.lazy()
        .filter(answer.is_in([*TAKEN, *REFUSED]))
        .with_columns(to_id=row_id())
        .join(_linked(given, asked, "batch"), on="to_id")
        .select(
            "claim",
            "sent_id",
            "filing_date",
            "file_id",
            "segment_number",
            taken=answer.is_in(TAKEN),
            detail="answer",
        )
        .sort("file_id", "segment_number")
        .join_asof(
            made.select("file_id", "segment_number", day="interchange_date"),
            on="segment_number",
            by="file_id",
            check_sortedness=False,
        )
    )
    return acknowledged.filter(
        pl.col("taken").all().over("claim", "sent_id") | ~pl.col("taken")
    ).drop("sent_id")


def _sent_in_time(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """The earliest day on which a sending was made (BHT04)."""
    made = given.transactions.lazy().select(
        "file_id", "transaction", "created_date", at="segment_number"
    )
    sent = _limits(asked).join(made, on=["file_id", "transaction"]).drop_nulls("created_date")
    earliest = first(sent, ("claim",), "created_date", "file_id", "at")
    return fact(
        earliest,
        "sent_in_time",
        pl.col("created_date") <= pl.col("filing_date"),
        Source("transactions", segment="at"),
        on="created_date",
        limit="filing_date",
    )


def _received_in_time(asked: Asked) -> pl.LazyFrame:
    """The day on which the payer itself says it received the claim (DTM*050)."""
    return fact(
        asked.claims.lazy(),
        "received_in_time",
        pl.col("received_date") <= pl.col("filing_date"),
        Source("remit_claims"),
        on="received_date",
        limit="filing_date",
    )
