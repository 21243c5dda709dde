"""One row an input file."""

from reclaim.schema.table import FILE_ID, Table, integer, text

TABLE = Table(
    "files",
    grain="one input file, or one member of an archive",
    key=("file_id",),
    columns=(
        FILE_ID,
        text("path", "where it was read; the first place when the same bytes came more than once"),
        integer("bytes", "size"),
        text("encoding", "ascii, utf-8, latin-1, utf-16"),
        integer("segments", "number of segments"),
        integer("transactions", "number of transactions"),
        integer("copies", "how many times the same bytes were given"),
    ),
)
