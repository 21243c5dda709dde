"""Interest that a contract promises on claims that were paid late, and that did not come."""

from collections.abc import Sequence

import polars as pl

from reclaim.audit.compare import NOT_DECIDED, tolerance
from reclaim.audit.found import as_found
from reclaim.contracts.interest import late_interest
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.shown import shown_cents
from reclaim.rules.signals import Signal
from reclaim.schema import TABLES

LATE = "late_by_contract"
SOURCE = "contracts"

CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "claim_status",
    "paid_cents",
    "interest_cents",
    "received_date",
    "payment_date",
)
"""What of a remitted claim says whether it was paid late, and how much interest came."""

LATE_PAYMENTS = pl.Schema(
    {
        "claim_id": pl.String(),
        "contract": pl.String(),
        "payment_date": pl.Date(),
        "last_day": pl.Date(),
        "open_cents": pl.Int64(),
        "steps": pl.List(pl.String()),
    }
)
"""`last_day` is the last in time, `open_cents` the interest due less what was paid of it."""


def late_payments(
    expected: pl.DataFrame, claims: pl.DataFrame, contracts: Sequence[Contract]
) -> pl.DataFrame:
    """LATE_PAYMENTS: the claims whose contract promises interest that the payer did not pay.

    It runs on what the insurer paid (CLP04), from the day after the last one in time. Nothing is
    said of a claim whose lines are under several contracts or partly under none, that has no day
    of receipt or one before its service, or whose open interest is within the tolerance.

    Args:
        expected: table `expected_lines` of these claims.
        claims: CLAIM_COLUMNS and `claim_id` of those that may have been paid late: reversals,
            what they took back, and corrections are left out by the caller.
        contracts: those of the book.
    """
    promises = {one.contract: one.prompt_pay for one in contracts if one.prompt_pay}
    rows = _paid(claims).join(_of_one_contract(expected), on="claim_id")
    rows = rows.filter(pl.col("received_date") >= pl.col("service_date"))
    parts = [
        late_interest(rows.filter(contract=name), promise)
        for name, promise in promises.items()
        if name in rows["contract"]
    ]
    if not parts:
        return LATE_PAYMENTS.to_frame()
    return (
        pl.concat(parts)
        .with_columns(open_cents=pl.col("interest_cents") - pl.col("paid_interest_cents"))
        .filter(pl.col("open_cents") > tolerance(contracts, pl.col("interest_cents")))
        .with_columns(
            last_day=pl.col("payment_date") - pl.duration(days=pl.col("days_late")),
            steps=pl.concat_list("steps", _already()),
        )
        .sort("claim_id")
        .select(LATE_PAYMENTS.names())
    )


def late_facts(late: pl.DataFrame) -> pl.DataFrame:
    """Table `facts`: that these claims were paid late by contract, with the clause and the sum."""
    return late.select(
        "claim_id",
        line_number=pl.lit(None, dtype=pl.Int64),
        fact=pl.lit(LATE),
        holds=pl.lit(value=True),
        on="payment_date",
        limit="last_day",
        detail=pl.concat_str(
            pl.lit("contract "), "contract", pl.lit(": "), pl.col("steps").list.join("; ")
        ),
        source_table=pl.lit(SOURCE),
        source_file_id=pl.lit(None, dtype=pl.String),
        source_segment=pl.lit(None, dtype=pl.Int64),
    ).select(TABLES["facts"].polars_schema.names())


def late_interest_found(
    late: pl.DataFrame, claims: pl.DataFrame, signals: Sequence[Signal]
) -> pl.DataFrame:
    """A row for each claim with the interest that is open on it.

    Args:
        late: LATE_PAYMENTS.
        claims: what `candidates.claim_attributes` gave, of these claims.
        signals: those of the rulebook; without one about late payments nothing is found.
    """
    positions = [at for at, signal in enumerate(signals) if signal.about == "late_payment"]
    rows = claims.join(
        late.select("claim_id", amount_cents="open_cents"), on="claim_id", maintain_order="left"
    )
    if not positions:
        return as_found(rows.clear())
    signal = signals[positions[0]]
    return as_found(
        rows.with_columns(
            signal=pl.lit(positions[0], dtype=pl.UInt16),
            service_date=pl.coalesce("statement_from_date", "statement_to_date"),
            place=pl.lit("insurer_paid"),
            category=pl.lit("paid/insurer"),
            necessary=pl.lit(signal.necessary, dtype=pl.Boolean),
            recoverable=pl.lit(signal.recoverable, dtype=pl.String),
            stage=pl.lit(signal.stage),
            preventable_by=pl.lit(signal.preventable_by, dtype=pl.String),
            trace=pl.lit(f"contract/late > {signal.id}"),
        )
    )


def _paid(claims: pl.DataFrame) -> pl.DataFrame:
    """The decided claims on which something was paid, and what interest came with it."""
    decided = ~pl.col("claim_status").is_in(NOT_DECIDED).fill_null(value=False)
    return claims.filter(decided & (pl.col("paid_cents") > 0)).select(
        "claim_id",
        "received_date",
        "payment_date",
        late_cents="paid_cents",
        paid_interest_cents=pl.col("interest_cents").fill_null(0).clip(lower_bound=0),
    )


def _of_one_contract(expected: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `contract` and `service_date` (the last) of claims all under one contract."""
    return (
        expected.group_by("claim_id")
        .agg(
            pl.col("contract").first(),
            pl.col("service_date").max(),
            one=pl.col("contract").n_unique() == 1,
        )
        .filter("one")
        .drop("one")
    )


def _already() -> pl.Expr:
    """The last step: what came as interest, where anything came."""
    paid, due, still = (
        shown_cents(pl.col(name))
        for name in ("paid_interest_cents", "interest_cents", "open_cents")
    )
    less = pl.concat_str(due, pl.lit(" less "), paid, pl.lit(" paid (AMT*I) = "), still)
    came = pl.col("paid_interest_cents") > 0
    return pl.when(came).then(pl.concat_list(less)).otherwise(pl.lit([], dtype=pl.List(pl.String)))
