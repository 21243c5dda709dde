"""One row a part of a charge, and where it went. The parts of a claim add up to its charge."""

from reclaim.schema.table import FILE_ID, Table, cents, codes, flag, integer, text

TABLE = Table(
    "dispositions",
    grain="one part of a line's or claim's charge",
    made_by="audit",
    key=("file_id", "claim_id", "line_number", "place", "category", "group_code", "carc"),
    columns=(
        FILE_ID,
        text("claim_id", "file_id and the CLP's segment number, joined by a hyphen"),
        text("patient_control_number", "the provider's claim number"),
        text("payer_control_number", "the payer's claim number"),
        integer("line_number", "ordinal of the SVC on the claim, from 1; null at claim level"),
        text(
            "place",
            "insurer_paid, patient_responsibility, contractual, underpayment, payer_reduction, "
            "denial, prior_payer, pending, write_off, unknown",
        ),
        text("category", "the place's finer part, e.g. denial/timely_filing"),
        cents("amount_cents", "part of the charge; negative on reversals"),
        text("group_code", "group code of the adjustment"),
        text("carc", "reason code of the adjustment"),
        codes("rarcs", "remark codes that count for it"),
        text("rule_id", "placement rule that decided"),
        flag(
            "necessary",
            "true: a proper write-off; false: avoidable; null: not a write-off, or not known",
        ),
        text("recoverable", "yes, no, maybe; null when nothing is to recover"),
        text("signal_id", "signal that judged it on the evidence; null when none is about it"),
        text("stage", "where it went wrong: registration, clinical, coding, submission, payer"),
        text("preventable_by", "who could have prevented it; null when nobody could"),
        text("decides", "what would decide a maybe"),
        text("next_action", "what to do next; null when nothing is to be done"),
        text("trace", "payer map, placement rule, signal: what led here, with > between"),
    ),
)
