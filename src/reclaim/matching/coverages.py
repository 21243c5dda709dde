"""Which 271 spoke of the patient's coverage on the day of a remitted claim."""

import polars as pl

from reclaim.matching.answers import SAME_PAYER
from reclaim.matching.forms import mark
from reclaim.matching.ladder import HIGH, MEDIUM, PAIRS
from reclaim.matching.side import Side
from reclaim.matching.tables import PLACE, LinkTables

SPEAKS = ("1", "6", "R")
"""EB01: active, inactive, another payer. The rest is about amounts."""

PAYER_UNKNOWN = pl.col("other_payer_code").is_null() & pl.col("other_payer_label").is_null()

BY_MEMBER = (
    ("member id and service date", "patient"),
    ("member id of the insured and service date", "insured"),
    ("corrected member id and service date", "corrected"),
    ("member id as sent, and service date", "sent_patient"),
)

BY_NAME = "patient's name, birth date and service date"

EXACTLY = (pl.col("first") <= pl.col("from_date")) & (pl.col("from_date") <= pl.col("last"))
"""The days that the answer speaks of hold the day of service."""

BEGUN = (
    (pl.col("first") <= pl.col("from_date"))
    & (pl.col("from_date") <= pl.col("asked_on"))
    & (pl.col("first") == pl.col("last"))
    & pl.col("benefit_code").is_in(("1", "R"))
)
"""It gives one day, which may be the plan's first, and is not older than the service."""

_OWN = pl.col("benefit_date").is_not_null()
_START = pl.when(_OWN).then("benefit_date").otherwise("plan_date")
_END = pl.when(_OWN).then("benefit_end_date").otherwise("plan_end_date")

FORMS = {
    "benefit_code": pl.col("benefit_code"),
    "asked_on": pl.col("asked_on"),
    "first": pl.coalesce(_START, "asked_on"),
    "last": pl.coalesce(pl.when(_START.is_not_null()).then(_END), _START, "asked_on"),
    "member": mark("subscriber_id"),
    "person": mark("patient_last_name", "patient_first_name"),
    "born": pl.col("patient_birth_date"),
    "other_payer_code": mark("payer_id"),
    "other_payer_label": mark("payer_name"),
}
"""An answer about coverage. Without days it speaks of the day it was made, `asked_on`."""


def coverage_side(tables: LinkTables) -> Side:
    """The answers about whether the patient is covered, and the refusals to answer: FORMS."""
    made = tables.transactions.select("file_id", "transaction", asked_on="created_date").unique(
        ["file_id", "transaction"], keep="first", maintain_order=True
    )
    refused = pl.col("answered").is_not_null() | pl.col("reject_reason").is_not_null()
    source = (
        tables.coverages.filter(pl.col("benefit_code").is_in(SPEAKS) | refused)
        .join(made, on=["file_id", "transaction"], how="left", maintain_order="left")
        .sort(*PLACE)
    )
    rows = pl.DataFrame({"place": pl.arange(source.height, dtype=pl.UInt32, eager=True)})
    side = Side("coverages", rows.with_row_index("row"), source, FORMS, source)
    return side.having(*FORMS)


def covered(remits: Side, sents: Side, sent: pl.DataFrame, answers: Side) -> pl.DataFrame:
    """Pairs of a remitted claim and each answer about its patient's coverage on its day.

    By member id; else by name and birth date as sent, when the payer is the same. Several answers
    do not compete: all hold.

    Args:
        remits: the claims on remittances.
        sents: the claims as sent.
        sent: the pairs of both that nothing competes with.
        answers: what `coverage_side` returned.
    """
    if answers.rows.is_empty() or remits.rows.is_empty():
        return pl.DataFrame(schema=PAIRS)
    persons = _persons(remits, sents, sent)
    spoken = answers.rows.drop("place").rename({"row": "other"})
    found = pl.DataFrame(schema=PAIRS)
    for key, member in BY_MEMBER:
        same = persons.join(spoken, left_on=member, right_on="member")
        high = SAME_PAYER | PAYER_UNKNOWN
        found = pl.concat([found, _dated(same, key, high).join(found, on="row", how="anti")])
    same = persons.join(
        spoken, left_on=["sent_name", "sent_birth"], right_on=["person", "born"]
    ).filter(SAME_PAYER)
    named = _dated(same, BY_NAME, pl.lit(value=False))
    return pl.concat([found, named.join(found, on="row", how="anti")])


def _persons(remits: Side, sents: Side, sent: pl.DataFrame) -> pl.DataFrame:
    """Of each remitted claim its day, its payer, and by what its patient may be known."""
    own = remits.having(
        "from_date", "payer_code", "payer_label", "patient", "insured", "corrected"
    ).rows.drop_nulls("from_date")
    as_sent = sents.having("patient", "name", "birth").rows.select(
        other="row", sent_patient="patient", sent_name="name", sent_birth="birth"
    )
    tied = sent.select("row", "other").join(as_sent, on="other").drop("other")
    return own.join(tied, on="row", how="left", maintain_order="left")


def _dated(pairs: pl.DataFrame, key: str, high: pl.Expr) -> pl.DataFrame:
    """The pairs whose answer speaks of the day of service, as PAIRS."""
    confidence = pl.when(high & EXACTLY).then(pl.lit(HIGH)).otherwise(pl.lit(MEDIUM))
    return (
        pairs.filter((EXACTLY | BEGUN).fill_null(value=False))
        .with_columns(key=pl.lit(key), confidence=confidence, candidates=pl.lit(1, pl.UInt32))
        .select(PAIRS.names())
    )
