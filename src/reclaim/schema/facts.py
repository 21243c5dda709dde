"""One row a fact about a claim on a remittance, for or against what the payer says."""

from reclaim.schema.table import Table, date, flag, integer, text

TABLE = Table(
    "facts",
    grain="one fact about a remitted claim, or about a line of it",
    key=("claim_id", "line_number", "fact"),
    made_by="audit",
    columns=(
        text("claim_id", "file_id and the CLP's segment number, joined by a hyphen"),
        integer("line_number", "ordinal of the SVC on the claim, from 1; null: the whole claim"),
        text("fact", "which question is answered, e.g. accepted_in_time"),
        flag("holds", "the answer; a question that nothing answers has no row"),
        date("on", "the day that the answer is about, e.g. of the acceptance"),
        date("limit", "the day it is held against, e.g. the last for filing"),
        text("detail", "what was found, in codes and numbers; never a name"),
        text("source_table", "where it was found: a table, or a file of the practice"),
        text("source_file_id", "file of the segment that says so; null for a practice's own file"),
        integer("source_segment", "its segment number, or the row of the practice's own file"),
    ),
)
