"""One row a problem with an input: what is wrong, where, and what to do next."""

from reclaim.schema.table import (
    BYTE_OFFSET,
    FILE_ID,
    SEGMENT_NUMBER,
    TRANSACTION,
    Table,
    cents,
    integer,
    text,
)

TABLE = Table(
    "problems",
    grain="one problem",
    key=("file_id", "segment_number", "code", "element"),
    columns=(
        text("code", "what is wrong; a code never changes its meaning"),
        text("severity", "error, warning, note"),
        FILE_ID,
        TRANSACTION,
        SEGMENT_NUMBER,
        BYTE_OFFSET,
        integer("element", "ordinal of the element"),
        integer("component", "ordinal of the component"),
        text("patient_control_number", "the provider's claim number"),
        text("value", "the text in question, as sent", phi=True),
        cents("difference_cents", "what is unexplained"),
        text("detail", "the numbers of this case, in words"),
    ),
)
