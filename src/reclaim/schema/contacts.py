"""One row a way to reach somebody: each filled pair of a PER segment."""

from reclaim.schema.table import Rows, Table, each, text

PER = each("PER")

TABLE = Table(
    "contacts",
    grain="one communication number (a PER pair)",
    key=("file_id", "segment_number", "element"),
    rows=(Rows(PER, (3, 5, 7), 2),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("function", "CX claims, BL technical, IC information", PER[1]),
        text("name", "name or department", PER[2], phi=True),
        text("number_qualifier", "TE telephone, EM e-mail, UR web address", PER.item(0)),
        text("number", "the number", PER.item(1), phi=True),
    ),
)
