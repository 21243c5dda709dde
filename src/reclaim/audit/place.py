"""Places every charged cent of whole claims: paid, patient's, contractual, denied, unknown ..."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reclaim.audit.net import REVERSAL
from reclaim.audit.parts import Parts, cut
from reclaim.rules.dated import dated_rule
from reclaim.rules.placement import Part, PlacementRule
from reclaim.rules.rulebook import SHIPPED, Rulebook
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id

PART_ORDER: dict[Part, int] = {"paid": 0, "adjustment": 1, "gap": 2}

REMARK_OUTCOMES = ("category", "recoverable")
"""What a remark says in the reason's stead. It names a denial, as the reason does."""

JUDGED_LATER = ("signal_id", "stage", "preventable_by", "decides")
"""What a remittance alone does not tell: `judge` fills these."""

SEQUESTRATION = "payer_reduction/sequestration"
MEDICARE = ("MA", "MB", "16")
"""CLP06 of Medicare and Medicare Advantage."""

CENT = 10_000
"""One cent, in hundredths of a percent of a cent."""


@dataclass(frozen=True)
class Placed:
    """Placed dollars: table `dispositions`, and which of its rows are to be judged.

    A row is to be judged when some signal is about it and its rule is not final, or when it is of
    a reversal, whose places are those of the claim it takes back.
    """

    dispositions: pl.DataFrame
    to_judge: pl.Series


def place(tables: Mapping[str, pl.DataFrame], book: Rulebook = SHIPPED) -> pl.DataFrame:
    """Dispositions of a batch of whole claims.

    For every claim `amount_cents` adds up to CLP03, and for every line to SVC02, to the cent;
    what nobody explains is a row in place `unknown`. Reversals carry negative amounts in the
    places of the original. AMT segments take no part. Rows come by file, claim, line (claim
    level last), and in the order of the segments; splitting or shuffling the claims changes none.

    Args:
        tables: `remit_claims`, `remit_lines`, `adjustments` and `remarks` of the same claims.
            Amounts may be null (unreadable): they count as 0, the rest lands in unknown/amount.
        book: the placement rules, and the payer map, which may treat a group code as another.
    """
    return placed(tables, book).dispositions


def placed(tables: Mapping[str, pl.DataFrame], book: Rulebook = SHIPPED) -> Placed:
    """What `place` gives, with the rows to judge marked."""
    parts = cut(tables, book.payers)
    rows = pl.concat(
        [
            _decide(_as_adjustments(parts.paid), book, "paid"),
            _decide(_with_sequestration(parts.adjustments), book, "adjustment"),
            _decide(_as_adjustments(parts.gaps), book, "gap"),
        ]
    )
    order = ["claim", "line_number", "part", "segment_number", "element"]
    in_order = rows.sort(order, nulls_last=True, maintain_order=True).collect()
    return Placed(_dispositions(parts, in_order), _to_judge(parts, in_order, book))


def _to_judge(parts: Parts, rows: pl.DataFrame, book: Rulebook) -> pl.Series:
    network, status = parts.claims["network"], parts.claims["claim_status"]
    final = [rule.id for rule in book.placement if rule.final]
    about = rows.select(
        "rule_id",
        "place",
        "category",
        "carc",
        network=pl.lit(network).gather(pl.col("claim")),
        reversal=pl.lit(status == REVERSAL).gather(pl.col("claim")),
    )
    open_to = book.candidates & ~pl.col("rule_id").is_in(final)
    marked = about.select(open_to | pl.col("reversal").fill_null(value=False))
    return marked.to_series()


def _as_adjustments(parts: pl.LazyFrame) -> pl.LazyFrame:
    """Give money paid and gaps the columns that only adjustments have."""
    return parts.with_columns(
        segment_number=pl.lit(None, dtype=pl.Int64),
        element=pl.lit(None, dtype=pl.Int64),
        sent_group_code=pl.lit(None, dtype=pl.String),
        treated_by=pl.lit(None, dtype=pl.String),
        carc_next_action=pl.lit(None, dtype=pl.String),
        carc=pl.lit(None, dtype=pl.String),
        rarcs=pl.lit([], dtype=pl.List(pl.String)),
    )


