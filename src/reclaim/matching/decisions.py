"""Decisions that belong together: of one payer on one claim, and of one payer after another."""

import polars as pl

from reclaim.matching.answers import SAME_CHARGE, TOGETHER
from reclaim.matching.ladder import HIGH, MEDIUM, PAIRS, Rung, alone, climb
from reclaim.matching.side import Side

NO_DECISION = ("23", "25")
"""Sent on without a decision, and an estimate."""

TAKES_BACK = ("reversal", "orphan_reversal", "duplicate")

SAME_BY = (
    ("claim as sent", HIGH, ("sent", "payer")),
    ("payer's claim number", HIGH, ("payer_number", "payer")),
    ("patient control number and service date", MEDIUM, ("number", "payer", "from_date")),
)
"""What ties the decisions of one payer; the last two for those without a claim as sent."""

SAME_PAYEE = (pl.col("provider") == pl.col("other_provider")).fill_null(value=True)

OTHER_PAYER = (pl.col("payer") != pl.col("other_payer")) & (
    pl.col("other_turn") < pl.col("turn")
).fill_null(
    (pl.col("other_turn").fill_null(1) == 1)
    & (pl.col("other_paid_on") <= pl.col("paid_on")).fill_null(value=True)
)
"""Another payer, that comes before this one; where nobody says so, that paid before."""

PRIOR = (
    Rung("claim as sent", HIGH, ("sent",), holds=OTHER_PAYER),
    Rung(
        "patient control number and service date",
        HIGH,
        ("number", "from_date"),
        holds=OTHER_PAYER & SAME_PAYEE,
    ),
    Rung(
        "patient control number and charge",
        HIGH,
        ("number", "charge"),
        holds=OTHER_PAYER & SAME_PAYEE & TOGETHER,
    ),
    Rung(
        "claim number of the other payer",
        HIGH,
        ("other_number",),
        ("payer_number",),
        holds=OTHER_PAYER,
    ),
)

BETTER = (
    SAME_CHARGE,
    (pl.col("other_paid_on") <= pl.col("paid_on")).fill_null(value=False),
    pl.col("other_paid_on"),
)
"""Of a payer's decisions the last before this one."""


def decisions(remits: Side, sents: Side, sent: pl.DataFrame) -> Side:
    """The claims on remittances that decide something, with `sent` and `turn`.

    `sent` is the row of the claim as sent, null unless it is certain. `turn` is 1, 2, 3 for the
    first, second, third payer: the later of what CLP02 says and what that claim said of this payer.
    """
    ruled = remits.only(
        ~pl.col("state").is_in(TAKES_BACK) & ~pl.col("status").fill_null("").is_in(NO_DECISION)
    )
    tied = ruled.joined(alone(sent).select("row", sent="other"), ["row"], "left")
    stated = sents.having("order", "payer").rows.select(
        sent="row", sent_order="order", sent_payer="payer"
    )
    rows = tied.having("order", "payer").joined(stated, ["sent"], "left").rows
    return tied.with_rows(
        rows.with_columns(turn=_turn()).drop("sent_order", "sent_payer", "order", "state", "status")
    )


def same(decided: Side) -> pl.DataFrame:
    """Pairs of a decision and the first one that its payer made on the same claim.

    A claim split over several CLPs, or decided twice; corrections have a link of their own.
    """
    found = [pl.DataFrame(schema=PAIRS)]
    left = decided
    for key, confidence, columns in SAME_BY:
        if left.rows.is_empty():
            break
        pairs = _with_first(left, columns)
        found.append(
            pairs.filter(pl.col("state") != "correction").select(
                "row",
                "other",
                pl.lit(key).alias("key"),
                pl.lit(confidence).alias("confidence"),
                pl.lit(1, pl.UInt32).alias("candidates"),
            )
        )
        tied = pl.concat([pairs["row"], pairs["other"]]).implode()
        left = left.only(pl.col("sent").is_null() & ~pl.col("row").is_in(tied))
    return pl.concat(found)


def prior(decided: Side, sents: Side, other_payers: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a later payer's decision and an earlier payer's on the same claim.

    One for each earlier payer: its last decision before this one.

    Args:
        decided: what `decisions` returned.
        sents: the claims as sent.
        other_payers: of their other payers `file_id`, `claim_segment`, `claim_number`.
    """
    later = decided.only(pl.col("turn").fill_null(2) > 1)
    if later.rows.is_empty():
        return pl.DataFrame(schema=PAIRS)
    numbers = other_payers.drop_nulls("claim_number").select(
        "file_id", "claim_number", segment_number="claim_segment"
    )
    named = sents.joined(numbers, ["file_id", "segment_number"], "inner").rows
    other_number = named.group_by(sent="row").agg(other_number=pl.col("claim_number").min())
    later = later.joined(other_number, ["sent"], "left")
    return climb(later, _once_a_day(_related(decided, later)), PRIOR, BETTER, ("other_payer",))


def _turn() -> pl.Expr:
    order, sent_order = pl.col("order"), pl.col("sent_order")
    sent_here = (pl.col("payer") == pl.col("sent_payer")).fill_null(value=False)
    return (
        pl.when(sent_here)
        .then(pl.max_horizontal(order, sent_order))
        .otherwise(pl.coalesce(order, pl.when(sent_order > 1).then(sent_order)))
    )


def _with_first(left: Side, columns: tuple[str, ...]) -> pl.DataFrame:
    """Rows that share the columns with an earlier one: `row`, `state`, and `other`, the first."""
    for name in columns:
        left = left.only(pl.col(name).is_not_null())
        left = left.at(_shared(left.rows[name]))
    rows = left.having("paid_on", "state").rows.sort("paid_on", "row", nulls_last=True)
    firsts = rows.group_by(columns, maintain_order=True).agg(other=pl.col("row").first())
    named = rows.join(firsts, on=columns, how="inner", maintain_order="left")
    return named.filter(pl.col("row") != pl.col("other")).select("row", "other", "state")


def _shared(column: pl.Series) -> pl.Series:
    """Where a value stands that stands elsewhere too."""
    return column.hash().is_duplicated().arg_true()


def _related(decided: Side, later: Side) -> Side:
    """The decisions that share a number, or the claim as sent, with any of the later payers'."""
    late = later.having("number").rows
    named = (
        pl.col(mine).is_in(late[theirs].drop_nulls().unique().implode()).fill_null(value=False)
        for mine, theirs in (
            ("number", "number"),
            ("sent", "sent"),
            ("payer_number", "other_number"),
        )
    )
    return decided.only(pl.any_horizontal(named))


def _once_a_day(decided: Side) -> Side:
    """One decision for those of one payer on one claim on one day: a split claim is no rivalry."""
    side = decided.having("payer", "from_date", "paid_on")
    known = pl.col("number").is_not_null() & pl.col("from_date").is_not_null()
    rows = (
        side.rows.with_columns(apart=pl.when(~known).then("row"))
        .sort("charge", "row", descending=[True, False], nulls_last=True)
        .unique(
            ("payer", "number", "from_date", "sent", "paid_on", "apart"),
            keep="first",
            maintain_order=True,
        )
        .sort("row")
    )
    return side.with_rows(rows.drop("apart"))
