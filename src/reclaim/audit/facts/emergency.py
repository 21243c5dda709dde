"""Did the claim as sent say that it was an emergency?"""

import polars as pl

from reclaim.audit.facts.asked import Asked
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables
from reclaim.rules.fact_words import fact_codes

TYPE_OF_BILL = "A"
"""CLM05-2: the facility type is a type of bill, and no place of service."""


def emergency(_: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """One fact a claim: its indicator, its place of service or its admission type says so."""
    place = pl.when(pl.col("facility_qualifier").fill_null("") != TYPE_OF_BILL).then(
        "facility_type"
    )
    of_claim = asked.sent.lazy().select(
        "claim",
        "file_id",
        "segment_number",
        table=pl.lit("claims"),
        detail=pl.coalesce(
            _says(pl.col("admission_type"), "admission_type"), _says(place, "place_of_service")
        ),
    )
    of_lines = asked.sent_lines.lazy().select(
        "claim",
        "file_id",
        "segment_number",
        table=pl.lit("claim_lines"),
        detail=pl.coalesce(
            _says(pl.col("emergency"), "emergency_indicator"),
            _says(pl.col("place_of_service"), "place_of_service"),
        ),
    )
    signs = pl.concat([of_claim, of_lines.drop_nulls("detail")])
    shown = first(
        signs.with_columns(silent=pl.col("detail").is_null()),
        ("claim",),
        "silent",
        "file_id",
        "segment_number",
    )
    source = Source(pl.col("table"))
    return [fact(shown, "emergency", ~pl.col("silent"), source, detail="detail")]


def _says(value: pl.Expr, kind: str) -> pl.Expr:
    """The value in words, where it is one that means an emergency."""
    words = pl.concat_str(pl.lit(kind.replace("_", " ") + " "), value)
    return pl.when(value.is_in(fact_codes("emergency", kind))).then(words)