def _with_sequestration(adjustments: pl.LazyFrame) -> pl.LazyFrame:
    """Add `sequestration_on_rate`: the cut is not above the legal share of paid and cut.

    A cut of a Medicare plan that is above it by more than a cent is two parts: the legal share,
    and what is above.
    """
    rate = dated_rule("sequestration.yaml", "sequestration/medicare").expr(pl.col("service_date"))
    amount = pl.col("adjustment_cents")
    due = rate * (pl.col("paid_cents") + amount)
    on_rate = (rate > 0) & (amount.abs() * CENT - due.abs() <= CENT)
    due_cents = (due + CENT // 2) // CENT
    above = (
        (pl.col("carc_category") == SEQUESTRATION)
        & pl.col("filing_indicator").is_in(MEDICARE)
        & (rate > 0)
        & (due_cents > 0)
        & (amount > due_cents + 1)
    ).fill_null(value=False)
    known = adjustments.with_columns(
        due_cents=due_cents, above=above, sequestration_on_rate=on_rate.fill_null(value=False)
    )
    legal = known.filter("above").with_columns(
        amount_cents="due_cents", sequestration_on_rate=pl.lit(value=True)
    )
    rest = pl.col("amount_cents") - pl.when("above").then("due_cents").otherwise(0)
    both = pl.concat([legal, known.with_columns(amount_cents=rest)])
    return both.drop("due_cents", "above")


def _decide(parts: pl.LazyFrame, book: Rulebook, part: Part) -> pl.LazyFrame:
    """Add what the first matching rule says."""
    rules = book.rules_for(part)
    ids = _by_rule([rule.id for rule in rules], pl.String())
    chosen = parts.with_columns(rule=book.decision(part))
    return chosen.select(
        "claim",
        "line_number",
        pl.lit(PART_ORDER[part], dtype=pl.UInt8).alias("part"),
        "segment_number",
        "element",
        _outcome(rules, "place"),
        _outcome(rules, "category"),
        "amount_cents",
        pl.col("sent_group_code").alias("group_code"),
        "carc",
        "rarcs",
        ids.alias("rule_id"),
        _outcome(rules, "necessary"),
        _outcome(rules, "recoverable"),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in JUDGED_LATER),
        pl.col("carc_next_action").alias("next_action"),
        pl.concat_str("treated_by", ids, separator=" > ", ignore_nulls=True).alias("trace"),
    )


def _outcome(rules: tuple[PlacementRule, ...], column: str) -> pl.Expr:
    """What a rule states itself, else what the code it takes over stands for."""
    kind = pl.Boolean() if column == "necessary" else pl.String()
    stated = _by_rule([getattr(rule, column) for rule in rules], kind)
    if not any(rule.takes for rule in rules):
        return stated.alias(column)
    takes = _by_rule([rule.takes for rule in rules], pl.String())
    of_remark = column in REMARK_OUTCOMES
    taken = (
        pl.when(takes == "carc")
        .then(f"carc_{column}")
        .when(takes == "remark")
        .then(f"remark_{column}" if of_remark else f"carc_{column}")
    )
    return pl.coalesce(stated, taken).alias(column)


def _by_rule(values: list[object], kind: pl.DataType) -> pl.Expr:
    return pl.lit(pl.Series(values, dtype=kind)).gather(pl.col("rule"))


def _dispositions(parts: Parts, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the shape of the table, with their claims' names."""
    named = parts.claims.select(
        "file_id",
        claim_id("claim_segment"),
        "patient_control_number",
        "payer_control_number",
    )
    names = named[rows["claim"]]
    return pl.concat([names, rows], how="horizontal").select(
        TABLES["dispositions"].polars_schema.names()
    )
