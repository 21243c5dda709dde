"""One row a line as another payer decided it: SVD in loop 2430 of an 837."""

from reclaim.schema.table import (
    Rows,
    Table,
    below,
    cents,
    each,
    integer,
    modifiers,
    number,
    period_start,
    text,
)

SVD = each("SVD")

TABLE = Table(
    "other_payer_lines",
    grain="one line decision of another payer (SVD)",
    sets=("837P", "837I", "837D"),
    rows=(Rows(SVD),),
    in_claim=True,
    columns=(
        text("payer_id", "the other payer's identifier", SVD[1]),
        cents("paid_cents", "what it paid on the line", SVD[2]),
        text("procedure_qualifier", "kind of code", SVD[3, 1]),
        text("procedure_code", "procedure it decided on", SVD[3, 2]),
        *modifiers([(SVD, 3)]),
        text("procedure_description", "free text", SVD[3, 7]),
        text("revenue_code", "NUBC revenue code", SVD[4]),
        number("paid_units", "units it paid", SVD[5]),
        integer("bundled_line", "line it was bundled into", SVD[6]),
        period_start("paid_date", "when it decided", below("DTP", of="573", loops="2430")[3]),
        cents(
            "patient_liability_cents",
            "what remains for the patient",
            below("AMT", of="EAF", loops="2430")[2],
        ),
    ),
)
