"""One row a DTM or DTP segment, of any transaction set."""

from reclaim.schema.table import Rows, Table, each, period_end, period_start, text

DTM = each("DTM")
DTP = each("DTP")

TABLE = Table(
    "dates",
    grain="one date (DTM or DTP)",
    rows=(Rows(DTM), Rows(DTP)),
    in_loop=True,
    in_claim=True,
    columns=(
        text("qualifier", "kind of date, e.g. 472 service, 050 received", DTM[1], DTP[1]),
        period_start("date", "the day, or the first of a period", DTM[2], DTP[3], DTM[6]),
        period_end("end_date", "the last day of a period", DTP[3], DTM[6]),
        text("format", "D8, RD8, DT, TM", DTP[2], DTM[5]),
        text("value", "the date or period as sent", DTM[2], DTP[3], DTM[6]),
        text("time", "HHMM and more", DTM[3]),
        text("time_zone", "time zone code", DTM[4]),
    ),
)
