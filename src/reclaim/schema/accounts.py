"""One row an account: who owes what on it, since when, and what was done to collect."""

from reclaim.schema.table import Column, Kind, Table, cents, date, flag, integer, text

TABLE = Table(
    "accounts",
    grain="one patient's account",
    made_by="audit",
    key=("account",),
    columns=(
        text("account", "the patient's account", phi=True),
        cents("charge_cents", "charges, corrections of charges included"),
        cents("insurer_paid_cents", "paid by insurers"),
        cents("patient_paid_cents", "paid by the patient"),
        cents("written_off_cents", "written off and standing"),
        cents("refunded_cents", "refunded"),
        cents("balance_cents", "what is open: insurer and patient together; negative: a credit"),
        cents("insurer_cents", "of it, what insurers owe"),
        cents("patient_cents", "of it, what the patient owes"),
        Column(
            "unexplained_cents",
            Kind.CENTS,
            "amounts of entries of which is not known what they do; they are in no balance",
            null="never",
        ),
        integer("entries", "how many entries"),
        integer("statements", "statements sent"),
        integer("calls", "calls made"),
        date("first_service_date", "first day of service"),
        date("last_posted", "last entry"),
        date("first_statement_date", "first statement sent"),
        date("last_statement_date", "last statement sent"),
        date("last_patient_payment_date", "last payment by the patient"),
        date("patient_since", "last day on which balance was moved to the patient"),
        date("agency_date", "placed with an agency"),
        flag("credit", "the balance is below zero: refund work, never a write-off"),
    ),
)
