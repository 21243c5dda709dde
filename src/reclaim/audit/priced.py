"""What the contracts tell about claims: facts for the signals, and what was overpaid."""

from collections.abc import Sequence

import polars as pl

from reclaim.audit.found import as_found
from reclaim.audit.marked import CONTRACT_WRONG, INVALID
from reclaim.contracts.model.contract import Contract
from reclaim.money import format_cents
from reclaim.rules.signals import Signal
from reclaim.schema import TABLES

BELOW = "below_contract"
PASSES = "passes_sequestration"
OFF = ("underpaid", "overpaid")
SOURCE = "contracts"


def price_facts(expected: pl.DataFrame, contracts: Sequence[Contract]) -> pl.DataFrame:
    """Table `facts`: which lines were allowed less or more than the contract says, and on what.

    And whether the contract of a claim passes the sequestration cut on; a claim of lines under
    several contracts gets no such answer.

    Args:
        expected: table `expected_lines`.
        contracts: those of the book.
    """
    return pl.concat([_below(expected), _passes(expected, contracts)])


def overpayments(
    expected: pl.DataFrame, claims: pl.DataFrame, signals: Sequence[Signal]
) -> pl.DataFrame:
    """A row for each line, or claim priced as one, that was allowed more than the contract says.

    Those that are marked as invalid are found by the signal that looks at the mark.

    Args:
        expected: table `expected_lines`.
        claims: what `candidates.claim_attributes` gave, of these claims.
        signals: those of the rulebook; without one about overpayments nothing is found.
    """
    about = [at for at, signal in enumerate(signals) if signal.about == "overpayment"]
    marked = [at for at in about if INVALID in signals[at].facts]
    over = overpaid_rows(expected)
    wrong = pl.col("verdict") == CONTRACT_WRONG
    return pl.concat(
        [
            _found(over.filter(~wrong), claims, signals, [at for at in about if at not in marked]),
            _found(over.filter(wrong), claims, signals, marked),
        ]
    )


def overpaid_rows(expected: pl.DataFrame) -> pl.DataFrame:
    """The rows of `expected_lines` that were allowed more than a contract says, marked or not."""
    marked = (pl.col("verdict") == CONTRACT_WRONG) & (pl.col("variance_cents") < 0)
    return expected.filter(((pl.col("verdict") == "overpaid") | marked) & ~_inferred())


def _found(
    over: pl.DataFrame, claims: pl.DataFrame, signals: Sequence[Signal], positions: list[int]
) -> pl.DataFrame:
    """The overpaid rows as the first of some signals finds them."""
    rows = over.select(
        "claim_id",
        "line_number",
        "procedure_code",
        "service_date",
        amount_cents=-pl.col("variance_cents"),
    ).join(claims, on="claim_id", how="inner", maintain_order="left")
    if not positions:
        return as_found(rows.clear())
    signal = signals[positions[0]]
    return as_found(
        rows.with_columns(
            signal=pl.lit(positions[0], dtype=pl.UInt16),
            place=pl.lit("insurer_paid"),
            category=pl.lit("paid/insurer"),
            recoverable=pl.lit(signal.recoverable, dtype=pl.String),
            stage=pl.lit(signal.stage),
            preventable_by=pl.lit(signal.preventable_by, dtype=pl.String),
            trace=pl.lit(f"contract/overpaid > {signal.id}"),
        )
    )


def _below(expected: pl.DataFrame) -> pl.DataFrame:
    off = expected.filter(pl.col("verdict").is_in(OFF))
    detail = [
        f"{contract}, {clause}: {_dollars(due)}, allowed {_dollars(allowed)}"
        for contract, clause, due, allowed in off.select(
            "contract", "clause", "expected_cents", "allowed_cents"
        ).iter_rows()
    ]
    return _facts(
        off.with_columns(
            fact=pl.lit(BELOW),
            holds=pl.col("verdict") == "underpaid",
            detail=pl.Series(detail, dtype=pl.String),
        )
    )


def _passes(expected: pl.DataFrame, contracts: Sequence[Contract]) -> pl.DataFrame:
    clauses = {c.contract: c.sequestration.clause for c in contracts if c.sequestration}
    one = (
        expected.filter(pl.col("contract").is_not_null())
        .group_by("claim_id", maintain_order=True)
        .agg(pl.col("contract").unique())
        .filter(pl.col("contract").list.len() == 1)
        .with_columns(pl.col("contract").list.first())
    )
    clause = pl.col("contract").replace_strict(clauses, default=None, return_dtype=pl.String)
    return _facts(
        one.with_columns(
            line_number=pl.lit(None, dtype=pl.Int64),
            fact=pl.lit(PASSES),
            holds=clause.is_not_null(),
            detail=pl.concat_str("contract", clause, separator=", ", ignore_nulls=True),
        )
    )


def _facts(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "claim_id",
        "line_number",
        "fact",
        "holds",
        on=pl.lit(None, dtype=pl.Date),
        limit=pl.lit(None, dtype=pl.Date),
        detail="detail",
        source_table=pl.lit(SOURCE),
        source_file_id=pl.lit(None, dtype=pl.String),
        source_segment=pl.lit(None, dtype=pl.Int64),
    ).select(TABLES["facts"].polars_schema.names())


def _inferred() -> pl.Expr:
    return pl.col("inferred").fill_null(value=False)


def _dollars(cents: int | None) -> str:
    return "?" if cents is None else format_cents(cents)
