"""One row a file of the workspace: with which ingest it came."""

from reclaim.schema.table import FILE_ID, Table, date, integer

TABLE = Table(
    "ingests",
    grain="one input file",
    made_by="ingest",
    key=("file_id",),
    columns=(
        FILE_ID,
        integer("ingest", "ordinal of the change to the workspace that brought it, from 1"),
        date("ingested_on", "the day it was given"),
    ),
)
