"""The documents side by side: claims as sent, and the answers to them, in the same columns."""

import polars as pl

from reclaim.matching.forms import (
    ORDER_OF_PAYER,
    ORDER_OF_STATUS,
    loose,
    mark,
    order,
    stamp,
    trimmed,
)
from reclaim.matching.side import Side, side
from reclaim.matching.tables import PLACE, LinkTables
from reclaim.schema.claim_states import claim_id

CLAIM_LEVEL = ("2200D", "2200E")
"""Where a 277 speaks of a claim: not of a batch above it, nor of a line below."""

COMMON = {
    "charge": pl.col("charge_cents").abs(),
    "payer_code": mark("payer_id"),
    "payer_label": mark("payer_name"),
    "payer": stamp(pl.coalesce(trimmed("payer_id"), trimmed("payer_name"))),
}
"""Both sides call these the same. Not known is null. Payers, patients and providers are marks."""

SENT = {
    **COMMON,
    "transaction": pl.col("transaction"),
    "number": trimmed("patient_control_number"),
    "loose": loose("patient_control_number"),
    "original_number": trimmed("original_claim_number"),
    "clearinghouse_number": trimmed("clearinghouse_number"),
    "own_from": pl.coalesce("statement_date", "service_date"),
    "own_to": pl.coalesce(
        "statement_end_date", "service_end_date", "statement_date", "service_date"
    ),
    "patient": mark("subscriber_id"),
    "name": mark("patient_last_name", "patient_first_name"),
    "birth": pl.col("patient_birth_date"),
    "provider": mark("billing_id"),
    "tax": mark("billing_tax_id"),
    "order": order("payer_order", ORDER_OF_PAYER),
    "filing": trimmed("filing_indicator"),
    "frequency": trimmed("frequency"),
    "day": pl.col("made"),
}
"""A claim as sent. `number` is the provider's; `order` is 1, 2, 3: first, second, third payer."""

REMITTED = {
    **COMMON,
    "number": trimmed("patient_control_number"),
    "loose": loose("patient_control_number"),
    "payer_number": trimmed("payer_control_number"),
    "original_number": trimmed("original_claim_number"),
    "own_from": pl.col("statement_from_date"),
    "own_to": pl.coalesce("statement_to_date", "statement_from_date"),
    "patient": mark("patient_id"),
    "insured": mark("insured_id"),
    "corrected": mark("corrected_id"),
    "name": mark("patient_last_name", "patient_first_name"),
    "provider": mark("payee_id"),
    "order": order("claim_status", ORDER_OF_STATUS),
    "filing": trimmed("filing_indicator"),
    "frequency": trimmed("frequency"),
    "day": pl.coalesce("received_date", "payment_date"),
    "status": trimmed("claim_status"),
    "paid_on": pl.col("payment_date"),
    "state": pl.col("state").fill_null("original"),
}
"""A claim on a remittance. `day` is when the payer received it, else when it paid."""

RECEIPT = {
    **COMMON,
    "number": trimmed("trace_number"),
    "loose": loose("trace_number"),
    "payer_number": trimmed("payer_control_number"),
    "clearinghouse_number": trimmed("clearinghouse_number"),
    "own_from": pl.col("service_date"),
    "own_to": pl.coalesce("service_end_date", "service_date"),
    "patient": mark("patient_id"),
    "provider": mark("provider_id"),
    "order": pl.lit(None, pl.Int8),
    "filing": pl.lit(None, pl.String),
    "frequency": pl.lit(None, pl.String),
    "day": pl.col("status_date"),
}
"""A status of a claim before it is paid. What a claim has and a status has not is null."""


def sent_claims(tables: LinkTables) -> Side:
    """The claims as sent: SENT."""
    made = tables.transactions.select("file_id", "transaction", made="created_date")
    source = tables.claims.join(
        made.unique(["file_id", "transaction"], keep="first", maintain_order=True),
        on=["file_id", "transaction"],
        how="left",
        maintain_order="left",
    )
    return side("claims", source, SENT, tables.claim_lines)


def remitted_claims(tables: LinkTables) -> Side:
    """The claims on remittances: REMITTED."""
    states = tables.claim_states.filter(pl.col("state") != "original").select("claim_id", "state")
    ids = tables.remit_claims.select(claim_id())
    known = ids.join(states, on="claim_id", how="left", maintain_order="left")
    source = tables.remit_claims.with_columns(known["state"])
    return side("remit_claims", source, REMITTED, tables.remit_lines)


def receipts(tables: LinkTables) -> Side:
    """What payers and clearinghouses said of a claim before it was paid, once an STC: RECEIPT."""
    source = tables.claim_statuses.filter(pl.col("loop").is_in(CLAIM_LEVEL)).unique(
        PLACE, keep="first", maintain_order=True
    )
    return side("claim_statuses", source, RECEIPT, tables.remit_lines.clear())
