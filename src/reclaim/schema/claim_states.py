"""One row a claim on a remittance: what it is to the others, and whether its dollars count."""

import polars as pl

from reclaim.schema.table import FILE_ID, Table, flag, text

TABLE = Table(
    "claim_states",
    grain="one claim on a remittance, against all others",
    key=("claim_id",),
    made_by="audit",
    columns=(
        FILE_ID,
        text("claim_id", "file_id and the CLP's segment number, joined by a hyphen"),
        text(
            "state",
            "original, reversed, reversal, correction, orphan_reversal, duplicate",
        ),
        flag("counts", "false: cancelled by, or cancelling, another claim, or a repeat"),
        text("reverses", "on a reversal: the claim it takes back"),
        text("reversed_by", "on a reversed claim: its reversal"),
        text("corrects", "on a correction: the reversed claim, or the orphan reversal, before it"),
        text("duplicate_of", "on a duplicate: the claim it repeats"),
        text("link", "by which numbers the reversal was matched; null when it was not"),
    ),
)


def claim_id(segment_number: str = "segment_number") -> pl.Expr:
    """The name of a claim: its file, and the segment number of its CLP, in the column given."""
    return pl.concat_str("file_id", pl.lit("-"), segment_number).alias("claim_id")
