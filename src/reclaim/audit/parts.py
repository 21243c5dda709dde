"""Cuts the charge of every claim into parts: paid, one part for each adjustment, and the gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from reclaim.codes import carcs, categories, groups, rarcs
from reclaim.rules.payer_map import PayerMap

HEALTHCARE_REMARKS = "HE"
"""LQ01 of a remark code; null stands for it. Pharmacy reject codes (RX) are no remarks."""

SEGMENTS = 2**32
"""More segments than a file holds."""

LOSSES = ("contractual", "payer_reduction", "denial")
"""The places where something is given up."""

PAYER = ("payer", "payer_kind", "network")
"""What the payer map says about a claim."""


@dataclass(frozen=True)
class Parts:
    """The parts of whole claims.

    `claim` is the row of `claims`; `line_number` is null at claim level. In every claim
    `amount_cents` of `paid`, `adjustments` and `gaps` add up to the charge, and so they do on
    every line.
    """

    claims: pl.DataFrame
    paid: pl.LazyFrame
    adjustments: pl.LazyFrame
    gaps: pl.LazyFrame


def cut(tables: Mapping[str, pl.DataFrame], payers: PayerMap) -> Parts:
    """The parts of the claims in `remit_claims`, `remit_lines`, `adjustments` and `remarks`.

    What the insurer paid on a claim is CLP04, always: where the lines pay more or less, the
    difference is a part of the claim level. An amount that cannot be read counts as 0 and what
    it leaves open is a gap. Segments outside any claim are not looked at.
    """
    claims = payers.with_payer(_claims(tables["remit_claims"]))
    lines = _lines(tables["remit_lines"], claims)
    adjustments = _adjustments(tables["adjustments"], claims, lines, payers)
    of_line = _totals(adjustments, "line").collect()
    lines = lines.join(of_line, on="line", how="left", maintain_order="left")
    totals = _claim_totals(claims, lines, adjustments)
    remarks = _remarks(tables["remarks"], claims, lines)
    return Parts(
        claims,
        paid=_paid(lines, totals),
        adjustments=_with_context(adjustments, lines, totals, remarks),
        gaps=_gaps(lines, totals),
    )


def _claims(remit_claims: pl.DataFrame) -> pl.DataFrame:
    return (
        remit_claims.lazy()
        .sort("file_id", "segment_number")
        .with_row_index("claim")
        .select(
            "claim",
            "file_id",
            pl.col("segment_number").alias("claim_segment"),
            "patient_control_number",
            "payer_control_number",
            "claim_status",
            "filing_indicator",
            "payment_date",
            "payer_id",
            "payer_name",
            "payee_id",
            "rendering_id",
            pl.coalesce("statement_to_date", "statement_from_date", "payment_date").alias(
                "claim_date"
            ),
            "charge_cents",
            "paid_cents",
        )
        .collect()
    )


def _lines(remit_lines: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Lines in order, with `line`, their row, and `line_number`, their ordinal on the claim."""
    lines = (
        _in_claims(
            remit_lines, claims, "segment_number", "charge_cents", "paid_cents", "service_date"
        )
        .sort("claim", "segment_number")
        .with_row_index("line")
        .rename({"segment_number": "line_segment"})
        .collect()
    )
    first = lines.lazy().group_by("claim").agg(first=pl.col("line").min())
    number = (pl.col("line") - pl.col("first") + 1).cast(pl.Int64)
    return (
        lines.lazy()
        .join(first, on="claim", how="left", maintain_order="left")
        .with_columns(line_number=number)
        .drop("first")
        .collect()
    )


def _adjustments(
    adjustments: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame, payers: PayerMap
) -> pl.DataFrame:
    kept = ("line_segment", "segment_number", "element", "group_code", "carc", "adjustment_cents")
    known_groups = groups()["code"].to_list()
    return (
        _treated(_on_lines(_in_claims(adjustments, claims, *kept), lines), claims, payers)
        .join(_reason_rows(), on="carc", how="left", maintain_order="left")
        .with_columns(_at("reason", values).alias(values.name) for values in _reasons()[:, 1:])
        .with_columns(
            pl.col("group_code").is_in(known_groups).fill_null(value=False).alias("group_known"),
            (pl.col("groups_allowed").list.len() == 0)
            .or_(pl.col("groups_allowed").list.contains(pl.col("group_code")))
            .alias("group_allowed"),
        )
        .drop("reason", "groups_allowed")
        .collect()
    )


