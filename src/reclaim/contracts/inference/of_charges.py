"""Whether a payer pays a share of charges."""

from decimal import Decimal

import polars as pl

from reclaim.contracts.calibrate.amounts import PERCENTAGE, at_value, likeliest
from reclaim.contracts.exact import UNITS
from reclaim.contracts.inference.segments import MICROS_IN_A_CENT, Limits

SEVERAL_CHARGES = 5
"""Different charges for a unit, on lines of the codes that have more than one."""


def share_of_charges(rows: pl.DataFrame, limits: Limits) -> Decimal | None:
    """The percentage; null: the payer pays by rates, or the charges cannot tell.

    Where a code is always charged the same, a rate and a share of charges come to the same. So
    only codes with several charges count: the share holds when most of their lines have it, and
    more of them than have one amount a unit.

    Args:
        rows: `code`, `units`, `charge_cents`, `allowed_cents`.
        limits: how many lines, and what share of them, make it clear.
    """
    telling = _telling(rows)
    if telling["unit_charge"].n_unique() < SEVERAL_CHARGES:
        return None
    base = telling["charge_cents"].to_numpy() * PERCENTAGE.trial // 100
    allowed = telling["allowed_cents"].to_numpy()
    percent = likeliest(base, allowed, PERCENTAGE)
    if percent is None:
        return None
    fits = int((at_value(base, percent, PERCENTAGE) == allowed).sum())
    return percent if limits.clear(fits, telling.height) and fits > _by_rate(telling) else None


def of_charges(charges: pl.Series, percent: Decimal) -> pl.Series:
    """The share of charges in cents, rounded half up."""
    base = charges.to_numpy() * PERCENTAGE.trial // 100
    return pl.Series(at_value(base, percent, PERCENTAGE), dtype=pl.Int64)


def _telling(rows: pl.DataFrame) -> pl.DataFrame:
    """Lines of codes that are charged more than one amount a unit."""
    priced = rows.with_columns(
        unit_charge=pl.col("charge_cents") * MICROS_IN_A_CENT * UNITS // pl.col("units"),
    )
    return priced.filter(pl.col("unit_charge").n_unique().over("code") > 1)


def _by_rate(telling: pl.DataFrame) -> int:
    """How many lines have the most frequent amount a unit of their code."""
    unit = pl.col("allowed_cents") * MICROS_IN_A_CENT * UNITS // pl.col("units")
    counted = telling.group_by("code", unit=unit).agg(lines=pl.len())
    return int(counted.group_by("code").agg(pl.col("lines").max())["lines"].sum())
