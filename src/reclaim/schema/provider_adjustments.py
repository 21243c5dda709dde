"""One row a provider-level adjustment, each filled PLB pair. Positive lowers the payment."""

from reclaim.schema.table import Rows, Table, cents, date, each, text

PLB = each("PLB")

TABLE = Table(
    "provider_adjustments",
    grain="one provider-level adjustment (a PLB pair)",
    key=("file_id", "segment_number", "element"),
    sets=("835",),
    rows=(Rows(PLB, (3, 5, 7, 9, 11, 13), 2),),
    columns=(
        text("provider_id", "provider's identifier", PLB[1]),
        date("fiscal_period_date", "end of the provider's fiscal year", PLB[2]),
        text(
            "reason_code",
            "WO recoupment, FB forward balance, L6 interest, 72 refund",
            PLB.item(0, 1),
        ),
        text("reference", "what it refers to, mostly a claim number", PLB.item(0, 2)),
        cents("adjustment_cents", "positive lowers the payment", PLB.item(1)),
    ),
)
