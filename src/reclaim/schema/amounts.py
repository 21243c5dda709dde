"""One row an AMT segment, of any transaction set. Evidence only: no AMT takes part in balancing."""

from reclaim.schema.table import Rows, Table, cents, each, text

AMT = each("AMT")

TABLE = Table(
    "amounts",
    grain="one amount (AMT)",
    rows=(Rows(AMT),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("qualifier", "kind of amount, e.g. B6 allowed, AU covered, D paid", AMT[1]),
        cents("amount_cents", "the amount", AMT[2]),
        text("credit_debit", "C credit, D debit", AMT[3]),
    ),
)
