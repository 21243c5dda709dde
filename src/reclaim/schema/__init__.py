"""Every table of Reclaim, by name: what a row is, its key, and its columns."""

from importlib import import_module

from reclaim.schema.table import Table

NAMES = (
    "files",
    "segments",
    "interchanges",
    "groups",
    "transactions",
    "payments",
    "remit_claims",
    "remit_lines",
    "adjustments",
    "remarks",
    "provider_adjustments",
    "claims",
    "claim_lines",
    "claim_diagnoses",
    "other_payers",
    "other_payer_lines",
    "other_payer_adjustments",
    "attachments",
    "claim_statuses",
    "acknowledgements",
    "coverages",
    "references",
    "dates",
    "amounts",
    "quantities",
    "parties",
    "addresses",
    "contacts",
    "other_elements",
    "problems",
    "dispositions",
    "expected_lines",
    "claim_states",
    "claim_links",
    "line_links",
    "facts",
    "findings",
    "finding_lines",
    "evidence",
    "payer_habits",
    "account_transactions",
    "ledger_codes",
    "ledger_problems",
    "accounts",
    "open_items",
    "roll_forward",
    "posted_write_offs",
    "posted_splits",
    "posting_findings",
    "posting_patterns",
    "kpis",
    "kpi_cube",
    "set_aside",
    "ingests",
    "audits",
)

TABLES: dict[str, Table] = {name: import_module(f"reclaim.schema.{name}").TABLE for name in NAMES}

X12_TABLES: dict[str, Table] = {name: table for name, table in TABLES.items() if table.rows}
"""The tables that the X12 reader fills from segments."""
