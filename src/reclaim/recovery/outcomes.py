"""The client's own outcomes: which denials were decided again, and which of those were won."""

import polars as pl

from reclaim.recovery.rounds import CLAIM_COLUMNS, rounds
from reclaim.schema.claim_states import claim_id

LINE_COLUMNS = (
    "file_id",
    "claim_segment",
    "segment_number",
    "procedure_code",
    "service_date",
    "paid_cents",
)
"""Of every service line on a remittance."""

KEYS = ["payer", "category", "signal_id"]
ATTEMPT = ["round", "next_round", *KEYS]


def outcomes(
    denials: pl.DataFrame,
    links: pl.DataFrame,
    remit_claims: pl.DataFrame,
    remit_lines: pl.DataFrame,
) -> pl.DataFrame:
    """By payer, category and signal: attempts, those won, and the cents won and denied.

    An attempt is a denial on a claim that the same payer later decided again: on a correction, on
    another remittance for the same sent claim, or on one for the claim sent again (see `rounds`).
    A denial is held against the next decision only, so that a claim denied twice and then paid is
    two attempts and one win. Denials that were never decided again are no attempts: nobody may
    have tried. What one decision denied for one category and signal is one attempt.

    It is won when the next decision pays more on it: on the same procedure and day where both
    have that line, else on the claim. `won_cents` is by how much, and never more than was denied.

    Args:
        denials: `claim_id`, `line_number` (null at claim level), `category`, `signal_id` (null when
            the evidence was not judged), `amount_cents`; of all claims, also of those that no
            longer count. Rows that are not positive take back a denial and are left out.
        links: table claim_links.
        remit_claims: CLAIM_COLUMNS of `rounds`.
        remit_lines: LINE_COLUMNS.
    """
    decided = rounds(links, remit_claims)
    of_claims = remit_claims.select(claim_id(), pl.col("paid_cents").fill_null(0))
    whole = decided.join(of_claims, on="claim_id").group_by("round").agg(pl.col("paid_cents").sum())
    lines = _lines(remit_lines).join(decided.select("claim_id", "round"), on="claim_id")
    denied = _denied(denials, decided, lines)
    return (
        _gained(denied, whole, lines)
        .group_by(KEYS)
        .agg(
            attempts=pl.len().cast(pl.Int64),
            wins=(pl.col("gained_cents") > 0).sum().cast(pl.Int64),
            won_cents=pl.min_horizontal("gained_cents", "denied_cents").sum(),
            denied_cents=pl.col("denied_cents").sum(),
        )
        .sort(KEYS)
    )


def _lines(remit_lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with their claim and ordinal; `service` says what was done and when."""
    ordinal = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("file_id", "claim_segment")
    return (
        remit_lines.select(LINE_COLUMNS)
        .sort("file_id", "segment_number")
        .select(
            claim_id("claim_segment"),
            pl.col("paid_cents").fill_null(0),
            line_number=ordinal,
            service=pl.struct("procedure_code", "service_date").hash(),
        )
    )


def _denied(denials: pl.DataFrame, decided: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """What was denied in each attempt, by service (null: at claim level), as `denied_cents`."""
    return (
        denials.filter(pl.col("amount_cents") > 0)
        .join(decided.filter(pl.col("next_round").is_not_null()), on="claim_id")
        .join(
            lines.select("claim_id", "line_number", "service"),
            on=["claim_id", "line_number"],
            how="left",
        )
        .group_by(*ATTEMPT, "service")
        .agg(denied_cents=pl.col("amount_cents").sum())
    )


def _gained(denied: pl.DataFrame, whole: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row an attempt: `denied_cents`, and `gained_cents`, what the next decision pays more."""
    by_service = lines.group_by("round", "service").agg(pl.col("paid_cents").sum())
    on_lines = _more(denied, by_service, ["service"])
    attempts = on_lines.group_by(ATTEMPT).agg(
        pl.col("denied_cents").sum(),
        without_line=pl.col("more_cents").is_null().any(),
        on_lines_cents=pl.col("more_cents").clip(lower_bound=0).sum(),
    )
    elsewhere = pl.col("without_line") & (pl.col("on_lines_cents") == 0)
    return _more(attempts, whole, []).with_columns(
        gained_cents=pl.when(elsewhere)
        .then(pl.col("more_cents").clip(lower_bound=0))
        .otherwise(pl.col("on_lines_cents"))
    )


def _more(attempts: pl.DataFrame, paid: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """With `more_cents`, by how much the next round pays more; null when either lacks the line."""
    now, then = paid.rename({"paid_cents": "now"}), paid.rename({"paid_cents": "then"})
    return (
        attempts.join(now, on=["round", *by], how="left")
        .join(then.rename({"round": "next_round"}), on=["next_round", *by], how="left")
        .with_columns(more_cents=pl.col("then") - pl.col("now"))
        .drop("now", "then")
    )


__all__ = ["CLAIM_COLUMNS", "LINE_COLUMNS", "outcomes"]
