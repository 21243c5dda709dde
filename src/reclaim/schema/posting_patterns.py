"""One row a pattern in what was posted: who, when, what, and what would have been usual."""

from reclaim.schema.table import Table, cents, date, integer, number, text

TABLE = Table(
    "posting_patterns",
    grain="one pattern of one user, payer, code or day",
    made_by="audit",
    key=("pattern", "subject_kind", "subject", "period"),
    columns=(
        text("pattern", "just_under_limit, jump, outlier, one_day, routine_waiver, self_approved"),
        text("subject_kind", "user, payer, local_code, category, day, provider"),
        text("subject", "which one"),
        date("period", "first day of the month, or the day; null: the whole ledger"),
        text("posted_category", "of which category; null: any"),
        integer("entries", "how many write-offs"),
        cents("amount_cents", "their amounts"),
        number("observed", "what was seen, in the unit that `measure` names"),
        number("usual", "what would have been usual, in the same unit"),
        text("measure", "what observed and usual count"),
        number("score", "how far out it is: robust z, or a p-value's -log10; larger is further"),
        text("because", "in one sentence"),
    ),
)
