"""One row a service line on a remittance, and the line as sent that it answers."""

from reclaim.schema.table import FILE_ID, Table, flag, integer, text

TABLE = Table(
    "line_links",
    grain="one service line on a remittance, and the line as sent",
    key=("line_id", "claim_line_id"),
    made_by="audit",
    columns=(
        FILE_ID,
        text("claim_id", "file_id and the CLP's segment number, joined by a hyphen"),
        text("line_id", "file_id and the SVC's segment number, joined by a hyphen"),
        integer("line_number", "ordinal of the SVC on the claim, from 1"),
        text("sent_id", "file_id and the CLM's segment number, joined by a hyphen"),
        text("claim_line_id", "file_id and the LX's segment number, joined by a hyphen"),
        text("key", "by what the two were matched"),
        text("confidence", "high: the numbers agree; medium: other facts agree; low: a guess"),
        integer("candidates", "lines that matched equally well"),
        flag("ambiguous", "several matched equally well: shown, and not used"),
    ),
)
