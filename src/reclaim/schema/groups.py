"""One row a functional group: GS to GE."""

from reclaim.schema.table import Rows, Table, below, date, each, integer, text

GS = each("GS")
GE = below("GE")

TABLE = Table(
    "groups",
    grain="one functional group (GS)",
    rows=(Rows(GS),),
    columns=(
        text(
            "functional_code", "HP remittance, HC claim, HN claim status, FA acknowledgement", GS[1]
        ),
        text("sender_code", "application sender", GS[2]),
        text("receiver_code", "application receiver", GS[3]),
        date("group_date", "when the group was made", GS[4]),
        text("group_time", "HHMM and more", GS[5]),
        text("control_number", "group control number", GS[6]),
        text("agency", "responsible agency, X", GS[7]),
        text("version", "implementation guide, e.g. 005010X221A1", GS[8]),
        integer("stated_transactions", "number of transactions the GE states", GE[1]),
        text("closing_control_number", "control number of the GE", GE[2]),
        integer("closing_segment", "segment number of the GE; null when it is missing", GE[0]),
    ),
)
