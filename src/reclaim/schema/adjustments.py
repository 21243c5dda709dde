"""One row an adjustment reason on a remittance: each filled CAS triplet, claim and line level."""

from reclaim.schema.table import Rows, Table, cents, each, number, text

CAS = each("CAS")
TRIPLETS = (2, 5, 8, 11, 14, 17)

TABLE = Table(
    "adjustments",
    grain="one adjustment reason (a CAS triplet of an 835)",
    key=("file_id", "segment_number", "element"),
    sets=("835",),
    rows=(Rows(CAS, TRIPLETS, 3),),
    in_claim=True,
    columns=(
        text("group_code", "CO, PR, OA, PI (CR before 5010)", CAS[1]),
        text("carc", "claim adjustment reason code", CAS.item(0)),
        cents("adjustment_cents", "positive lowers the payment", CAS.item(1)),
        number("adjusted_units", "units the adjustment takes away", CAS.item(2)),
    ),
)
