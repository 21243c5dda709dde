"""One row a problem with a row of a ledger file: what is wrong, where, and what follows."""

from reclaim.schema.table import FILE_ID, Table, cents, integer, text

TABLE = Table(
    "ledger_problems",
    grain="one problem of one row, or of the file",
    made_by="audit",
    key=("file_id", "row", "code", "column"),
    columns=(
        text("code", "what is wrong; a code never changes its meaning"),
        text("severity", "error: the row is not counted; warning: it is; note"),
        FILE_ID,
        integer("row", "row of the file, the header's being 1; null: the whole file"),
        text("column", "header of the column; null: the whole row"),
        text("cell", "in a workbook, sheet and cell such as Sheet1!D14"),
        text("value", "the text in question, as written", phi=True),
        cents("amount_cents", "the row's amount, when it could be read"),
        text("detail", "the numbers of this case, in words, without patients"),
    ),
)
