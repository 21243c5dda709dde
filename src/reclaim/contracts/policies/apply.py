"""Applies the payment policies of a contract to the prices of its lines, in their order."""

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.model.policies import Policies
from reclaim.contracts.policies.bilateral import bilateral
from reclaim.contracts.policies.carried import carried
from reclaim.contracts.policies.changes import WORKING, changed
from reclaim.contracts.policies.endoscopy import Alone
from reclaim.contracts.policies.modifier_shares import modifier_shares
from reclaim.contracts.policies.multiple import multiple_procedures
from reclaim.contracts.policies.one_line import components, global_split, non_physician
from reclaim.contracts.policies.reductions import reductions

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
        alone: prices lines (frames.WIDE) by the contract's terms, with escalators and without
            policies, as frames.PRICED. It is asked for the base of endoscopies, which need not be
            on the claim; without it, the base is worked out from relative values.
    """
    if contract.policies == Policies() or lines.is_empty():
        return lines
    under = Under(contract, book)
    worked = _one_by_one(_prepared(lines), under)
    return _together(worked, under, alone).select(lines.columns)


def _prepared(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with the columns of WORKING."""
    thousandths = pl.col("units_thousandths")
    whole = (thousandths >= UNIT) & (thousandths % UNIT == 0)
    units = pl.when(whole).then(thousandths // UNIT).otherwise(1)
    return lines.with_columns(
        service_day=pl.coalesce("service_date", "day"),
        full="exact",
        units=units,
        count=units,
        item="row",
    )


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


def _together(lines: pl.DataFrame, under: Under, alone: Alone | None) -> pl.DataFrame:
    """The policies that look at the lines of a day together."""
    policies = under.contract.policies
    lines = multiple_procedures(lines, policies.multiple_procedures, under, alone)
    if policies.reductions:
        lines = reductions(lines, policies.reductions, under)
    return lines.drop(WORKING)
