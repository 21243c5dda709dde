"""One row a sum of entries or claims that are alike: what every measure is added up from."""

from reclaim.schema.table import Table, cents, date, flag, integer, text

TABLE = Table(
    "kpi_cube",
    grain="entries, claims or open charges of one month, group, kind and category, added up",
    made_by="audit",
    key=(
        "source",
        "grouped_by",
        "group",
        "month_posted",
        "month_service",
        "kind",
        "party",
        "posted_category",
        "audited_category",
        "verdict",
        "at_service",
        "bucket",
    ),
    columns=(
        text(
            "source",
            "ledger: the practice's entries; remittance: claims by their decisions; open: charges "
            "open on the day of the audit; costs: what billing costs",
        ),
        text(
            "grouped_by",
            "payer, location or provider: each groups all that there is, so that only one of them "
            "may be added up; null: costs, which have no group",
        ),
        text("group", "which one; null: not known. The payer is the one first billed for a claim"),
        date("month_posted", "first day of the month of posting, or of a claim's first decision"),
        date("month_service", "first day of the month of service; null: not known"),
        text(
            "kind",
            "of a ledger: charge, payment, write_off, correction, refund, transfer, opening, "
            "credit; of claims: decided, denied_first, denied_last, settled_first, paid_first, "
            "paid, won_back, won_back_days; of open charges: owed, credit; of costs: cost",
        ),
        text("party", "insurer or patient: whose balance changes, or who owes it"),
        text("posted_category", "of a write-off: category it was posted under; null: unmapped"),
        text("audited_category", "of a write-off or denial: category by the evidence; null: none"),
        text(
            "verdict",
            "of a write-off: supported, contradicted, unsupported by the decision found; "
            "unmatched: no decision was found; reversed: taken back, or taking back; unjudged",
        ),
        flag("at_service", "of a payment: on the day of service or before; null: not known"),
        text("bucket", "of an open charge: days since service: 0-30 ... over 180; null: no date"),
        cents("sum_cents", "added up: changes of balances; what was charged, denied, is open"),
        integer("entries", "how many; of won_back_days: how many days"),
    ),
)
