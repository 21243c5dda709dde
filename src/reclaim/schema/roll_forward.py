"""One row a month and location: what was receivable, what changed it, and what it came to."""

from reclaim.schema.table import Table, cents, date, text

TABLE = Table(
    "roll_forward",
    grain="one month by posting date, and one location",
    made_by="audit",
    key=("month", "location"),
    columns=(
        date("month", "first day of the month"),
        text("location", "as the ledger names it; null: none given"),
        cents("opening_cents", "receivable when it began"),
        cents("charge_cents", "charges"),
        cents("insurer_payment_cents", "payments of insurers, as a positive amount"),
        cents("patient_payment_cents", "payments of patients, as a positive amount"),
        cents("write_off_cents", "write-offs less their reversals, as a positive amount"),
        cents("correction_cents", "corrections, as signed"),
        cents("refund_cents", "refunds, which raise what is receivable"),
        cents("closing_cents", "opening + charges - payments - write-offs + corrections + refunds"),
        cents("stated_cents", "what the practice's own books say it came to; null: not told"),
        cents("break_cents", "stated less closing; null: not told"),
        text("break_reason", "what explains the break, in words; null: none, or nothing does"),
        cents("unexplained_cents", "amounts of entries of which is not known what they do"),
    ),
)
