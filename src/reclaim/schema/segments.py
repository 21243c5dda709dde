"""One row a segment, of any kind, with its text as sent: every number leads back to here."""

from reclaim.schema.table import (
    BYTE_OFFSET,
    CLAIM_SEGMENT,
    FILE_ID,
    LINE_SEGMENT,
    LOOP,
    SEGMENT_NUMBER,
    TRANSACTION,
    Table,
    text,
)

TABLE = Table(
    "segments",
    grain="one segment",
    columns=(
        FILE_ID,
        TRANSACTION,
        SEGMENT_NUMBER,
        BYTE_OFFSET,
        CLAIM_SEGMENT,
        LINE_SEGMENT,
        LOOP,
        text("transaction_set", "835, 837P, 837I, 837D, 277CA, 277, 999, 271, 270"),
        text("segment_id", "CLP, CAS, NM1"),
        text("text", "the segment as sent, without its terminator", phi=True),
        text("ending", "terminator and line end, as sent"),
    ),
)
