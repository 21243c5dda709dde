"""Which parts of a charge someone should look at, and everything needed to act on each."""

import polars as pl

from reclaim.codes import carcs
from reclaim.report.audited import Audited
from reclaim.schema.claim_states import claim_id

LOSS_PLACES = ("denial", "payer_reduction", "underpayment", "write_off")
"""Places where money that was charged, and is nobody's share, did not arrive."""

OPEN_PLACES = ("pending", "unknown")
"""Places that somebody must settle before the dollar can be called lost."""

PAYER = pl.coalesce(
    pl.col("payer_name").str.strip_chars().replace("", None),
    pl.col("payer_id").str.strip_chars().replace("", None),
    pl.lit("Payer not named"),
)
"""What a payer is called: its name, or its identifier when it gives no name."""

IS_LOSS = pl.col("place").is_in(LOSS_PLACES)

IS_OPEN = pl.col("place").is_in(OPEN_PLACES)

IS_SECOND_CUT = (pl.col("rule_id") == "contractual/second-cut").fill_null(value=False)
"""A price cut that a second payer repeats: posted twice, it writes the same dollars off twice."""

CAUSE = pl.when(IS_SECOND_CUT).then(pl.lit("contractual/second_cut")).otherwise("category")
"""What the report calls the category: a second cut is no ordinary contractual one."""

IS_CANDIDATE = (IS_LOSS & pl.col("recoverable").is_in(["yes", "maybe"])).fill_null(value=False)
"""Recoverable candidates: lost money that the rule calls recoverable, for certain or perhaps."""

IS_SETTLED = ((pl.col("recoverable") == "no") & pl.col("necessary")).fill_null(value=False)
"""A proper reduction with nothing to win, such as sequestration at the lawful rate."""

IS_FINDING = (IS_LOSS & IS_SETTLED.not_()) | IS_OPEN | IS_SECOND_CUT
"""What a person should look at. Unverified contractual cuts wait for a contract instead."""

REASON = ["place", "category", "group_code", "carc", "rule_id", "necessary", "recoverable"]
"""Why a part of the charge went where it went."""

_RARCS = pl.col("rarcs").list.sort().list.join(" ")
"""Remark codes in one order, so that the same rows always read the same."""

_ORDER = ["size_cents", "claim_id", "line_number", "category", "group_code", "carc", "rule_id"]


def findings(audited: Audited, *, limit: int) -> pl.DataFrame:
    """The `limit` largest findings, one row a disposition, by size and then by claim.

    A payment above what the remittance explains is as large a finding as one below.
    """
    rows = audited.counted_dispositions().filter(IS_FINDING)
    rows = rows.with_columns(rarcs=_RARCS, category=CAUSE)
    return _described(audited, _largest(rows, limit))


def largest_by_claim(audited: Audited, keep: pl.Expr, *, limit: int) -> pl.DataFrame:
    """The `limit` largest sums for one claim and one reason, with `lines`: how many it spans."""
    claim = ["file_id", "claim_id", "patient_control_number", "payer_control_number"]
    sums = (
        audited.counted_dispositions()
        .filter(keep)
        .with_columns(category=CAUSE)
        .group_by(claim + REASON)
        .agg(
            pl.col("amount_cents").sum(),
            pl.col("line_number").min(),
            rarcs=_RARCS.max(),
            lines=pl.col("line_number").drop_nulls().n_unique().cast(pl.Int64),
        )
        .filter(pl.col("amount_cents") != 0)
    )
    largest = pl.concat([_largest(sums.filter(turn), limit) for turn in audited.turns()])
    return _described(audited, _largest(largest.lazy(), limit))


def count_findings(audited: Audited) -> tuple[int, int]:
    """How many findings there are in all, and their whole cents."""
    rows = audited.counted_dispositions().filter(IS_FINDING)
    total = rows.select(pl.len(), pl.col("amount_cents").sum()).collect(engine="streaming")
    return int(total["len"].item()), int(total["amount_cents"].item())


def _largest(rows: pl.LazyFrame, limit: int) -> pl.DataFrame:
    # top_k keeps only `limit` rows in memory; the sort then settles ties the same way every time.
    ascending = [False] + [True] * (len(_ORDER) - 1)
    return (
        rows.with_columns(size_cents=pl.col("amount_cents").abs())
        .top_k(limit, by=_ORDER, reverse=ascending)
        .sort(_ORDER, descending=[not up for up in ascending], nulls_last=True)
        .drop("size_cents")
        .collect(engine="streaming")
    )


def _described(audited: Audited, rows: pl.DataFrame) -> pl.DataFrame:
    """Add payer, dates, the file and the words of the codes to a few chosen rows."""
    wanted = rows.lazy().select("claim_id").unique()
    claims = audited.counted_claims().join(wanted, on="claim_id", how="semi")
    claims = claims.select(
        "claim_id",
        "payment_date",
        "statement_from_date",
        payer=PAYER,
        claim_charge_cents=pl.col("charge_cents"),
        claim_segment=pl.col("segment_number"),
    )
    files = audited.files.lazy().select("file_id", file="path")
    return (
        rows.lazy()
        .join(claims, on="claim_id", how="left", maintain_order="left")
        .join(files, on="file_id", how="left", maintain_order="left")
        .join(_service_dates(audited, wanted), on="claim_id", how="left", maintain_order="left")
        .join(_words(carcs(), "carc"), on="carc", how="left", maintain_order="left")
        .with_columns(service_date=pl.coalesce("service_date", "statement_from_date"))
        .drop("statement_from_date")
        .collect()
    )


def _service_dates(audited: Audited, wanted: pl.LazyFrame) -> pl.LazyFrame:
    """`claim_id` and the first day of service that its lines state."""
    if audited.remit_lines is None:
        schema = {"claim_id": pl.String, "service_date": pl.Date}
        return pl.LazyFrame(schema=schema)
    return (
        audited.remit_lines.lazy()
        .select("service_date", claim_id("claim_segment"))
        .join(wanted, on="claim_id", how="semi")
        .group_by("claim_id")
        .agg(pl.col("service_date").min())
    )


def _words(codes: pl.DataFrame, key: str) -> pl.LazyFrame:
    return codes.lazy().select(pl.col("code").alias(key), "label", "next_action").unique(key)
