"""One row an interchange: ISA to IEA."""

from reclaim.schema.table import Rows, Table, below, each, integer, short_date, text

ISA = each("ISA")
IEA = below("IEA")

TABLE = Table(
    "interchanges",
    grain="one interchange (ISA)",
    rows=(Rows(ISA),),
    columns=(
        text("authorization_qualifier", "kind of authorization information", ISA[1]),
        text("authorization", "authorization information", ISA[2]),
        text("security_qualifier", "kind of security information", ISA[3]),
        text("security", "security information", ISA[4]),
        text("sender_qualifier", "kind of sender id", ISA[5]),
        text("sender_id", "sender, padded as sent", ISA[6]),
        text("receiver_qualifier", "kind of receiver id", ISA[7]),
        text("receiver_id", "receiver, padded as sent", ISA[8]),
        short_date("interchange_date", "when the interchange was made", ISA[9]),
        text("interchange_time", "HHMM", ISA[10]),
        text("repetition_separator", "separator of repeats; U in 4010", ISA[11]),
        text("version", "interchange version", ISA[12]),
        text("control_number", "interchange control number", ISA[13]),
        text("acknowledgement_wanted", "1: a TA1 is wanted", ISA[14]),
        text("usage", "P production, T test", ISA[15]),
        text("component_separator", "separator of components", ISA[16]),
        integer("stated_groups", "number of groups the IEA states", IEA[1]),
        text("closing_control_number", "control number of the IEA", IEA[2]),
        integer("closing_segment", "segment number of the IEA; null when it is missing", IEA[0]),
    ),
)
