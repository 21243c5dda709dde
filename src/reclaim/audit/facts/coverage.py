"""What the payer itself answered about coverage on the day of service (271)."""

import polars as pl

from reclaim.audit.facts.asked import Asked, links, row_id
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables
from reclaim.rules.fact_words import fact_codes


def coverage(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Whether coverage was active or had ended, and whether another payer was named.

    The latest answer about the day decides. Within it, one active coverage is enough: plans that
    have ended may stand beside it. A refusal to answer (AAA) answers nothing.
    """
    benefits = _latest(given, asked).collect().lazy()
    said = benefits.filter(pl.col("active") | pl.col("ended"))
    main = first(said.with_columns(other=~pl.col("active")), ("claim",), "other", "segment_number")
    named = first(
        benefits.with_columns(unnamed=~pl.col("other_payer")),
        ("claim",),
        "unnamed",
        "segment_number",
    )
    return [
        _answer("coverage_active", main, pl.col("active")),
        _answer("coverage_ended", main, ~pl.col("active")),
        _answer("other_payer_on_271", named, pl.col("other_payer")),
    ]


def _answer(name: str, benefits: pl.LazyFrame, holds: pl.Expr) -> pl.LazyFrame:
    return fact(
        benefits,
        name,
        holds,
        Source("coverages"),
        on="created_date",
        limit="service_date",
        detail=pl.concat_str(pl.lit("EB "), "benefit_code"),
    )


def _latest(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """The benefits that say one of the three, of each claim's latest answer."""
    claims = asked.claims.lazy().select("claim", "service_date", from_id="claim_id")
    found = claims.join(links(given, "coverage"), on="from_id").select(
        "claim", "service_date", "to_id"
    )
    made = given.transactions.lazy().select("file_id", "transaction", "created_date")
    says = {
        column: pl.col("benefit_code").is_in(fact_codes(name, "benefit"))
        for column, name in (
            ("active", "coverage_active"),
            ("ended", "coverage_ended"),
            ("other_payer", "other_payer_on_271"),
        )
    }
    answers = (
        given.coverages.lazy()
        .with_columns(**says, to_id=row_id())
        .filter(pl.any_horizontal(*says))
        .join(found, on="to_id")
        .join(made, on=["file_id", "transaction"], how="left")
    )
    newest_first = answers.with_columns(
        age=pl.lit(0) - pl.col("created_date").cast(pl.Int32).fill_null(0)
    )
    latest = first(newest_first, ("claim",), "age", "file_id", "transaction")
    chosen = latest.select("claim", "file_id", "transaction")
    return answers.join(chosen, on=["claim", "file_id", "transaction"], how="semi")
