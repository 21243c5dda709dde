"""Everything a signal may ask about a placed amount: its row, its line, its claim, the facts."""

import polars as pl

from reclaim.rules.payer_map import PayerMap
from reclaim.rules.rulebook import Rulebook
from reclaim.rules.signal_columns import FACTS
from reclaim.schema.claim_states import claim_id

CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "patient_control_number",
    "payer_control_number",
    "claim_status",
    "filing_indicator",
    "charge_cents",
    "paid_cents",
    "payer_id",
    "payer_name",
    "payee_id",
    "rendering_id",
    "payment_date",
    "received_date",
    "statement_from_date",
    "statement_to_date",
)
"""What of a remitted claim takes part in judging it."""

LINE_COLUMNS = (
    "file_id",
    "segment_number",
    "claim_segment",
    "procedure_code",
    "modifier_1",
    "modifier_2",
    "modifier_3",
    "modifier_4",
    "charge_cents",
    "paid_cents",
    "service_date",
)
"""What of a remitted line takes part."""


def claim_attributes(
    remit_claims: pl.DataFrame, states: pl.DataFrame, payers: PayerMap
) -> pl.DataFrame:
    """One row a claim: CLAIM_COLUMNS, `claim_id`, `state`, and what the payer map says of it."""
    named = payers.with_payer(remit_claims.select(CLAIM_COLUMNS)).with_columns(claim_id())
    known = states.select("claim_id", "state")
    return named.join(known, on="claim_id", how="left", maintain_order="left")


def line_attributes(remit_lines: pl.DataFrame) -> pl.DataFrame:
    """One row a line: LINE_COLUMNS, `claim_id`, and `line_number`, its ordinal on the claim.

    Args:
        remit_lines: all lines of the claims concerned; a missing one would shift the ordinals.
    """
    return (
        remit_lines.lazy()
        .select(LINE_COLUMNS)
        .filter(pl.col("claim_segment").is_not_null())
        .sort("file_id", "segment_number")
        .with_columns(
            claim_id("claim_segment"),
            line_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(
                "file_id", "claim_segment"
            ),
        )
        .collect()
    )


def wide(
    rows: pl.DataFrame,
    claims: pl.DataFrame,
    lines: pl.DataFrame,
    facts: pl.DataFrame,
    book: Rulebook,
) -> pl.DataFrame:
    """One row a disposition with `row`, its ordinal, and all of SIGNAL_COLUMNS.

    A fact about the line goes before one about the claim; one that nothing answers is null.
    """
    names = tuple(FACTS)
    of_claims = claims.lazy().rename(
        {"charge_cents": "claim_charge_cents", "paid_cents": "claim_paid_cents"}
    )
    of_lines = lines.lazy().select(
        "claim_id",
        "line_number",
        "procedure_code",
        line_charge_cents="charge_cents",
        line_paid_cents="paid_cents",
        line_service_date="service_date",
    )
    on_line, on_claim = _pivoted(facts, names)
    at_line = pl.col("line_number").is_not_null()
    return (
        rows.lazy()
        .with_row_index("row")
        .drop("file_id", "patient_control_number", "payer_control_number")
        .join(of_claims, on="claim_id", how="left", maintain_order="left")
        .join(of_lines, on=["claim_id", "line_number"], how="left", maintain_order="left")
        .join(on_line, on=["claim_id", "line_number"], how="left", maintain_order="left")
        .join(on_claim, on="claim_id", how="left", maintain_order="left", suffix="_of_claim")
        .with_columns(
            pl.when(at_line).then(pl.lit("line")).otherwise(pl.lit("claim")).alias("level"),
            charge_cents=pl.when(at_line).then("line_charge_cents").otherwise("claim_charge_cents"),
            paid_cents=pl.when(at_line).then("line_paid_cents").otherwise("claim_paid_cents"),
            service_date=pl.coalesce(
                "line_service_date", "statement_from_date", "statement_to_date"
            ),
            sent_group_code="group_code",
            group_code=book.payers.treated_group(),
            **{name: pl.coalesce(name, f"{name}_of_claim") for name in names},
        )
        .drop(f"{name}_of_claim" for name in names)
        .collect()
    )


def _pivoted(facts: pl.DataFrame, names: tuple[str, ...]) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The facts as one boolean column each: by line, and by claim."""
    at_line = pl.col("line_number").is_not_null()
    on_line = _columns(facts.filter(at_line), ["claim_id", "line_number"], names)
    on_claim = _columns(facts.filter(~at_line), ["claim_id"], names)
    return on_line, on_claim


def _columns(facts: pl.DataFrame, keys: list[str], names: tuple[str, ...]) -> pl.LazyFrame:
    pivoted = facts.pivot("fact", index=keys, values="holds", aggregate_function="first")
    missing = [name for name in names if name not in pivoted.columns]
    nulls = (pl.lit(None, dtype=pl.Boolean).alias(name) for name in missing)
    return pivoted.lazy().with_columns(nulls).select(*keys, *names)
