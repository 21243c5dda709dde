"""One row an answer to what was sent: TA1, AK9, IK5/AK5, and each error IK3/AK3 and IK4/AK4."""

from reclaim.schema.table import Rows, Table, above, each, integer, short_date, text

TA1 = each("TA1")
AK9 = each("AK9")
IK5 = each("IK5 AK5")
IK3 = each("IK3 AK3")
IK4 = each("IK4 AK4")
AK1 = above("AK1")
AK2 = above("AK2")
ERROR_SEGMENT = above("IK3 AK3")

TABLE = Table(
    "acknowledgements",
    grain="one answer (TA1, AK9, IK5/AK5) or error (IK3/AK3, IK4/AK4)",
    sets=("999", "997", "TA1"),
    rows=(Rows(TA1), Rows(AK9), Rows(IK5), Rows(IK3), Rows(IK4)),
    columns=(
        text(
            "answer",
            "A accepted, E accepted with errors, P partly, R rejected",
            TA1[4],
            AK9[1],
            IK5[1],
        ),
        text("interchange_control_number", "interchange that is answered", TA1[1]),
        short_date("interchange_date", "its date", TA1[2]),
        text("interchange_time", "its time", TA1[3]),
        text("note_code", "why, of a TA1", TA1[5]),
        text("functional_code", "HC claims", AK1[1]),
        text("group_control_number", "group that is answered", AK1[2]),
        text("group_version", "its implementation guide", AK1[3]),
        text("transaction_code", "837", AK2[1]),
        text("transaction_control_number", "transaction that is answered", AK2[2]),
        text("transaction_version", "its implementation guide", AK2[3]),
        integer("stated_transactions", "transactions in the group", AK9[2]),
        integer("received_transactions", "transactions received", AK9[3]),
        integer("accepted_transactions", "transactions accepted", AK9[4]),
        text("error_segment", "segment in error", IK3[1], ERROR_SEGMENT[1]),
        integer("error_segment_number", "its ordinal in the transaction", IK3[2], ERROR_SEGMENT[2]),
        text("error_loop", "its loop", IK3[3], ERROR_SEGMENT[3]),
        text("error_element", "element in error (composite, as sent)", IK4[1]),
        text("data_element", "data element number", IK4[2]),
        text("error_value", "the bad value, as sent", IK4[4], phi=True),
        text("error_code", "why", IK5[2], IK3[4], IK4[3], AK9[5]),
        text("error_code_2", "second reason", IK5[3], AK9[6]),
        text("error_code_3", "third reason", IK5[4], AK9[7]),
        text("error_code_4", "fourth reason", IK5[5], AK9[8]),
        text("error_code_5", "fifth reason", IK5[6], AK9[9]),
    ),
)
