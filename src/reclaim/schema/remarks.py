"""One row a remark code on a remittance: LQ at line level, MIA and MOA at claim level."""

from reclaim.schema.table import Rows, Table, each, text

LQ = each("LQ")
MIA = each("MIA")
MOA = each("MOA")

TABLE = Table(
    "remarks",
    grain="one remark code (LQ, MIA05/20-23, MOA03-07)",
    key=("file_id", "segment_number", "element"),
    sets=("835",),
    rows=(
        Rows(LQ, (2,), 1),
        Rows(MIA, (5, 20, 21, 22, 23), 1),
        Rows(MOA, (3, 4, 5, 6, 7), 1),
    ),
    in_claim=True,
    columns=(
        text("code_list", "HE remark code, RX pharmacy reject code; null stands for HE", LQ[1]),
        text("rarc", "remittance advice remark code", LQ.item(0), MIA.item(0), MOA.item(0)),
    ),
)
