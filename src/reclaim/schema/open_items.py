"""One row a charge of which something is open, and who owes it: what aging is counted from."""

from reclaim.schema.table import Table, cents, date, integer, text

TABLE = Table(
    "open_items",
    grain="one charge and one party, open on the day of the audit; and one account's credit",
    made_by="audit",
    key=("entry", "party", "account"),
    columns=(
        integer("entry", "the charge; null: money of an account that no charge takes (credit)"),
        text("account", "the patient's account", phi=True),
        text("patient_control_number", "the claim's number"),
        text("party", "insurer or patient: who owes it"),
        text("payer", "the payer, as the ledger names it"),
        text("location", "where, as the ledger names it"),
        text("provider", "who rendered the service"),
        date("service_date", "day of service"),
        date("first_billed_date", "day on which it was first billed: the charge's posting day"),
        date("party_since", "last day on which it passed to this party"),
        cents("open_cents", "what is open of it; negative: a credit"),
    ),
)
