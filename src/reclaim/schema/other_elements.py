"""One row an element that no typed column takes, so that nothing sent is lost."""

from reclaim.schema.table import (
    BYTE_OFFSET,
    CLAIM_SEGMENT,
    FILE_ID,
    LINE_SEGMENT,
    LOOP,
    SEGMENT_NUMBER,
    TRANSACTION,
    Table,
    integer,
    text,
)

TABLE = Table(
    "other_elements",
    grain="one element or component without a column of its own",
    key=("file_id", "segment_number", "element", "component"),
    columns=(
        FILE_ID,
        TRANSACTION,
        SEGMENT_NUMBER,
        BYTE_OFFSET,
        CLAIM_SEGMENT,
        LINE_SEGMENT,
        LOOP,
        text("segment_id", "CLP, CAS, NM1"),
        integer("element", "ordinal of the element, from 1; 0 for a segment that has none"),
        integer("component", "0: the whole element; n: everything from component n on"),
        text("value", "as sent", phi=True),
    ),
)
