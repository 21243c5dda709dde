"""Works out what rules about postings ask beyond what the evidence gives: days, classes, words."""

from functools import cache

import polars as pl

from reclaim.codes import categories, write_off_categories
from reclaim.rules.posting_columns import About, labels
from reclaim.rules.posting_policy import PostingPolicy, proves

WINNABLE = ("yes", "maybe")
STANDS = ("open", "hold")


def derived(about: About, policy: PostingPolicy) -> list[pl.Expr]:
    """The columns of DERIVED of one thing, from those of GIVEN."""
    if about == "claim":
        days = (pl.col("as_of") - pl.col("remittance_date")).dt.total_days()
        return [days.alias("posting_days")]
    if about in ("account", "payment"):
        return []
    more = _of_split() if about == "split" else []
    return [*_of_write_off(policy), *more]


def rebooked(category: pl.Expr) -> pl.Expr:
    """The category of write-offs for a category by the evidence.

    Itself where write-offs have it; else its first part; else the rest of its place (`denial/other`
    for a denial hidden in a price cut). Null where nothing is to be written off: what the patient
    owes, what is pending, what is not known.
    """
    return category.replace_strict(_rebooked(), default=None, return_dtype=pl.String)


def shows_hardship(policy: PostingPolicy) -> pl.Expr:
    """Whether a document of a write-off shows that somebody decided on the patient's need."""
    named = pl.col("documents").list.join(" ", ignore_nulls=True)
    words = policy.hardship_words
    return proves(pl.col("document"), words).fill_null(value=False) | proves(
        named, words
    ).fill_null(value=False)


def party_of(posted_category: pl.Expr) -> pl.Expr:
    """Whose balance a category of write-offs lowers; null: either's, or no known category."""
    return _looked_up(posted_category, "party", pl.String())


def _of_write_off(policy: PostingPolicy) -> list[pl.Expr]:
    posted = pl.col("posted_category")
    in_time = pl.col("finding_status").is_in(STANDS)
    won = pl.col("finding_recoverable").is_in(WINNABLE) & in_time
    return [
        posted.str.split("/").list.first().alias("posted_place"),
        posted.replace_strict(labels(), default=None, return_dtype=pl.String).alias("posted_label"),
        party_of(posted).alias("posted_party"),
        _looked_up(posted, "ncr", pl.Boolean()).alias("posted_ncr"),
        _looked_up(posted, "backed_by", pl.String()).is_not_null().alias("posted_backed"),
        _documented().alias("documented"),
        _days_since("first_statement_date").alias("effort_days"),
        _days_since("patient_since").alias("held_days"),
        _days_since("last_patient_payment_date").alias("quiet_days"),
        shows_hardship(policy).alias("hardship_document"),
        _reversed_later().alias("reversed_later"),
        won.fill_null(value=False).alias("winnable"),
    ]


def _of_split() -> list[pl.Expr]:
    rebook = rebooked(pl.col("category"))
    words = pl.col("category").replace_strict(labels(), default=None, return_dtype=pl.String)
    return [
        words.alias("label"),
        pl.concat_str("group_code", "carc", separator="-").alias("cas_reason"),
        rebook.alias("rebook"),
        _looked_up(rebook, "ncr", pl.Boolean()).alias("evidence_ncr"),
        _looked_up(rebook, "necessary", pl.Boolean()).alias("evidence_necessary"),
    ]


def _days_since(column: str) -> pl.Expr:
    return (pl.col("posted_date") - pl.col(column)).dt.total_days()


def _documented() -> pl.Expr:
    filed = (pl.col("documents").list.len() > 0).fill_null(value=False)
    return pl.col("reason").is_not_null() | pl.col("document").is_not_null() | filed


def _reversed_later() -> pl.Expr:
    day = pl.col("reversed_date")
    return day.dt.truncate("1mo") > pl.col("posted_date").dt.truncate("1mo")


def _looked_up(category: pl.Expr, column: str, kind: pl.DataType) -> pl.Expr:
    return category.replace_strict(_words(column), default=None, return_dtype=kind)


@cache
def _words(column: str) -> dict[str, str | bool | None]:
    truth = {"true": True, "false": False}
    rows = write_off_categories().select("category", column).iter_rows()
    flags = column in ("ncr", "necessary")
    return {name: truth.get(value) if flags else value for name, value in rows}


@cache
def _rebooked() -> dict[str, str]:
    known = frozenset(write_off_categories()["category"])
    found = {}
    for category in categories()["category"]:
        place = category.split("/")[0]
        fitting = [name for name in (category, place, f"{place}/other") if name in known]
        if fitting:
            found[category] = fitting[0]
    return found
