"""Makes ready what rules about postings ask: the evidence, what follows from it, the policy."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from reclaim.rules.posting_columns import FINDING, GIVEN, About
from reclaim.rules.posting_derived import derived
from reclaim.rules.posting_policy import PostingPolicy
from reclaim.schema import TABLES

DENIED = "denial"
ANOTHER_INSURERS = (pl.col("place") == "patient_responsibility") | (
    pl.col("category") == "denial/cob"
)
"""Parts that a further insurer might pay: what the first one left to the patient, or to others."""

LOOKED_UP = {name.removeprefix("finding_"): name for name in FINDING if name != "finding_id"}


def asked(
    frames: Mapping[str, pl.DataFrame],
    findings: pl.LazyFrame,
    *,
    as_of: dt.date,
    remits_since: dt.date | None,
) -> dict[About, pl.DataFrame]:
    """The frames with every column of GIVEN; what a frame does not have is null.

    A write-off gets from its parts what of it was denied, what another insurer might pay, and the
    remittance's finding about most of it; a part gets the columns of its write-off; both get what
    that finding says.

    Args:
        frames: by what one row is about; a missing one has no rows.
        findings: of the remittances, ranked.
        as_of: the day of the audit.
        remits_since: the first payment among the remittances; null when none was given.
    """
    day = {"as_of": pl.lit(as_of), "remits_since": pl.lit(remits_since, dtype=pl.Date)}
    given = frames.get("split", TABLES["posted_splits"].empty())
    splits = _filled(given, "split")
    looked_up = _looked_up(splits, findings)
    write_offs = _with_parts(frames.get("write_off"), splits).with_columns(**day)
    write_offs = _with_finding(write_offs, looked_up)
    write_offs = _with_claim(write_offs, frames.get("claim"))
    wider = write_offs.drop(*(name for name in given.columns if name != "entry"), strict=False)
    parts = given.join(wider, on="entry", how="left", maintain_order="left")
    ready: dict[About, pl.DataFrame] = {
        "write_off": _filled(write_offs, "write_off"),
        "split": _with_finding(_filled(parts, "split"), looked_up),
    }
    others: tuple[About, ...] = ("claim", "account", "payment")
    for about in others:
        given = _filled(frames.get(about), about)
        ready[about] = given.with_columns(as_of=pl.lit(as_of))
    return ready


def with_answers(rows: pl.DataFrame, about: About, policy: PostingPolicy) -> pl.LazyFrame:
    """The rows with what follows from the evidence, and what the policy says on each."""
    return rows.lazy().with_columns(derived(about, policy)).with_columns(policy.columns())


def _filled(rows: pl.DataFrame | None, about: About) -> pl.DataFrame:
    schema = {name: kind for name, (_, kind) in GIVEN[about].items()}
    if rows is None:
        return pl.DataFrame(schema=schema)
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
        if name not in rows.columns
    ]
    return rows.with_columns(missing)


def _with_parts(write_offs: pl.DataFrame | None, splits: pl.DataFrame) -> pl.DataFrame:
    rows = _filled(write_offs, "write_off")
    made = ("denial_cents", "secondary_cents", "finding_id")
    cents = pl.col("split_cents")
    known = splits.filter(pl.col("place").is_not_null()).lazy()
    sums = known.group_by("entry").agg(
        denial_cents=cents.filter(pl.col("place") == DENIED).sum(),
        secondary_cents=cents.filter(ANOTHER_INSURERS).sum(),
    )
    most = (
        known.filter(pl.col("finding_id").is_not_null())
        .group_by("entry", "finding_id")
        .agg(cents.sum())
        .sort("split_cents", "finding_id", descending=[True, False])
        .unique("entry", keep="first", maintain_order=True)
        .select("entry", "finding_id")
    )
    return (
        rows.drop(made)
        .lazy()
        .join(sums, on="entry", how="left", maintain_order="left")
        .join(most, on="entry", how="left", maintain_order="left")
        .collect()
    )


def _looked_up(splits: pl.DataFrame, findings: pl.LazyFrame) -> pl.DataFrame:
    """What the findings say that parts of write-offs name."""
    named = splits.select("finding_id").drop_nulls().unique().lazy()
    told = [pl.col(column).alias(name) for column, name in LOOKED_UP.items()]
    return findings.join(named, on="finding_id", how="semi").select("finding_id", *told).collect()


def _with_finding(rows: pl.DataFrame, looked_up: pl.DataFrame) -> pl.DataFrame:
    bare = rows.drop(*LOOKED_UP.values(), strict=False)
    return bare.join(looked_up, on="finding_id", how="left", maintain_order="left")


def _with_claim(rows: pl.DataFrame, claims: pl.DataFrame | None) -> pl.DataFrame:
    """With what the claim's remittances take back, where the claims tell it."""
    wanted = "remit_negative_cents"
    keys = ["account", "patient_control_number"]
    if claims is None or wanted not in claims.columns or wanted not in rows.columns:
        return rows
    told = claims.select(*keys, wanted).unique(keys, keep="first", maintain_order=True)
    return rows.drop(wanted).join(told, on=keys, how="left", maintain_order="left")
