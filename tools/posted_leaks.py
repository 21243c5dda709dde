"""Holds what an audit says of a ledger against the truth about it: found, missed, false alarms."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

TRUTH = "truth_postings.csv"
FINDINGS, PATTERNS = "posting_findings.parquet", "posting_patterns.parquet"

_AS = "found_as"
_AMOUNT = "found_cents"


@dataclass(frozen=True)
class ComparedPostings:
    """What came of it.

    Args:
        planted: each row of the truth, with the kinds that were found about it (`found_as`), the
            amount found under its own (`found_cents`; null: not found), and `found`.
        alarms: findings on claims and patterns of subjects in which nothing is planted; `remitted`
            tells those on claims with a leak on their remittances.
    """

    planted: pl.DataFrame
    alarms: pl.DataFrame


def compare_postings(practice: Path, tables: Path, *, as_of: dt.date) -> ComparedPostings:
    """The truth about a practice's ledger beside the findings and patterns of an audit of it.

    What was posted after `as_of` is left out. A wrong entry is found by its number, what is about
    a claim by the claim's, and money held back by amount, since a check names no claim.
    """
    truth = _truth(practice / TRUTH, as_of).with_row_index("at")
    findings = pl.read_parquet(tables / FINDINGS)
    patterns = pl.read_parquet(tables / PATTERNS)
    by_itself = pl.col("subject") == ""
    of_patterns = _of_patterns(truth.filter(~by_itself), patterns)
    hits = pl.concat([_hits(truth.filter(by_itself), findings), of_patterns])
    own = pl.col(_AS) == pl.col("kind")
    answers = hits.group_by("at").agg(
        pl.col(_AS).unique().sort().str.join(" "),
        pl.col(_AMOUNT).filter(own).sum(),
        found=own.any(),
    )
    planted = truth.join(answers, on="at", how="left", maintain_order="left").with_columns(
        pl.col("found").fill_null(value=False), pl.col(_AS).fill_null("nothing")
    )
    leaks = pl.read_csv(practice / "truth.csv", infer_schema=False)
    return ComparedPostings(planted, _alarms(truth, findings, patterns, leaks))


def told_postings(compared: ComparedPostings) -> pl.DataFrame:
    """By kind of leak: planted, found under its kind, with its amount; and as what else."""
    right = pl.col("found") & (pl.col(_AMOUNT) == pl.col("amount_cents"))
    return (
        compared.planted.group_by("leak", "kind")
        .agg(
            planted=pl.len(),
            found=pl.col("found").sum(),
            amount_right=right.sum(),
            instead=pl.col(_AS).filter(~pl.col("found")).unique().sort().str.join("; "),
        )
        .sort("leak")
    )


def told_alarms(compared: ComparedPostings) -> pl.DataFrame:
    """By kind: how many false alarms, for how much, and how many on claims with another leak."""
    return (
        compared.alarms.group_by("kind")
        .agg(pl.len(), pl.col("amount_cents").sum(), pl.col("remitted").sum())
        .sort("len", "kind", descending=[True, False])
    )


def missed_postings(table: pl.DataFrame) -> pl.DataFrame:
    """The kinds of which a planted one was not found under its kind."""
    return table.filter(pl.col("found") < pl.col("planted"))


def _truth(path: Path, as_of: dt.date) -> pl.DataFrame:
    """The truth, without what was posted later; nothing is told as the empty text."""
    rows = pl.read_csv(path, infer_schema=False).with_columns(
        pl.col("posted_date").str.to_date(), pl.col("amount_cents").cast(pl.Int64)
    )
    known = rows.filter((pl.col("posted_date") <= as_of).fill_null(value=True))
    return known.with_columns(pl.col(pl.String).fill_null(""))


def _hits(truth: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Row of the truth, kind and amount of each finding about it."""
    found = findings.select(
        "transaction_id", "patient_control_number", pl.col("kind").alias(_AS),
        pl.col("amount_cents").alias(_AMOUNT),
    )  # fmt: skip
    of_entry = truth.filter(pl.col("transaction_id") != "").join(found, on="transaction_id")
    whole = truth.filter(pl.col("transaction_id") == "")
    of_claim = whole.join(found, on="patient_control_number")
    unnamed = found.filter(pl.col("patient_control_number").is_null())
    of_check = whole.join(
        unnamed, left_on=["kind", "amount_cents"], right_on=[_AS, _AMOUNT], suffix="_check"
    ).with_columns(pl.col("kind").alias(_AS), pl.col("amount_cents").alias(_AMOUNT))
    parts = (of_entry, of_claim, of_check)
    return pl.concat([part.select("at", "kind", _AS, _AMOUNT) for part in parts])


def _of_patterns(truth: pl.DataFrame, patterns: pl.DataFrame) -> pl.DataFrame:
    """Row of the truth, and the pattern of its subject; a day is a subject or a period."""
    found = patterns.select("subject", "period", pl.col("pattern").alias(_AS))
    by_subject = truth.join(found.drop("period"), on="subject")
    by_day = truth.join(
        found.select(pl.col("period").cast(pl.String).alias("subject"), _AS), on="subject"
    )
    hits = pl.concat([by_subject.select("at", "kind", _AS), by_day.select("at", "kind", _AS)])
    return hits.with_columns(pl.lit(0, pl.Int64).alias(_AMOUNT)).unique()


def _alarms(
    truth: pl.DataFrame, findings: pl.DataFrame, patterns: pl.DataFrame, leaks: pl.DataFrame
) -> pl.DataFrame:
    on_claims = findings.join(truth, on="patient_control_number", how="anti").filter(
        ~_held_back(truth)
    )
    told = truth.filter(pl.col("subject") != "")
    days = pl.col("period").cast(pl.String).is_in(told["subject"].implode())
    strange = patterns.filter(
        ~pl.col("subject").is_in(told["subject"].implode()), ~days.fill_null(value=False)
    )
    remitted = pl.col("patient_control_number").is_in(leaks["patient_control_number"].implode())
    columns = ["kind", "patient_control_number", "transaction_id", "amount_cents", "because"]
    return pl.concat(
        [
            on_claims.select(*columns, remitted=remitted.fill_null(value=False)),
            strange.select(
                pl.col("pattern").alias("kind"),
                patient_control_number=pl.lit(None, pl.String),
                transaction_id=pl.lit(None, pl.String),
                amount_cents="amount_cents",
                because="because",
                remitted=pl.lit(value=False),
            ),
        ]
    )


def _held_back(truth: pl.DataFrame) -> pl.Expr:
    """Whether a finding without a claim is of a kind and amount that is planted on one."""
    keys = truth.filter(pl.col("transaction_id") == "").select(
        pl.struct("kind", "amount_cents").alias("key")
    )["key"]
    unnamed = pl.col("patient_control_number").is_null()
    return unnamed & pl.struct("kind", "amount_cents").is_in(keys.implode())
