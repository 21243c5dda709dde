"""One row a part of a posted write-off, and what the evidence says that part is."""

from reclaim.schema.table import Table, cents, codes, integer, text

TABLE = Table(
    "posted_splits",
    grain="one part of a standing write-off; the parts add up to what stands of it",
    made_by="audit",
    key=("entry", "claim_id", "line_number", "category", "group_code", "carc"),
    columns=(
        integer("entry", "the write-off in posted_write_offs"),
        text("claim_id", "the remitted claim whose amount stands behind it; null: none"),
        integer("line_number", "ordinal of the SVC on it; null: claim level, or none"),
        text("posted_category", "category it was posted under; null: unmapped"),
        text("place", "place of the amount behind it; null: nothing stands behind it"),
        text("category", "category by the evidence; null: nothing stands behind it"),
        text("group_code", "group code of the amount behind it"),
        text("carc", "reason code of the amount behind it"),
        codes("rarcs", "its remark codes"),
        cents("split_cents", "this part of the write-off"),
        text(
            "verdict",
            "supported: in its category; contradicted: in another; unsupported: no evidence",
        ),
        text("finding_id", "finding about the same amount on the remittance; null: none"),
    ),
)
