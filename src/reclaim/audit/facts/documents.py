"""What the practice holds in its own files for a claim."""

import polars as pl

from reclaim.audit.facts.asked import Asked
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables
from reclaim.rules.fact_words import fact_codes

SOURCE = Source("documents.csv", file=None, segment="row")


def documents(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Whether a document is listed. A kind of document that is listed for nobody is not known."""
    listed = given.practice.documents
    if listed is None:
        return []
    claims = asked.claims.lazy().select("claim", "patient_control_number").drop_nulls()
    told = []
    for name in ("notice_on_file", "record_on_file"):
        kind = pl.col("document").str.to_lowercase()
        rows = listed.filter(kind.is_in(fact_codes(name, "document")))
        if not rows.is_empty():
            held = claims.join(rows.lazy(), on="patient_control_number", how="left")
            shown = first(held, ("claim",), "date", "row")
            told.append(fact(shown, name, pl.col("row").is_not_null(), SOURCE, on="date"))
    return told
