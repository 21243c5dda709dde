"""Patterns in what was posted: who, when and what is out of the usual, with the numbers for it."""

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from reclaim.audit.posted.robust import rarity
from reclaim.audit.posted.usual import SUBJECTS, jumps, one_day, outliers
from reclaim.audit.posted.words import dollars
from reclaim.rules.dated import dated_rule
from reclaim.rules.posting_columns import labels
from reclaim.rules.posting_derived import party_of, shows_hardship
from reclaim.rules.posting_policy import PostingPolicy
from reclaim.schema import TABLES

FILE = "posting_patterns.yaml"
LIMITS = (
    "score",
    "chance",
    "least-entries",
    "least-subjects",
    "least-months",
    "most-months",
    "least-jump",
    "least-rise",
    "least-days",
    "band",
    "waived",
)
WAIVED = ("courtesy", "charity")
DISCRETIONARY = pl.col("posted_party").ne_missing(pl.lit("insurer")) | (
    pl.col("posted_category") == "administrative"
)
"""Write-offs that a person decides on: no remittance asks for them."""

HALF = 0.5
PERCENT = pl.col("entries") * 100 / pl.col("both")

Limits = Mapping[str, int]


def patterns(write_offs: pl.LazyFrame, policy: PostingPolicy, *, as_of: dt.date) -> pl.DataFrame:
    """Table `posting_patterns`, furthest out first; of one subject and period the furthest alone.

    Args:
        write_offs: table `posted_write_offs` of all accounts.
        policy: what postings are held to: the words of documents that show hardship.
        as_of: the day by which the limits of data/rules/posting_patterns.yaml are chosen.
    """
    limits = {name: dated_rule(FILE, f"patterns/{name}").on(as_of).value for name in LIMITS}
    rows = write_offs.filter(pl.col("posted_cents") > 0).with_columns(
        posted_party=party_of(pl.col("posted_category")),
        hardship_document=shows_hardship(policy),
    )
    made: tuple[Callable[[pl.LazyFrame, Limits], pl.DataFrame], ...] = (
        _just_under_limit,
        _self_approved,
        _routine_waiver,
        _one_day,
        _outliers,
        _jumps,
    )
    found = [TABLES["posting_patterns"].empty(), *(one(rows, limits) for one in made)]
    key = list(TABLES["posting_patterns"].key)
    order = ["score", *key]
    return (
        pl.concat(found)
        .sort(order, descending=[True, *[False] * len(key)], nulls_last=True)
        .unique(key, keep="first", maintain_order=True)
    )


