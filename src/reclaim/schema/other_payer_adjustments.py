"""One row an adjustment reason of another payer, as the provider passes it on: CAS of an 837."""

from reclaim.schema.table import Rows, Table, above, cents, each, integer, number, text

CAS = each("CAS")
TRIPLETS = (2, 5, 8, 11, 14, 17)

TABLE = Table(
    "other_payer_adjustments",
    grain="one adjustment reason (a CAS triplet of an 837)",
    key=("file_id", "segment_number", "element"),
    sets=("837P", "837I", "837D"),
    rows=(Rows(CAS, TRIPLETS, 3),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("group_code", "CO, PR, OA, PI (CR before 5010)", CAS[1]),
        text("carc", "claim adjustment reason code", CAS.item(0)),
        cents("adjustment_cents", "positive lowers the payment", CAS.item(1)),
        number("adjusted_units", "units the adjustment takes away", CAS.item(2)),
        integer(
            "decision_segment",
            "segment number of the SVD, or else of the SBR, whose payer adjusted",
            above("SVD", loops="2430")[0],
            above("SBR", loops="2320")[0],
        ),
    ),
)