def _treated(adjustments: pl.LazyFrame, claims: pl.DataFrame, payers: PayerMap) -> pl.LazyFrame:
    """`group_code` as the payer map reads it, `sent_group_code`, and what in the map says so."""
    sent = adjustments.with_columns(sent_group_code="group_code")
    if not payers.treats:
        return sent.with_columns(treated_by=pl.lit(None, dtype=pl.String))
    return (
        sent.with_columns(
            _at("claim", claims[name]).alias(name) for name in ("payer", "payment_date")
        )
        .with_columns(treated_by=payers.treated_by(), group_code=payers.treated_group())
        .drop("payer", "payment_date")
    )


@cache
def _reasons() -> pl.DataFrame:
    """The reason codes with their place and defaults, as columns of an adjustment."""
    loss = pl.col("place").is_in(LOSSES)
    unknown = pl.col("place") == "unknown"
    return (
        carcs()
        .lazy()
        .join(categories().lazy(), on="category", how="left")
        .select(
            pl.col("code").alias("carc"),
            pl.col("category").alias("carc_category"),
            pl.col("place").alias("carc_place"),
            "groups_allowed",
            "remark_required",
            pl.when(loss).then(_necessary()).alias("carc_necessary"),
            pl.when(loss)
            .then("recoverable")
            .when(unknown)
            .then(pl.lit("maybe"))
            .alias("carc_recoverable"),
            pl.when(loss).then("next_action").alias("carc_next_action"),
        )
        .collect()
    )


def _reason_rows() -> pl.LazyFrame:
    return _reasons().lazy().with_row_index("reason").select("reason", "carc")


def _necessary() -> pl.Expr:
    """False for what better work avoids; true for what neither work nor appeal changes."""
    given_up = (pl.col("avoidable") == "no") & (pl.col("recoverable") == "no")
    return (
        pl.when(pl.col("avoidable") == "yes")
        .then(pl.lit(value=False))
        .when(given_up)
        .then(pl.lit(value=True))
    )


def _totals(adjustments: pl.DataFrame, by: str) -> pl.LazyFrame:
    """Sum and number of adjustments, and whether one cannot be read, by `line` or `claim`."""
    amount = pl.col("adjustment_cents")
    return (
        adjustments.lazy()
        .filter(pl.col(by).is_not_null())
        .group_by(by)
        .agg(
            adjusted_cents=amount.sum(),
            adjustments=(amount != 0).sum(),
            adjustments_unread=amount.null_count() > 0,
        )
    )


def _claim_totals(
    claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame
) -> pl.DataFrame:
    """One row a claim: the sums of its lines and adjustments, and what is left at claim level."""
    unread_line = pl.col("charge_cents").is_null() | pl.col("paid_cents").is_null()
    of_lines = (
        lines.lazy()
        .group_by("claim")
        .agg(
            lines_charge_cents=pl.col("charge_cents").sum(),
            lines_paid_cents=pl.col("paid_cents").sum(),
            lines_adjusted_cents=pl.col("adjusted_cents").sum(),
            lines_unread=unread_line.any(),
        )
    )
    prior = adjustments.lazy().filter(pl.col("carc_place") == "prior_payer")
    of_prior = prior.select("claim", pl.lit(value=True).alias("claim_has_prior_payer")).unique()
    return (
        claims.lazy()
        .join(of_lines, on="claim", how="left", maintain_order="left")
        .join(_totals(adjustments, "claim"), on="claim", how="left", maintain_order="left")
        .join(of_prior, on="claim", how="left", maintain_order="left")
        .with_columns(
            pl.col("claim_has_prior_payer").fill_null(value=False),
            detailed=pl.col("lines_charge_cents").is_not_null()
            | (pl.col("adjustments").is_not_null()),
            paid_beside_lines_cents=pl.col("paid_cents").fill_null(pl.col("lines_paid_cents"))
            - pl.col("lines_paid_cents").fill_null(0),
            adjusted_beside_lines_cents=pl.col("adjusted_cents").fill_null(0)
            - pl.col("lines_adjusted_cents").fill_null(0),
        )
        .collect()
    )


