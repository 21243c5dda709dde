"""One row a transaction: ST to SE."""

from reclaim.schema.table import Rows, Table, above, below, date, each, integer, text

ST = each("ST")
SE = below("SE")
BHT = below("BHT")
GS = above("GS")

TABLE = Table(
    "transactions",
    grain="one transaction (ST)",
    rows=(Rows(ST),),
    columns=(
        text("transaction_code", "835, 837, 277, 999, 271", ST[1]),
        text("control_number", "transaction control number", ST[2]),
        text("version", "implementation guide, from the ST or else its group", ST[3], GS[8]),
        text("structure_code", "hierarchical structure", BHT[1]),
        text("purpose_code", "00 original, 18 reissue", BHT[2]),
        text("batch_reference", "the sender's own batch number", BHT[3]),
        date("created_date", "when the transaction was made", BHT[4]),
        text("created_time", "HHMM and more", BHT[5]),
        text("transaction_type", "CH chargeable, RP reporting, TH receipt acknowledgement", BHT[6]),
        integer("stated_segments", "number of segments the SE states, ST and SE included", SE[1]),
        text("closing_control_number", "control number of the SE", SE[2]),
        integer("closing_segment", "segment number of the SE; null when it is missing", SE[0]),
    ),
)
