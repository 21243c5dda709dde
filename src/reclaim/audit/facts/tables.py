"""What the facts are drawn from: narrow tables, and the columns that each must have."""

from dataclasses import dataclass, field

import polars as pl

from reclaim.intake.practice import Practice
from reclaim.rules.payer_map import PayerMap
from reclaim.schema import TABLES

PLACE = ("file_id", "segment_number")
MODIFIERS = ("modifier_1", "modifier_2", "modifier_3", "modifier_4")
SUBMITTED_MODIFIERS = tuple(f"submitted_{modifier}" for modifier in MODIFIERS)

NEEDS: dict[str, tuple[str, ...]] = {
    "claims": (
        "claim_id",
        *PLACE,
        "payer",
        "payer_kind",
        "payer_name",
        "network",
        "payment_date",
        "received_date",
        "statement_from_date",
        "statement_to_date",
        "patient_control_number",
        "rendering_id",
        "payee_id",
    ),
    "remit_claims": (
        *PLACE,
        "patient_control_number",
        "payer_control_number",
        "claim_status",
        "filing_indicator",
        "charge_cents",
        "paid_cents",
        "patient_id",
        "patient_first_name",
        "payer_id",
        "payer_name",
        "payment_date",
        "statement_from_date",
    ),
    "remit_lines": (
        *PLACE,
        "claim_segment",
        "procedure_code",
        "revenue_code",
        "submitted_code",
        *MODIFIERS,
        *SUBMITTED_MODIFIERS,
        "paid_units",
        "submitted_units",
        "paid_cents",
        "service_date",
        "service_end_date",
    ),
    "adjustments": ("file_id", "claim_segment", "line_segment", "group_code", "carc"),
    "sent_claims": (
        *PLACE,
        "transaction",
        "facility_type",
        "facility_qualifier",
        "admission_type",
        "authorization_number",
        "rendering_id",
    ),
    "sent_lines": (
        *PLACE,
        "claim_segment",
        "procedure_code",
        *MODIFIERS,
        "units",
        "place_of_service",
        "emergency",
        "service_date",
        "authorization_number",
    ),
    "claim_statuses": (
        *PLACE,
        "transaction",
        "element",
        "category_code",
        "status_code",
        "entity",
        "status_date",
        "answered_by",
    ),
    "acknowledgements": (*PLACE, "answer"),
    "transactions": (*PLACE, "transaction", "created_date"),
    "interchanges": (*PLACE, "interchange_date"),
    "coverages": (*PLACE, "transaction", "benefit_code"),
    "other_payers": (*PLACE, "claim_segment", "paid_cents", "paid_date"),
    "claim_links": ("link", "from_id", "to_id", "ambiguous"),
    "line_links": ("claim_id", "line_id", "claim_line_id", "ambiguous"),
    "claim_states": ("claim_id", "state", "counts"),
}
"""The columns of each table: keep these, drop the rest."""

TABLE_OF = {"sent_claims": "claims", "sent_lines": "claim_lines"}
"""The tables that have another name in the schema; `claims` are the candidates' remitted claims."""


@dataclass(frozen=True)
class FactTables:
    """The claims that are asked about, and everything that might answer.

    `claims` are remitted claims with a `claim_id` and with the payer map's columns;
    each of them stands in `remit_claims` too. The others hold NEEDS, of at least what may concern
    those claims; any of them may be empty.
    """

    claims: pl.DataFrame
    remit_claims: pl.DataFrame
    remit_lines: pl.DataFrame
    sent_claims: pl.DataFrame
    sent_lines: pl.DataFrame
    claim_statuses: pl.DataFrame
    acknowledgements: pl.DataFrame
    transactions: pl.DataFrame
    interchanges: pl.DataFrame
    coverages: pl.DataFrame
    other_payers: pl.DataFrame
    claim_links: pl.DataFrame
    line_links: pl.DataFrame
    claim_states: pl.DataFrame
    practice: Practice
    payers: PayerMap
    adjustments: pl.DataFrame = field(default_factory=lambda: empty("adjustments"))


def empty(name: str) -> pl.DataFrame:
    """A table of FactTables without rows, `claims` aside."""
    schema = TABLES[TABLE_OF.get(name, name)].polars_schema
    return pl.DataFrame(schema={column: schema[column] for column in NEEDS[name]})
