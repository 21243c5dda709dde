"""One row a local code of the practice's ledger: how often, for how much, and what it means."""

from reclaim.schema.table import Table, cents, date, integer, text

TABLE = Table(
    "ledger_codes",
    grain="one local code of one kind",
    made_by="audit",
    key=("local_code", "kind"),
    columns=(
        text("local_code", "the practice's own code; null: entries without one"),
        text("local_name", "what the practice calls it"),
        text("kind", "kind that the mapping gives it; unknown: none"),
        text("category", "category that the mapping gives it; null: none"),
        text("standing", "mapped; unmapped: a write-off without category, or of unknown kind"),
        integer("entries", "how many entries"),
        cents("amount_cents", "their amounts, as written, added up"),
        date("first_posted", "the first of them"),
        date("last_posted", "the last of them"),
    ),
)
