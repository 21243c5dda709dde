"""One row a value of a measure: its numerator, its denominator, and how it was counted."""

from reclaim.schema.table import Table, cents, date, integer, number, text

TABLE = Table(
    "kpis",
    grain="one measure, basis, period and group",
    made_by="audit",
    key=("measure", "variant", "basis", "period", "grouped_by", "group"),
    columns=(
        text("measure", "id of the measure, e.g. net_collection_rate"),
        text("variant", "as_posted or as_audited, gross or net ...; null: only one"),
        text("definition", "version of the definition it was counted by"),
        text("basis", "service: by day of service; posting: by day posted; snapshot: at its end"),
        date("period", "first day of the month; null: everything"),
        text("grouped_by", "payer, location, provider, category, party, bucket; null: all"),
        text("group", "which one"),
        cents("numerator_cents", "when it counts money"),
        cents("denominator_cents", "when it counts money"),
        integer("numerator_count", "when it counts claims, days or entries"),
        integer("denominator_count", "when it counts claims, days or entries"),
        number("value", "the measure, in its unit; null: nothing to divide by"),
        text("unit", "percent, days, cents, count"),
        text("why_not", "why there is no value"),
    ),
)
