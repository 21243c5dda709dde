"""One row a habit of a payer: what it does again and again across claims."""

from reclaim.schema.table import Table, cents, codes, integer, text

TABLE = Table(
    "payer_habits",
    grain="one habit of one payer",
    key=("payer", "habit", "group_code", "carc"),
    made_by="audit",
    columns=(
        text("payer", "the payer's key in the payer map; else its name as sent"),
        text("habit", "hides_denials_in_45, unusual_group, cuts_repeated_after_primary"),
        text("group_code", "group code of the adjustments"),
        text("carc", "reason code of the adjustments"),
        integer("claims", "claims on which it was seen"),
        integer("of_claims", "claims of that payer on which it could have been seen"),
        cents("amount_cents", "dollars concerned"),
        text("usual", "what other payers do, or the code list says"),
        codes("claim_ids", "up to five of the claims, largest first"),
    ),
)
