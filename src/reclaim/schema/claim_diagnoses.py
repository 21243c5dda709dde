"""One row a health code of a claim: each filled composite of an HI segment."""

from reclaim.schema.table import Rows, Table, cents, each, period_end, period_start, text

HI = each("HI")

TABLE = Table(
    "claim_diagnoses",
    grain="one health code (an HI composite)",
    key=("file_id", "segment_number", "element"),
    sets=("837P", "837I", "837D"),
    rows=(Rows(HI, tuple(range(1, 13)), 1),),
    in_claim=True,
    columns=(
        text(
            "qualifier",
            "ABK principal diagnosis, ABF other, BBR procedure, BE value, BG condition",
            HI.item(0, 1),
        ),
        text("code", "the code", HI.item(0, 2)),
        text("date_format", "D8, RD8", HI.item(0, 3)),
        period_start("code_date", "date of the code, or its first day", HI.item(0, 4)),
        period_end("code_end_date", "last day of an occurrence span", HI.item(0, 4)),
        text("date_value", "the date or period as sent", HI.item(0, 4)),
        cents("value_cents", "amount of a value code", HI.item(0, 5)),
        text("quantity", "quantity, as sent", HI.item(0, 6)),
        text("version", "version, as sent", HI.item(0, 7)),
        text("range_end", "end of a range of codes", HI.item(0, 8)),
        text("present_on_admission", "Y, N, U, W", HI.item(0, 9)),
    ),
)
