"""One row an input file."""

from reclaim.schema.table import FILE_ID, Table, flag, integer, text

TABLE = Table(
    "files",
    grain="one input file, or one member of an archive",
    key=("file_id",),
    columns=(
        FILE_ID,
        text("path", "where it was read; the first place when the same bytes came more than once"),
        integer("bytes", "size"),
        text("encoding", "ascii, utf-8, latin-1, utf-16-le, utf-16-be"),
        flag("byte_order_mark", "whether the file begins with a byte order mark"),
        text("leading", "text before the first segment", phi=True),
        integer("segments", "number of segments"),
        integer("transactions", "number of transactions"),
        integer("copies", "how many times the same bytes were given"),
    ),
)
