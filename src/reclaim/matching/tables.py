"""What matching needs to be given: which tables, and which of their columns."""

from dataclasses import dataclass, field, fields

import polars as pl

from reclaim.schema import TABLES

PLACE = ("file_id", "segment_number")

COLUMNS: dict[str, tuple[str, ...]] = {
    "remit_claims": (
        *PLACE,
        "patient_control_number",
        "claim_status",
        "charge_cents",
        "filing_indicator",
        "payer_control_number",
        "frequency",
        "patient_last_name",
        "patient_first_name",
        "patient_id",
        "insured_id",
        "corrected_id",
        "statement_from_date",
        "statement_to_date",
        "received_date",
        "original_claim_number",
        "payer_name",
        "payer_id",
        "payee_id",
        "payment_date",
    ),
    "remit_lines": ("file_id", "claim_segment", "service_date", "service_end_date"),
    "claims": (
        *PLACE,
        "transaction",
        "patient_control_number",
        "charge_cents",
        "frequency",
        "statement_date",
        "statement_end_date",
        "service_date",
        "service_end_date",
        "original_claim_number",
        "clearinghouse_number",
        "billing_id",
        "billing_tax_id",
        "payer_order",
        "filing_indicator",
        "subscriber_id",
        "patient_last_name",
        "patient_first_name",
        "patient_birth_date",
        "payer_name",
        "payer_id",
    ),
    "claim_lines": ("file_id", "claim_segment", "service_date", "service_end_date"),
    "other_payers": ("file_id", "claim_segment", "claim_number"),
    "claim_statuses": (
        *PLACE,
        "loop",
        "trace_number",
        "status_date",
        "charge_cents",
        "payer_control_number",
        "clearinghouse_number",
        "service_date",
        "service_end_date",
        "patient_id",
        "payer_name",
        "payer_id",
        "provider_id",
    ),
    "acknowledgements": (
        *PLACE,
        "answer",
        "interchange_control_number",
        "interchange_date",
        "functional_code",
        "group_control_number",
        "transaction_code",
        "transaction_control_number",
        "error_segment",
    ),
    "transactions": (
        *PLACE,
        "transaction",
        "transaction_code",
        "control_number",
        "created_date",
    ),
    "groups": (
        *PLACE,
        "sender_code",
        "receiver_code",
        "group_date",
        "control_number",
    ),
    "interchanges": (
        *PLACE,
        "sender_id",
        "receiver_id",
        "interchange_date",
        "control_number",
    ),
    "coverages": (
        *PLACE,
        "transaction",
        "benefit_code",
        "answered",
        "reject_reason",
        "benefit_date",
        "benefit_end_date",
        "plan_date",
        "plan_end_date",
        "payer_name",
        "payer_id",
        "subscriber_id",
        "patient_last_name",
        "patient_first_name",
        "patient_birth_date",
    ),
    "claim_states": (
        "file_id",
        "claim_id",
        "state",
        "reverses",
        "corrects",
        "duplicate_of",
        "link",
    ),
}
"""Of each table the columns that `claim_links` looks at: keep these, drop the rest."""

LINE_COLUMNS: dict[str, tuple[str, ...]] = {
    "remit_lines": (
        *PLACE,
        "claim_segment",
        "procedure_code",
        "modifier_1",
        "modifier_2",
        "modifier_3",
        "modifier_4",
        "charge_cents",
        "revenue_code",
        "submitted_code",
        "service_date",
        "line_control_number",
    ),
    "claim_lines": (
        *PLACE,
        "claim_segment",
        "procedure_code",
        "modifier_1",
        "modifier_2",
        "modifier_3",
        "modifier_4",
        "charge_cents",
        "revenue_code",
        "service_date",
        "line_control_number",
    ),
}
"""Of each table the columns that `line_links` looks at."""


@dataclass(frozen=True)
class LinkTables:
    """The documents to be linked; a table left out is empty. More columns than needed do no harm.

    `claim_states` may leave out claims that are originals.
    """

    remit_claims: pl.DataFrame = field(default_factory=TABLES["remit_claims"].empty)
    remit_lines: pl.DataFrame = field(default_factory=TABLES["remit_lines"].empty)
    claims: pl.DataFrame = field(default_factory=TABLES["claims"].empty)
    claim_lines: pl.DataFrame = field(default_factory=TABLES["claim_lines"].empty)
    other_payers: pl.DataFrame = field(default_factory=TABLES["other_payers"].empty)
    claim_statuses: pl.DataFrame = field(default_factory=TABLES["claim_statuses"].empty)
    acknowledgements: pl.DataFrame = field(default_factory=TABLES["acknowledgements"].empty)
    transactions: pl.DataFrame = field(default_factory=TABLES["transactions"].empty)
    groups: pl.DataFrame = field(default_factory=TABLES["groups"].empty)
    interchanges: pl.DataFrame = field(default_factory=TABLES["interchanges"].empty)
    coverages: pl.DataFrame = field(default_factory=TABLES["coverages"].empty)
    claim_states: pl.DataFrame = field(default_factory=TABLES["claim_states"].empty)

    def __post_init__(self) -> None:
        for one in fields(self):
            frame = getattr(self, one.name)
            object.__setattr__(self, one.name, frame.select(COLUMNS[one.name]))
