"""One row paperwork that belongs to a claim or line: PWK of an 837."""

from reclaim.schema.table import Rows, Table, each, text

PWK = each("PWK")

TABLE = Table(
    "attachments",
    grain="one attachment (PWK)",
    rows=(Rows(PWK),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("report_type", "kind of report", PWK[1]),
        text("transmission", "EL electronic, BM mail, FX fax, AA on request", PWK[2]),
        text("id_qualifier", "AC attachment control number", PWK[5]),
        text("control_number", "attachment control number", PWK[6]),
    ),
)
