"""Which claim was sent again: a replacement or void by the payer's number, or the same number."""

import polars as pl

from reclaim.matching.answers import TOGETHER
from reclaim.matching.ladder import HIGH, Rung, climb
from reclaim.matching.side import Side

NEVER = pl.date(1, 1, 1)

_DAY, _OTHER_DAY = pl.col("day").fill_null(NEVER), pl.col("other_day").fill_null(NEVER)

EARLIER = ((_OTHER_DAY < _DAY) | ((_OTHER_DAY == _DAY) & (pl.col("other_row") < pl.col("row")))) & (
    (pl.col("other_file_id") != pl.col("file_id"))
    | (pl.col("other_transaction") != pl.col("transaction"))
)
"""Made before, and in another transaction: two equal claims in one are two claims."""

BY_ORIGINAL = (
    Rung("original claim number", HIGH, ("original_number",), ("payer_number",), holds=EARLIER),
)

BY_NUMBER = (
    Rung(
        "patient control number, service date and payer",
        HIGH,
        ("number", "payer", "from_date"),
        holds=EARLIER,
    ),
    Rung(
        "patient control number, charge and payer",
        HIGH,
        ("number", "payer", "charge"),
        holds=EARLIER & TOGETHER,
    ),
)

LATEST = (pl.col("other_day"), pl.col("other_row"))


def resent(sents: Side, numbered: Side) -> pl.DataFrame:
    """Pairs of a claim as sent and the sending before it.

    Args:
        sents: the claims as sent.
        numbered: the same, once for each number that a payer gave them.
    """
    replaced = sents.only(pl.col("original_number").is_not_null())
    found = climb(replaced, numbered, BY_ORIGINAL, LATEST)
    again = sents.only(~pl.col("once") & pl.col("number").is_not_null())
    left = again.without(found)
    return pl.concat([found, climb(left, again, BY_NUMBER, LATEST)])
