"""Which rules hold for which postings: one row for each, with its amounts and its sentences."""

from collections.abc import Sequence

import polars as pl

from reclaim.audit.posted.asked import with_answers
from reclaim.audit.posted.words import sentence
from reclaim.rules.posting_columns import ASKED, About
from reclaim.rules.posting_model import PostingRule
from reclaim.rules.posting_policy import DEFAULT, PostingPolicy

BY_DEFAULT = " It is held to a default: policies/posting.yaml does not answer the question."

ONE_FINDING = ("entry", "claim_id", "category", "group_code", "carc")
"""Parts of a write-off that share these are one finding, whatever their lines."""

TELLS = ("because", "step", "step_winnable", "step_lost")

KEPT: dict[str, pl.DataType] = {
    "entry": pl.Int64(),
    "file_id": pl.String(),
    "row": pl.Int64(),
    "transaction_id": pl.String(),
    "account": pl.String(),
    "patient_control_number": pl.String(),
    "claim_id": pl.String(),
    "line_number": pl.Int64(),
    "payer": pl.String(),
    "payer_kind": pl.String(),
    "local_code": pl.String(),
    "posted_category": pl.String(),
    "category": pl.String(),
    "group_code": pl.String(),
    "carc": pl.String(),
    "user": pl.String(),
    "service_date": pl.Date(),
    "posted_date": pl.Date(),
    "posted_cents": pl.Int64(),
    "trace": pl.String(),
    "winnable": pl.Boolean(),
    "evidence_necessary": pl.Boolean(),
    "rebook": pl.String(),
    "finding_id": pl.String(),
    "finding_recoverable": pl.String(),
    "finding_action": pl.String(),
    "finding_money": pl.String(),
    "finding_worth_cents": pl.Int64(),
    "finding_chance_bp": pl.Int64(),
    "finding_deadline": pl.Date(),
}
"""What is kept of a row that a rule holds for; null where its thing has no such column."""

HELD = pl.Schema(
    {
        "rule": pl.UInt16(),
        **KEPT,
        "amount_cents": pl.Int64(),
        "reverse_cents": pl.Int64(),
        "rule_deadline": pl.Date(),
        **dict.fromkeys(TELLS, pl.String()),
    }
)


def holding(
    rows: pl.DataFrame, about: About, rules: Sequence[PostingRule], policy: PostingPolicy
) -> pl.DataFrame:
    """HELD: a row for each row and rule about it that holds with an amount above 0.

    Args:
        rows: what `asked` made ready.
        about: what one row is.
        rules: all of them; `rule` is the position in these.
        policy: what postings are held to.
    """
    mine = {at: rule for at, rule in enumerate(rules) if rule.about == about}
    if rows.is_empty() or not mine:
        return HELD.to_frame()
    holds = (
        with_answers(rows, about, policy)
        .select(rule.condition.alias(str(at)) for at, rule in mine.items())
        .collect()
    )
    some = holds.select(pl.any_horizontal(pl.all())).to_series()
    if not some.any():
        return HELD.to_frame()
    few = with_answers(rows.filter(some), about, policy).collect()
    holds = holds.filter(some)
    found = [
        _held(few.filter(holds[str(at)]), at, rule)
        for at, rule in mine.items()
        if holds[str(at)].any()
    ]
    return pl.concat([HELD.to_frame(), *found])


def _held(rows: pl.DataFrame, at: int, rule: PostingRule) -> pl.DataFrame:
    amounts = rows.with_columns(
        amount_cents=pl.sql_expr(rule.amount).cast(pl.Int64),
        reverse_cents=pl.sql_expr(rule.reverse or "0").cast(pl.Int64).fill_null(0),
        rule_deadline=pl.sql_expr(rule.deadline) if rule.deadline else pl.lit(None, pl.Date),
    ).filter(pl.col("amount_cents") > 0)
    one = _whole(amounts) if rule.about == "split" else amounts
    types = {name: kind for name, (_, kind) in ASKED[rule.about].items()}
    types["amount_cents"] = pl.Int64()
    told = {name: getattr(rule, name) for name in TELLS}
    sentences = {
        name: pl.lit(None, pl.String) if text is None else sentence(text, types)
        for name, text in told.items()
    }
    sentences["because"] = pl.concat_str(sentences["because"], _by_default(rule))
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in KEPT.items()
        if name not in one.columns
    ]
    return (
        one.with_columns(**sentences)
        .with_columns(*missing, rule=pl.lit(at, dtype=pl.UInt16))
        .select(HELD.names())
    )


def _whole(parts: pl.DataFrame) -> pl.DataFrame:
    """One row for the parts that are one finding: it is worked by claim, not by line."""
    lines = pl.col("line_number")
    sums = ("amount_cents", "reverse_cents")
    others = [name for name in parts.columns if name not in (*ONE_FINDING, *sums, "line_number")]
    return parts.group_by(ONE_FINDING, maintain_order=True).agg(
        pl.col(others).first(),
        pl.when(lines.n_unique() == 1).then(lines.first()).alias("line_number"),
        pl.col(sums).sum(),
    )


def _by_default(rule: PostingRule) -> pl.Expr:
    """The note that a default decided, on the rows where one did."""
    flags = [pl.col(DEFAULT + name) for name in rule.policy]
    if not flags:
        return pl.lit("")
    return pl.when(pl.any_horizontal(flags)).then(pl.lit(BY_DEFAULT)).otherwise(pl.lit(""))
