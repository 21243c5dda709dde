"""One row a QTY segment, of any transaction set."""

from reclaim.schema.table import Rows, Table, each, number, text

QTY = each("QTY")

TABLE = Table(
    "quantities",
    grain="one quantity (QTY)",
    rows=(Rows(QTY),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("qualifier", "kind of quantity, e.g. CA covered days", QTY[1]),
        number("quantity", "the quantity", QTY[2]),
        text("unit", "unit of measure (composite, as sent)", QTY[3]),
        text("free_text", "free text", QTY[4]),
    ),
)
