"""Applies the payment policies of a contract to the prices of its lines, in their order."""

from collections.abc import Callable

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.model.policies import Policies
from reclaim.contracts.policies.bilateral import bilateral
from reclaim.contracts.policies.carried import carried
from reclaim.contracts.policies.changes import KEPT, changed
from reclaim.contracts.policies.endoscopy import PriceOf
from reclaim.contracts.policies.modifier_shares import modifier_shares
from reclaim.contracts.policies.multiple import multiple_procedures
from reclaim.contracts.policies.one_line import components, global_split, non_physician
from reclaim.contracts.policies.reductions import reductions
from reclaim.contracts.trace import BREAK

Alone = Callable[[pl.DataFrame], pl.DataFrame]
"""Prices lines (frames.WIDE) by the contract's terms, with escalators and without policies: gives
at least `row` and `exact`, as frames.PRICED."""

PLACE = pl.int_range(pl.len(), dtype=pl.UInt32)
"""The place of a line among those given, from 0."""

UNIT = 1000
"""Thousandths in a unit of service."""


def apply_policies(
    lines: pl.DataFrame, contract: Contract, book: ContractBook, alone: Alone | None = None
) -> pl.DataFrame:
    """The same lines, in their order, with `exact`, `steps` and `why_not` as the policies say.

    Lines without a price stay as they are. Each change adds a step that names the clause.

    Args:
        lines: frames.FOR_POLICIES, all those of this contract that are priced by the line, since
            what is done on one day is ranked together. `row` is their key.
        contract: the contract that binds them.
        book: the tables of the contract.
        alone: asked for the price of the base of endoscopies, which need not be on the claim;
            without it, the base is worked out from relative values.
    """
    if contract.policies == Policies() or lines.is_empty():
        return lines
    under = Under(contract, book)
    worked = _together(_one_by_one(_prepared(lines), under), under, _of_code(lines, alone))
    steps = pl.concat_str("steps", "added", separator=BREAK, ignore_nulls=True)
    return (
        lines.with_columns(worked.select("exact", "why_not", "added"))
        .with_columns(steps=pl.when(pl.col("added").is_null()).then("steps").otherwise(steps))
        .drop("added")
    )


def _prepared(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with the columns KEPT and WORKING."""
    thousandths = pl.col("units_thousandths")
    whole = (thousandths >= UNIT) & (thousandths % UNIT == 0)
    units = pl.when(whole).then(thousandths // UNIT).otherwise(1)
    service_day = pl.coalesce("service_date", "day")
    placed = lines.select(*KEPT, "units_thousandths", row=PLACE, service_day=service_day)
    return placed.select(
        *KEPT,
        "row",
        "service_day",
        visit=pl.col("row").min().over("claim_id", "service_day"),
        full="exact",
        units=units,
        count=units,
        item="row",
        added=pl.lit(None, dtype=pl.String),
    )


def _of_code(lines: pl.DataFrame, alone: Alone | None) -> PriceOf | None:
    """Prices one unit of another code in the place of a line."""
    if alone is None:
        return None

    def price_of(asked: pl.DataFrame) -> pl.DataFrame:
        one = lines.drop("code").with_columns(row=PLACE).join(asked, on="row")
        one = one.with_columns(
            units_thousandths=pl.lit(UNIT, dtype=pl.Int64),
            charge_cents=pl.lit(None, dtype=pl.Int64),
        )
        return alone(one.select(WIDE.names())).select("row", "exact")

    return price_of


def _one_by_one(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """The policies that look at one line alone."""
    policies = under.contract.policies
    modifiers = carried(lines, under)
    if policies.components:
        lines = changed(lines, components(lines, policies.components, modifiers))
    if policies.global_split:
        lines = changed(lines, global_split(lines, policies.global_split, modifiers, under))
    lines = modifier_shares(lines, policies.modifier_shares, modifiers, under)
    if policies.non_physician:
        lines = changed(lines, non_physician(lines, policies.non_physician, modifiers))
    if policies.bilateral:
        lines = bilateral(lines, policies.bilateral, modifiers, under)
    return lines


def _together(lines: pl.DataFrame, under: Under, price_of: PriceOf | None) -> pl.DataFrame:
    """The policies that look at the lines of a day together."""
    policies = under.contract.policies
    lines = multiple_procedures(lines, policies.multiple_procedures, under, price_of)
    if policies.reductions:
        lines = reductions(lines, policies.reductions, under)
    return lines
