"""One row a piece of evidence of a finding: for it, against it, or missing."""

from reclaim.schema.table import Table, date, integer, text

TABLE = Table(
    "evidence",
    grain="one fact that speaks for or against a finding, or that is missing",
    key=("finding_id", "side", "fact", "line_number"),
    made_by="audit",
    columns=(
        text("finding_id", "the finding"),
        text("side", "for, against, missing"),
        text("fact", "which question is answered"),
        integer("line_number", "ordinal of the SVC on the claim; null: the whole claim"),
        text("statement", "the answer as a sentence; never a name"),
        date("on", "the day that the answer is about"),
        text("input", "where the answer comes from, or would come from: 277CA, 271, roster ..."),
        text("source_table", "where it was found"),
        text("source_file_id", "file of the segment that says so"),
        integer("source_segment", "its segment number, or the row of the practice's own file"),
    ),
)