def _remarks(remarks: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row a line or claim (line null) that has remarks: the list, its cause, its QMB mark."""
    names_cause = (pl.col("kind") == "supplemental") & pl.col("category").str.starts_with("denial/")
    meaning = (
        rarcs()
        .lazy()
        .select(
            pl.col("code").alias("rarc"),
            "qmb",
            pl.when(names_cause).then("category").alias("remark_category"),
            pl.when(names_cause).then("recoverable").alias("remark_recoverable"),
        )
    )
    cause = pl.col("remark_category").is_not_null()
    healthcare = pl.col("code_list").fill_null(HEALTHCARE_REMARKS) == HEALTHCARE_REMARKS
    kept = ("line_segment", "segment_number", "element", "rarc")
    own = remarks.filter(healthcare & pl.col("rarc").is_not_null())
    found = (
        _on_lines(_in_claims(own, claims, *kept), lines)
        .join(meaning, on="rarc", how="left", maintain_order="left")
        .sort("claim", "segment_number", "element")
        .group_by("claim", "line", maintain_order=True)
        .agg(
            rarcs=pl.col("rarc").unique(maintain_order=True),
            remark_category=pl.col("remark_category").filter(cause).first(),
            remark_recoverable=pl.col("remark_recoverable").filter(cause).first(),
            qmb=pl.col("qmb").any(),
        )
        .collect()
    )
    return _with_those_of_the_claim(found)


def _with_those_of_the_claim(remarks: pl.DataFrame) -> pl.DataFrame:
    """The rows of lines with the claim's remarks after their own.

    What forbids an appeal, such as MA130, stands in the claim's MOA also where a line has a remark
    that names the cause. The line's own cause comes first.
    """
    of_claim = remarks.filter(pl.col("line").is_null()).drop("line")
    both = remarks.join(of_claim, on="claim", how="left", suffix="_too", maintain_order="left")
    on_line = pl.col("line").is_not_null() & pl.col("rarcs_too").is_not_null()
    causeless = on_line & pl.col("remark_category").is_null()

    def taking(name: str, when: pl.Expr, value: pl.Expr) -> pl.Expr:
        return pl.when(when).then(value).otherwise(name).alias(name)

    together = pl.concat_list("rarcs", "rarcs_too").list.unique(maintain_order=True)
    return both.with_columns(
        taking("rarcs", on_line, together),
        taking("remark_category", causeless, pl.col("remark_category_too")),
        taking("remark_recoverable", causeless, pl.col("remark_recoverable_too")),
        taking("qmb", on_line, pl.col("qmb") | pl.col("qmb_too")),
    ).select(remarks.columns)


def _paid(lines: pl.DataFrame, totals: pl.DataFrame) -> pl.LazyFrame:
    on_lines = lines.lazy().select("claim", "line_number", amount_cents="paid_cents")
    beside = totals.lazy().select(
        "claim",
        pl.lit(None, dtype=pl.Int64).alias("line_number"),
        amount_cents="paid_beside_lines_cents",
    )
    paid = pl.concat([on_lines, beside]).filter(pl.col("amount_cents") != 0)
    return _of_claims(paid, totals)


def _gaps(lines: pl.DataFrame, totals: pl.DataFrame) -> pl.LazyFrame:
    unread = pl.any_horizontal(
        pl.col("charge_cents").is_null(),
        pl.col("paid_cents").is_null(),
        pl.col("adjustments_unread").fill_null(value=False),
    )
    charge = pl.col("charge_cents").fill_null(0)
    rest = charge - pl.col("paid_cents").fill_null(0) - pl.col("adjusted_cents").fill_null(0)
    on_lines = lines.lazy().select("claim", "line_number", amount_cents=rest, unreadable=unread)
    rest_beside = (
        charge
        - pl.col("lines_charge_cents").fill_null(0)
        - pl.col("paid_beside_lines_cents").fill_null(0)
        - pl.col("adjusted_beside_lines_cents")
    )
    beside = totals.lazy().select(
        "claim",
        pl.lit(None, dtype=pl.Int64).alias("line_number"),
        amount_cents=rest_beside,
        unreadable=unread | pl.col("lines_unread").fill_null(value=False),
    )
    gaps = pl.concat([on_lines, beside]).filter(pl.col("amount_cents") != 0)
    return _of_claims(gaps, totals)


def _of_claims(parts: pl.LazyFrame, totals: pl.DataFrame) -> pl.LazyFrame:
    """Add what the rules may ask about the claim."""
    level = pl.when(pl.col("line_number").is_null()).then(pl.lit("claim")).otherwise(pl.lit("line"))
    asked = ("claim_status", "filing_indicator", "payment_date", "detailed", *PAYER)
    return parts.with_columns(
        *(_at("claim", totals[name]).alias(name) for name in asked), level=level
    )


def _with_context(
    adjustments: pl.DataFrame, lines: pl.DataFrame, totals: pl.DataFrame, remarks: pl.DataFrame
) -> pl.LazyFrame:
    """Add to each adjustment its line or, at claim level, its claim, and the remarks that count."""
    at_line = pl.col("line").is_not_null()
    own_level = (
        pl.when(at_line)
        .then(_at("line", lines[name]))
        .otherwise(_at("claim", totals[name]))
        .alias(name)
        for name in ("charge_cents", "paid_cents", "adjustments")
    )
    service_date = _at("line", lines["service_date"])
    with_levels = _of_claims(adjustments.lazy(), totals).with_columns(
        *own_level,
        pl.coalesce(service_date, _at("claim", totals["claim_date"])).alias("service_date"),
        _at("claim", totals["claim_has_prior_payer"]).alias("claim_has_prior_payer"),
        amount_cents=pl.col("adjustment_cents").fill_null(0),
    )
    return _with_remarks(with_levels, remarks)


def _with_remarks(adjustments: pl.LazyFrame, remarks: pl.DataFrame) -> pl.LazyFrame:
    """A line's remarks count for it (the claim's are among them); else those of the claim."""
    rows = remarks.lazy().with_row_index("own").select("own", "claim", "line")
    on_line = rows.filter(pl.col("line").is_not_null()).drop("claim")
    on_claim = rows.filter(pl.col("line").is_null()).select("claim", of_claim="own")
    counting = pl.coalesce("own", "of_claim").alias("remark")
    return (
        adjustments.join(on_line, on="line", how="left", maintain_order="left")
        .join(on_claim, on="claim", how="left", maintain_order="left")
        .with_columns(counting)
        .with_columns(
            _at("remark", remarks["rarcs"]).fill_null([]).alias("rarcs"),
            _at("remark", remarks["qmb"]).fill_null(value=False).alias("qmb"),
            _at("remark", remarks["remark_category"]).alias("remark_category"),
            _at("remark", remarks["remark_recoverable"]).alias("remark_recoverable"),
        )
    )


def _at(row: str, values: pl.Series) -> pl.Expr:
    """The value in that row of another frame; null where the row is null."""
    return pl.lit(values).gather(pl.col(row))


def _in_claims(rows: pl.DataFrame, claims: pl.DataFrame, *kept: str) -> pl.LazyFrame:
    """The rows that stand in a claim, with `claim`."""
    keys = claims.lazy().select("claim", "file_id", "claim_segment")
    return (
        rows.lazy()
        .select("file_id", "claim_segment", *kept)
        .join(keys, on=["file_id", "claim_segment"], how="inner", maintain_order="left")
        .drop("file_id", "claim_segment")
    )


def _on_lines(rows: pl.LazyFrame, lines: pl.DataFrame) -> pl.LazyFrame:
    """Add `line` and `line_number`; null at claim level."""
    # One whole number as the key joins three times as fast as a pair of them.
    key = pl.col("claim").cast(pl.Int64) * SEGMENTS + pl.col("line_segment")
    keys = lines.lazy().select("line", key=key)
    return (
        rows.with_columns(key=key)
        .join(keys, on="key", how="left", maintain_order="left")
        .with_columns(_at("line", lines["line_number"]).alias("line_number"))
        .drop("key", "line_segment")
    )
