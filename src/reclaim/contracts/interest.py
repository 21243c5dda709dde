"""Interest on a clean claim that was paid late, as the contract promises it.

It runs from the day after the last day in time up to the day of payment, at a simple annual rate
over the contract's year of 360 or 365 days; a leap year has no longer one.
"""

import polars as pl

from reclaim.contracts.exact import EXACT, fraction
from reclaim.contracts.model.contract import PromptPay
from reclaim.contracts.shown import shown_cents, shown_percent
from reclaim.contracts.stay import shown_days

MILLION = 10**6

ASKED = {
    "received_date": "day on which the payer had the clean claim",
    "payment_date": "day of payment",
    "late_cents": "what was paid late",
}


def late_interest(rows: pl.DataFrame, promise: PromptPay) -> pl.DataFrame:
    """The rows with `days_late`, `interest_cents`, `steps` and `why_not`.

    Paid on the last day is in time: no day late, and interest of 0. The interest is rounded half
    up to the cent, once. Null where a day or the amount is not stated, and `why_not` says which.

    Args:
        rows: one row a claim or line: `received_date`, when the payer had the clean claim;
            `payment_date`; `late_cents`, what was due and came on that day (not negative); and
            further columns.
        promise: of the contract: within how many days, at which rate, on which year.
    """
    due = pl.col("received_date") + pl.duration(days=promise.days)
    late = (pl.col("payment_date") - due).dt.total_days().clip(lower_bound=0)
    year = promise.basis * MILLION
    part = pl.col("late_cents").cast(EXACT) * fraction(promise.annual_percent) * late.cast(EXACT)
    interest = ((2 * part + year) // (2 * year)).cast(pl.Int64)
    why_not = pl.coalesce(
        pl.when(pl.col(name).is_null()).then(pl.lit(f"not stated: {words}"))
        for name, words in ASKED.items()
    )
    return rows.with_columns(days_late=late, interest_cents=interest, why_not=why_not).with_columns(
        steps=pl.when(pl.col("why_not").is_null()).then(_steps(due, promise))
    )


def _steps(due: pl.Expr, promise: PromptPay) -> pl.Expr:
    received = pl.concat_str(
        pl.lit("received "),
        pl.col("received_date").dt.to_string("%Y-%m-%d"),
        pl.lit(f", {promise.days} days to pay (clause {promise.clause}): last day "),
        due.dt.to_string("%Y-%m-%d"),
    )
    paid = pl.concat_str(
        pl.lit("paid "),
        pl.col("payment_date").dt.to_string("%Y-%m-%d"),
        pl.lit(": "),
        shown_days(pl.col("days_late")),
        pl.lit(" late"),
    )
    interest = pl.concat_str(
        shown_cents(pl.col("late_cents")),
        pl.lit(f" x {shown_percent(promise.annual_percent)} percent x "),
        pl.col("days_late"),
        pl.lit(f" / {promise.basis} = "),
        shown_cents(pl.col("interest_cents")),
    )
    in_time = pl.concat_list(received, pl.concat_str(pl.lit("paid in time")))
    return (
        pl.when(pl.col("days_late") > 0)
        .then(pl.concat_list(received, paid, interest))
        .otherwise(in_time)
    )
