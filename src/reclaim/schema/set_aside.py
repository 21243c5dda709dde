"""One row a reason why a file was set aside: nothing in such a file is counted."""

from reclaim.schema.table import FILE_ID, Table, date, integer, text

TABLE = Table(
    "set_aside",
    grain="one reason why an input file was set aside",
    made_by="ingest",
    key=("file_id", "path", "code"),
    columns=(
        FILE_ID,
        text("path", "where it was read"),
        integer("bytes", "size; null when it could not be read to its end"),
        text("sha256", "SHA-256 of its bytes; null when they could not be read"),
        text("code", "what is wrong; the code of a problem"),
        text("detail", "the circumstances of this case, in words"),
        date("ingested_on", "the day it was given"),
    ),
)
