"""Was the provider enrolled with the payer on the day of service?"""

import polars as pl

from reclaim.audit.facts.asked import Asked
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables

SOURCE = Source("roster/enrolments.csv", file=None, segment="row")


def enrolment(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """By the practice's list, of the rendering provider if it is listed, else of the payee.

    The list speaks of those whom it names: a provider, or a payer, that it never mentions is not
    known. A provider and a payer that it names, though never together, were not enrolled.
    """
    listed = given.practice.enrolments
    if listed is None:
        return []
    held = _providers(asked, listed).join(listed.lazy(), on=["npi", "payer"], how="left")
    day = pl.col("service_date")
    covered = (day >= pl.col("enrolled_from")) & (
        pl.col("enrolled_to").is_null() | (day <= pl.col("enrolled_to"))
    )
    enrolled = held.with_columns(outside=~covered.fill_null(value=False))
    shown = first(enrolled, ("claim",), "outside", "enrolled_from", "row")
    return [
        fact(
            shown,
            "enrolled_on_service_date",
            ~pl.col("outside"),
            SOURCE,
            on="enrolled_from",
            limit="service_date",
        )
    ]


def _providers(asked: Asked, listed: pl.DataFrame) -> pl.LazyFrame:
    """Each claim of a listed payer with the first of its providers that is listed."""
    npis, payers = (listed[name].unique().implode() for name in ("npi", "payer"))
    sent = asked.sent.lazy().select("claim", sent_rendering_id="rendering_id")
    who = (
        pl.when(pl.col(name).is_in(npis)).then(name)
        for name in ("rendering_id", "sent_rendering_id", "payee_id")
    )
    return (
        asked.claims.lazy()
        .filter(pl.col("payer").is_in(payers))
        .join(sent, on="claim", how="left")
        .select("claim", "payer", "service_date", npi=pl.coalesce(*who))
        .drop_nulls()
    )
