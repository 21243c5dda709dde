"""One row a REF segment, of any transaction set."""

from reclaim.schema.table import Rows, Table, each, text

REF = each("REF")

TABLE = Table(
    "references",
    grain="one reference (REF)",
    rows=(Rows(REF),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("qualifier", "kind of reference", REF[1]),
        text("reference", "the reference", REF[2], phi=True),
        text("description", "free text", REF[3]),
        text("further", "further reference (composite, as sent)", REF[4]),
    ),
)
