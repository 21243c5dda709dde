"""The lines that calibration looks at: what the contract expects, and what the payer allowed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from reclaim.contracts.exact import ONE
from reclaim.contracts.model.contract import Contract

Cents = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNKNOWN = -1
"""Stands for an amount that is not known, in arrays of cents."""

KEY = ["claim_id", "line_number"]
COMPARED = ("as_contracted", "underpaid", "overpaid")
"""Verdicts of lines whose expected and allowed amounts were held together."""

OF_EXPECTED = [
    *KEY,
    "term",
    "charge_cents",
    "expected_cents",
    "allowed_cents",
    "variance_cents",
    "verdict",
    "why_not",
    "service_date",
]
OF_LINES = ["code", "modifiers", "units_thousandths", "place_of_service", "rendering_npi"]


@dataclass(frozen=True)
class Rows:
    """Lines in the order of their keys, with arrays beside the frame, a place for each line.

    Args:
        frame: columns of OF_EXPECTED, OF_LINES, `billing_npi`, `zip_code`, and `row`, the place.
        allowed: what the payer allowed, cents.
        expected: what the contract expected, cents, UNKNOWN where it has no price.
        slack: by how much expected and allowed may differ, cents.
        days: day of service, in days since 1970; UNKNOWN where it is not known.
    """

    frame: pl.DataFrame
    allowed: Cents
    expected: Cents
    slack: Cents
    days: Cents

    def __len__(self) -> int:
        return self.frame.height

    def fits(self, expected: Cents) -> Flags:
        """Whether expected amounts are what was allowed, within the tolerance."""
        near: Flags = np.abs(expected - self.allowed) <= self.slack
        fits: Flags = near & (expected != UNKNOWN)
        return fits

    def take(self, flags: Flags) -> pl.DataFrame:
        """The rows of the frame that are marked."""
        return self.frame.filter(pl.Series(flags))


def rows_of(
    contract: Contract, claims: pl.DataFrame, lines: pl.DataFrame, expected: pl.DataFrame
) -> Rows:
    """The lines of one contract whose allowed amount is known, compared or without a price.

    Args:
        contract: the contract.
        claims: frames.CLAIMS; of other claims too.
        lines: frames.LINES.
        expected: table `expected_lines`, of other contracts too.
    """
    unpriced = (pl.col("verdict") == "unpriced") & pl.col("expected_cents").is_null()
    mine = expected.filter(
        pl.col("contract") == contract.contract,
        pl.col("allowed_cents").is_not_null(),
        unpriced | pl.col("verdict").is_in(COMPARED),
    ).select(OF_EXPECTED)
    frame = (
        mine.join(lines.select(*KEY, *OF_LINES), on=KEY, how="left")
        .join(claims.select("claim_id", "billing_npi", "zip_code"), on="claim_id", how="left")
        .sort(KEY, nulls_last=True)
        .with_row_index("row")
    )
    return Rows(
        frame,
        allowed=_cents(frame, "allowed_cents"),
        expected=_cents(frame, "expected_cents"),
        slack=_slack(frame, contract),
        days=frame["service_date"].cast(pl.Int32).fill_null(UNKNOWN).cast(pl.Int64).to_numpy(),
    )


def _cents(frame: pl.DataFrame, name: str) -> Cents:
    return frame[name].fill_null(UNKNOWN).to_numpy()


def _slack(frame: pl.DataFrame, contract: Contract) -> Cents:
    """The contract's tolerance; a line that was found as contracted keeps what it was given."""
    tolerance = contract.tolerance
    dollars = int(tolerance.dollars.scaleb(2))
    share = int(tolerance.percent.scaleb(4))
    percent = _cents(frame, "expected_cents").clip(min=0) * share // ONE
    given = frame.select(
        pl.when(pl.col("verdict") == "as_contracted")
        .then(pl.col("variance_cents").abs())
        .otherwise(0)
        .fill_null(0)
    ).to_series()
    slack: Cents = np.maximum(np.maximum(percent, dollars), given.to_numpy())
    return slack