def _just_under_limit(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    """Users whose amounts crowd the last percents below their limit.

    Amounts of an honest kind get rarer as they grow, so that of two equal bands below the limit the
    upper one holds at most half.
    """
    cents, most = pl.col("posted_cents") * 100, pl.col("user_limit_cents")
    lower = cents > most * (100 - 2 * limits["band"])
    upper = cents > most * (100 - limits["band"])
    bands = rows.filter((pl.col("posted_cents") <= most) & lower)
    found = _scored(_counted(bands, ["user", "user_limit_cents"], upper), HALF, limits)
    because = pl.format(
        "{} write-offs lie within {} percent below the limit of {}, and {} in the band below that.",
        "entries",
        pl.lit(limits["band"]),
        dollars(most),
        pl.col("both") - pl.col("entries"),
    )
    return _rows(
        found,
        "just_under_limit",
        "user",
        observed=PERCENT,
        usual=pl.lit(100 * HALF),
        measure=pl.lit("percent of the write-offs in both bands below the limit, upper band"),
        because=because,
    )


def _self_approved(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    """Users who approve what they post themselves."""
    approved = rows.filter(pl.col("approved_by").is_not_null() & pl.col("user").is_not_null())
    counted = _counted(approved, ["user"], pl.col("approved_by") == pl.col("user"))
    found = counted.filter(pl.col("entries") >= limits["least-entries"])
    return _rows(
        found.with_columns(score=pl.col("entries").cast(pl.Float64)),
        "self_approved",
        "user",
        observed=PERCENT,
        usual=pl.lit(0.0),
        measure=pl.lit("percent of the user's approved write-offs, approved by the user"),
        because=pl.format(
            "{} of {} write-offs with an approval, {} in all, were approved by the one who posted "
            "them.",
            "entries",
            "both",
            dollars(pl.col("amount_cents")),
        ),
    )


def _routine_waiver(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    """Providers on many of whose claims the patient's share was let go without a record of need."""
    let_go = pl.col("posted_category").is_in(WAIVED) & ~pl.col("hardship_document")
    claims = (
        rows.filter(pl.col("provider").is_not_null())
        .group_by("provider", claim=pl.coalesce("patient_control_number", "account"))
        .agg(let_go=let_go.any(), posted_cents=pl.col("posted_cents").filter(let_go).sum())
    )
    counted = _counted(claims, ["provider"], pl.col("let_go"))
    found = _scored(counted, limits["waived"] / 100, limits)
    return _rows(
        found,
        "routine_waiver",
        "provider",
        observed=PERCENT,
        usual=pl.lit(float(limits["waived"])),
        measure=pl.lit("percent of the provider's claims with a write-off, share let go"),
        because=pl.format(
            "On {} of {} claims with a write-off, {} in all, the patient's share was let go with "
            "no decision on need on file; {} percent are taken as usual.",
            "entries",
            "both",
            dollars(pl.col("amount_cents")),
            pl.lit(limits["waived"]),
        ),
    )


def _one_day(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    found = one_day(rows.filter(DISCRETIONARY), limits)
    return _rows(
        found.with_columns(day=pl.col("posted_date").dt.to_string("%Y-%m-%d")),
        "one_day",
        "day",
        period=pl.col("posted_date"),
        observed=pl.col("entries"),
        usual=pl.col("usual"),
        measure=pl.lit("write-offs in a day that a person decides on"),
        because=pl.format(
            "{} write-offs that a person decides on, {} in all, were posted on {}, most of them by "
            "{}; on a usual day it is {}.",
            "entries",
            dollars(pl.col("amount_cents")),
            pl.col("posted_date").dt.to_string("%Y-%m-%d, a %A"),
            pl.col("user").fill_null("somebody who is not named"),
            pl.col("usual").round(1),
        ),
    )


def _outliers(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    found = outliers(rows.filter(pl.col("user").is_not_null()), limits)
    words = pl.col("posted_category").replace_strict(labels(), default=None, return_dtype=pl.String)
    return _rows(
        found,
        "outlier",
        "user",
        posted_category=pl.col("posted_category"),
        observed=pl.col("observed"),
        usual=pl.col("usual"),
        measure=pl.col("measure"),
        because=pl.format(
            "{}: the {} is {}; the median of {} users is {}.",
            words.fill_null("Not mapped"),
            "measure",
            pl.col("observed").round(2),
            "subjects",
            pl.col("usual").round(2),
        ),
    )


def _jumps(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    parts = [_jumps_of(rows, kind, limits) for kind in SUBJECTS]
    return pl.concat(parts)


def _jumps_of(rows: pl.LazyFrame, kind: str, limits: Limits) -> pl.DataFrame:
    category = "subject" if kind == "category" else pl.lit(None, dtype=pl.String)
    return _rows(
        jumps(rows, SUBJECTS[kind], limits),
        "jump",
        kind,
        subject="subject",
        period=pl.col("month"),
        posted_category=category,
        observed=pl.col("amount_cents") / 100,
        usual=pl.col("usual") / 100,
        measure=pl.lit("dollars written off in the month"),
        because=pl.format(
            "{} was written off in {} in {} entries; the median of the {} months before is {}.",
            dollars(pl.col("amount_cents")),
            pl.col("month").dt.to_string("%Y-%m"),
            "entries",
            "months",
            dollars(pl.col("usual").round().cast(pl.Int64)),
        ),
    )


def _counted(rows: pl.LazyFrame, keys: list[str], hit: pl.Expr) -> pl.DataFrame:
    """By key: `entries` that are hits and their `amount_cents`, and `both`, hits or not."""
    hits = hit.fill_null(value=False)
    return (
        rows.group_by(keys)
        .agg(
            entries=hits.sum().cast(pl.Int64),
            both=pl.len().cast(pl.Int64),
            amount_cents=pl.col("posted_cents").filter(hits).sum(),
        )
        .collect()
    )


def _scored(counted: pl.DataFrame, chance: float, limits: Limits) -> pl.DataFrame:
    """Those with enough hits, and more of them than chance gives, with their `score`."""
    enough = counted.filter(pl.col("entries") >= limits["least-entries"])
    scores = [
        rarity(hits, tries, chance) for hits, tries in enough.select("entries", "both").rows()
    ]
    scored = enough.with_columns(score=pl.Series(scores, dtype=pl.Float64))
    return scored.filter(pl.col("score") >= limits["chance"])


def _rows(
    found: pl.DataFrame, pattern: str, subject_kind: str, **columns: pl.Expr | str
) -> pl.DataFrame:
    """Rows of the table; the subject stands in the column named like its kind."""
    none = {
        "period": pl.lit(None, dtype=pl.Date),
        "posted_category": pl.lit(None, dtype=pl.String),
        "subject": pl.col(subject_kind) if "subject" not in columns else None,
    }
    named = {name: value for name, value in {**none, **columns}.items() if value is not None}
    schema = TABLES["posting_patterns"].polars_schema
    whole = found.select(
        "entries",
        "amount_cents",
        "score",
        pattern=pl.lit(pattern),
        subject_kind=pl.lit(subject_kind),
        **named,
    )
    return whole.select(pl.col(name).cast(kind) for name, kind in schema.items())
