"""One row a transaction of the practice's own accounts, as its PM system exported it."""

from reclaim.schema.table import FILE_ID, Column, Kind, Table, cents, date, integer, text

TABLE = Table(
    "account_transactions",
    grain="one entry on a patient's account: a charge, a payment, a write-off, a statement ...",
    made_by="audit",
    key=("entry",),
    columns=(
        integer("entry", "ordinal among all entries that were read, from 1, in order of reading"),
        FILE_ID,
        integer("row", "row of the file, the header's being 1; in a workbook the sheet's row"),
        text("transaction_id", "the PM system's number of the entry"),
        text("account", "the patient's account (guarantor or patient number)", phi=True),
        text("patient_control_number", "the claim's number, as CLM01 and CLP01 have it"),
        integer("line_number", "ordinal of the service line on its claim, from 1"),
        text(
            "kind",
            "charge, payment, transfer, write_off, correction, refund, statement, call, agency "
            "(placed with one), opening (a balance carried in), unknown",
        ),
        text("local_code", "the practice's own code of the entry"),
        text("local_name", "what the practice calls that code"),
        text("category", "of a write-off: category that the mapping gives its code; null: none"),
        text("party", "insurer or patient: whose balance changes; null: not known"),
        text("payer", "the payer, as the ledger names it"),
        text("procedure_code", "procedure of the service"),
        text("provider", "who rendered the service, as the ledger names them"),
        text("location", "where, as the ledger names it"),
        date("service_date", "day of service"),
        date("posted_date", "day on which the entry was made"),
        cents("amount_cents", "the amount as written; null: none, or one that cannot be read"),
        Column(
            "effect_cents",
            Kind.CENTS,
            "what the entry does to the account's balance: charges raise it, payments and "
            "write-offs lower it; 0 for transfers, statements, calls, placements",
            null="not known what it does",
        ),
        cents("moved_cents", "of a transfer: moved from insurer to patient; negative: back"),
        text("user", "who made the entry"),
        text("reference", "check, trace or batch number"),
        text("reverses", "transaction_id of the entry that this one undoes"),
        text("reason", "the reason given with it", phi=True),
        text("approved_by", "who approved it"),
        text("document", "which proof is on file for it"),
    ),
)
