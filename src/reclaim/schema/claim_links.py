"""One row a link between two documents of one claim: sent, acknowledged, answered, corrected."""

from reclaim.schema.table import FILE_ID, Table, flag, integer, text

TABLE = Table(
    "claim_links",
    grain="one link between two documents of a claim",
    key=("link", "from_id", "to_id"),
    made_by="audit",
    columns=(
        FILE_ID,
        text(
            "link",
            "sent, receipt, batch, prior, same, resent, coverage, reversal, correction, duplicate",
        ),
        text("from_table", "table of the row that the link starts at"),
        text("from_id", "its file_id and segment number, joined by a hyphen"),
        text("to_table", "table of the row that the link leads to"),
        text("to_id", "its file_id and segment number, joined by a hyphen"),
        text("key", "by what the two were matched"),
        text("confidence", "high: the numbers agree; medium: other facts agree; low: a guess"),
        integer("candidates", "rows that matched equally well"),
        flag("ambiguous", "several matched equally well: shown, and not used"),
    ),
)
