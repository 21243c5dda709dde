"""Which 999 or TA1 answers the batch that a claim was sent in."""

from dataclasses import dataclass

import polars as pl

from reclaim.matching.forms import trimmed
from reclaim.matching.ladder import HIGH, MEDIUM, PAIRS, Rung, climb
from reclaim.matching.side import Side
from reclaim.matching.tables import PLACE, LinkTables

PROMPT = "30d"
"""An answer is about a batch at most so old: control numbers start again."""

PARTIES = ("sender", "receiver")


@dataclass(frozen=True)
class _Kind:
    """A kind of answer: what it names, and what of the sent file that is."""

    name: str
    key: str
    numbers: tuple[str, ...]
    unit: str


KINDS = (
    _Kind("IK5", "group and transaction control number", ("group", "transaction"), "ordinal"),
    _Kind("AK9", "group control number", ("group",), "group_at"),
    _Kind("TA1", "interchange control number and date", ("interchange", "made"), "interchange_at"),
)
"""The finest answer to a claim's batch counts: of its transaction, else its group, else TA1."""

FORMS = {
    "day": pl.col("day"),
    "kind": pl.when(pl.col("interchange_control_number").is_not_null())
    .then(pl.lit("TA1"))
    .when(pl.col("transaction_control_number").is_not_null())
    .then(pl.lit("IK5"))
    .otherwise(pl.lit("AK9")),
    "sender": pl.col("receiver"),
    "receiver": pl.col("sender"),
    "interchange": trimmed("interchange_control_number"),
    "made": pl.col("interchange_date"),
    "group": trimmed("group_control_number"),
    "transaction": trimmed("transaction_control_number"),
}
"""What an answer names. Who sends it received the batch."""


def batches(tables: LinkTables, sents: Side, answers: Side) -> pl.DataFrame:
    """Pairs of a claim as sent and the answer to its transaction, else to its group, else TA1.

    Args:
        tables: the envelopes of what was sent.
        sents: the claims as sent.
        answers: what `answer_side` returned.
    """
    if answers.rows.is_empty() or sents.rows.is_empty():
        return pl.DataFrame(schema=PAIRS)
    sent = _sent_transactions(tables)
    found = pl.DataFrame(schema={**PAIRS, "file_id": pl.String, "ordinal": pl.Int64})
    for kind in KINDS:
        more = _answered(answers.only(pl.col("kind") == kind.name), sent, kind)
        more = more.join(found, on=["file_id", "ordinal"], how="anti")
        found = pl.concat([found, more.select(found.columns)])
    claims = sents.having("file_id", "transaction").rows.select(
        "file_id", ordinal="transaction", claim="row"
    )
    return found.join(claims, on=["file_id", "ordinal"]).select(
        pl.col("claim").alias("row"), pl.col("row").alias("other"), *PAIRS.names()[2:]
    )


def answer_side(tables: LinkTables) -> Side:
    """The answers (IK5, AK9, TA1): FORMS."""
    answers = tables.acknowledgements.filter(
        pl.col("error_segment").is_null() & pl.col("answer").is_not_null()
    )
    source = _under(answers, _interchanges(tables)).sort(*PLACE)
    rows = pl.DataFrame({"place": pl.arange(source.height, dtype=pl.UInt32, eager=True)})
    side = Side("acknowledgements", rows.with_row_index("row"), source, FORMS, source)
    return side.having(*FORMS)


def _sent_transactions(tables: LinkTables) -> pl.DataFrame:
    """The 837 transactions by file and segment, with the numbers of their envelopes."""
    groups = tables.groups.select(
        *PLACE, group=trimmed("control_number"), group_at="segment_number"
    )
    sent = tables.transactions.filter(pl.col("transaction_code") == "837")
    return (
        _under(_under(sent, groups), _interchanges(tables))
        .sort(*PLACE)
        .rename({"transaction": "ordinal"})
        .with_columns(transaction=trimmed("control_number"), made="day")
    )


def _interchanges(tables: LinkTables) -> pl.DataFrame:
    return tables.interchanges.select(
        *PLACE,
        day="interchange_date",
        interchange=trimmed("control_number"),
        sender=trimmed("sender_id"),
        receiver=trimmed("receiver_id"),
        interchange_at="segment_number",
    )


def _under(rows: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """Rows with the columns of the last head above them in their file."""
    return rows.sort("segment_number").join_asof(
        heads.sort("segment_number"),
        on="segment_number",
        by="file_id",
        strategy="backward",
        check_sortedness=False,
    )


def _answered(answers: Side, sent: pl.DataFrame, kind: _Kind) -> pl.DataFrame:
    """Pairs of an answer and a unit as sent, spread over the transactions of the unit."""
    units = sent.drop_nulls(kind.unit).unique(
        ["file_id", kind.unit], keep="first", maintain_order=True
    )
    rows = units.with_row_index("row").with_columns(place="row")
    side = Side("transactions", rows, units, {}, units)
    found = pl.DataFrame(schema=PAIRS)
    for numbers, confidence in (((*kind.numbers, *PARTIES), HIGH), (kind.numbers, MEDIUM)):
        left = _with_batch_day(answers.without(found), units, numbers)
        rung = Rung(kind.key, confidence, (*numbers, "batch_day"), (*numbers, "day"))
        found = pl.concat([found, climb(left, side, (rung,))])
    parts = sent.select("file_id", "ordinal", at=kind.unit)
    named = rows.select("file_id", at=kind.unit, other="row")
    return found.join(named, on="other").join(parts, on=["file_id", "at"])


def _with_batch_day(answers: Side, units: pl.DataFrame, numbers: tuple[str, ...]) -> Side:
    """The answers with `batch_day`: the last day before them of a batch with their numbers."""
    days = units.select(*numbers, "day", batch_day="day").drop_nulls().unique().sort("day")
    rows = (
        answers.rows.drop_nulls("day")
        .sort("day", "row")
        .join_asof(
            days,
            on="day",
            by=list(numbers),
            strategy="backward",
            tolerance=PROMPT,
            check_sortedness=False,
        )
        .sort("row")
    )
    return answers.with_rows(rows)
