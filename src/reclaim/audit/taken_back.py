"""Money that a payer took back: reversals of claims we never saw, and provider-level recoupments.

Neither is a part of a charge, so no disposition shows it. Here they get the shape of the rows that
signals hold for, so that they become findings as the others do.
"""

from collections.abc import Sequence

import polars as pl

from reclaim.audit.found import as_found
from reclaim.rules.payer_map import PayerMap
from reclaim.rules.signals import Signal

RECOUPMENT = "WO"
"""PLB03-1 for money taken back; a positive amount lowers the payment (X12 RFI 227)."""

PAID_PLACE, PAID_CATEGORY = "insurer_paid", "paid/insurer"


def uncorrected(states: pl.DataFrame) -> pl.DataFrame:
    """`claim_id` of the reversals that no correction follows, their claim seen here or not.

    Args:
        states: table `claim_states`; claims that nothing concerns may be missing.
    """
    corrected = states["corrects"].drop_nulls().unique().implode()
    taken = pl.coalesce("reverses", "claim_id")
    reversals = pl.col("state").is_in(["reversal", "orphan_reversal"])
    return states.filter(reversals & ~taken.is_in(corrected)).select("claim_id")


def orphan_reversals(claims: pl.DataFrame, signals: Sequence[Signal]) -> pl.DataFrame:
    """A row for each of these reversals that took money back, under its signal.

    A payer takes a payment back to decide again; where no decision follows, it keeps the money
    (X12 RFI 1147, 2442: the corrected claim comes with the reversal or after it).

    Args:
        claims: what `candidates.claim_attributes` gave, of the claims of `uncorrected`. The
            payment of a reversal is negative.
        signals: those of the rulebook; without one about orphan reversals nothing is found.
    """
    position = _position(signals, "orphan_reversal")
    taken = claims.filter(pl.col("paid_cents") < 0).with_columns(
        amount_cents=-pl.col("paid_cents"),
        service_date=pl.coalesce("statement_from_date", "statement_to_date"),
    )
    return _found(taken, signals, position)


def recoupments(
    adjustments: pl.DataFrame,
    payments: pl.DataFrame,
    reversals: pl.DataFrame,
    payers: PayerMap,
    signals: Sequence[Signal],
) -> pl.DataFrame:
    """A row for each recoupment (PLB WO, positive) that no reversal here explains.

    A recoupment that names a reversed claim, by the payer's number or by ours, is how that reversal
    is paid back; it is explained. Forward balances (FB) only move money between payments, and
    interest, levies and the like are no recoupments (X12 005010X221A1, PLB03).

    Args:
        adjustments: table `provider_adjustments`.
        payments: `file_id`, `transaction`, payer and payee and the day, of table `payments`.
        reversals: `payer_control_number` and `patient_control_number` of all reversals.
        payers: the payer map.
        signals: those of the rulebook.
    """
    position = _position(signals, "plb")
    numbers = pl.concat(
        [reversals["payer_control_number"], reversals["patient_control_number"]]
    ).drop_nulls()
    reference = pl.col("reference").str.strip_chars()
    taken = (
        adjustments.filter(
            (pl.col("reason_code") == RECOUPMENT)
            & (pl.col("adjustment_cents") > 0)
            & ~reference.is_in(numbers.unique().implode()).fill_null(value=False)
        )
        .join(payments, on=["file_id", "transaction"], how="left", maintain_order="left")
        .with_columns(filing_indicator=pl.lit(None, dtype=pl.String), rendering_id="provider_id")
    )
    named = payers.with_payer(taken).with_columns(
        amount_cents="adjustment_cents",
        payer_control_number=reference,
    )
    return _found(named, signals, position)


def _position(signals: Sequence[Signal], about: str) -> int | None:
    positions = [at for at, signal in enumerate(signals) if signal.about == about]
    return positions[0] if positions else None


def _found(rows: pl.DataFrame, signals: Sequence[Signal], position: int | None) -> pl.DataFrame:
    """The rows as judged by their signal; none without one."""
    if position is None:
        return as_found(rows.clear())
    signal = signals[position]
    text = pl.String
    judged = rows.with_columns(
        signal=pl.lit(position, dtype=pl.UInt16),
        place=pl.lit(PAID_PLACE),
        category=pl.lit(PAID_CATEGORY),
        necessary=pl.lit(signal.necessary, dtype=pl.Boolean),
        recoverable=pl.lit(signal.recoverable, dtype=text),
        stage=pl.lit(signal.stage),
        preventable_by=pl.lit(signal.preventable_by, dtype=text),
        trace=pl.lit(signal.id),
    )
    return as_found(judged)
