"""Each account: what was charged, paid, written off, what is open and who owes it."""

import polars as pl

from reclaim.ledger.parties import INSURER, PATIENT
from reclaim.schema import TABLES

CHARGING = ("charge", "correction", "opening")


def accounts(entries: pl.DataFrame) -> pl.DataFrame:
    """Table `accounts` of whole accounts.

    The balance is the sum of what the entries are known to do; entries of unknown effect are added
    up beside it, in `unexplained_cents`, by their amount as written.

    Args:
        entries: `account_transactions` with their `party`.
    """
    kind, party = pl.col("kind"), pl.col("party")
    effect, moved = pl.col("effect_cents").fill_null(0), pl.col("moved_cents").fill_null(0)
    transfer = kind == "transfer"
    insurer = (party == INSURER).fill_null(value=False) & ~transfer
    paid = kind == "payment"
    unknown = pl.col("effect_cents").is_null()
    sums = entries.group_by("account").agg(
        charge_cents=effect.filter(kind.is_in(CHARGING)).sum(),
        insurer_paid_cents=-effect.filter(paid & insurer).sum(),
        patient_paid_cents=-effect.filter(paid & ~insurer).sum(),
        written_off_cents=-effect.filter(kind == "write_off").sum(),
        refunded_cents=effect.filter(kind == "refund").sum(),
        balance_cents=effect.sum(),
        insurer_cents=effect.filter(insurer).sum() - moved.filter(transfer).sum(),
        unexplained_cents=pl.col("amount_cents").filter(unknown).sum(),
        entries=pl.len().cast(pl.Int64),
        statements=(kind == "statement").sum().cast(pl.Int64),
        calls=(kind == "call").sum().cast(pl.Int64),
        first_service_date=pl.col("service_date").min(),
        last_posted=pl.col("posted_date").max(),
        first_statement_date=_day(kind == "statement").min(),
        last_statement_date=_day(kind == "statement").max(),
        last_patient_payment_date=_day(paid & (party == PATIENT) & (effect < 0)).max(),
        patient_since=_day(transfer & (moved > 0)).max(),
        agency_date=_day(kind == "agency").max(),
    )
    return (
        sums.with_columns(
            patient_cents=pl.col("balance_cents") - pl.col("insurer_cents"),
            credit=pl.col("balance_cents") < 0,
        )
        .select(TABLES["accounts"].polars_schema.names())
        .sort("account")
    )


def _day(which: pl.Expr) -> pl.Expr:
    return pl.col("posted_date").filter(which)
