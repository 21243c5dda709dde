"""Which modifiers of the lines a policy is still to take into account: those no rate is for."""

from collections.abc import Iterator, Sequence

import polars as pl

from reclaim.contracts.methods.in_force import in_force
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.prices import FeeSchedule

CARRIED = pl.Schema({"row": pl.UInt32(), "modifier": pl.String(), "place": pl.UInt32()})
"""One row a line and modifier; `place`: its place among the line's modifiers, from 0."""

DISCONTINUED = "53"
"""Medicare's physician fee schedule has fees of their own for a few discontinued procedures."""

OWN_FEE = "own fee"


def carried(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """CARRIED, without the modifier that the line's rate is for: AS, where a row asks for AS.

    Args:
        lines: frames.FOR_POLICIES.
        under: the contract and its tables.
    """
    every = (
        lines.filter(pl.col("modifiers").list.len() > 0)
        .select("row", "code", "day", "rate_modifier", modifier="modifiers")
        .with_columns(place=pl.int_ranges(pl.col("modifier").list.len(), dtype=pl.UInt32))
        .explode("modifier", "place", empty_as_null=False)
        .unique(["row", "modifier"], keep="first", maintain_order=True)
        .filter(pl.col("modifier").ne_missing(pl.col("rate_modifier")))
    )
    for fee in _with_own_fee(every.filter(pl.col("modifier") == DISCONTINUED), under):
        every = every.join(fee, on=["row", "modifier"], how="anti")
    return every.select(CARRIED.names())


def of_these(modifiers: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Those of CARRIED that are one of `names`; the first of them on each line."""
    wanted = modifiers.filter(pl.col("modifier").is_in(list(names)))
    return wanted.sort("row", "place").unique("row", keep="first", maintain_order=True)


def _with_own_fee(discontinued: pl.DataFrame, under: Under) -> Iterator[pl.DataFrame]:
    """Those that a physician fee schedule, which a term of the contract names, has a row for."""
    prices = [term.price for term in under.contract.terms]
    asked = {
        (price.schedule, price.as_of)
        for price in prices
        if isinstance(price, FeeSchedule) and _of_physicians(price, under)
    }
    for schedule, as_of in sorted(asked, key=str):
        days = discontinued.select("row", "code", "modifier", day=pl.lit(as_of) if as_of else "day")
        fees = under.table(schedule).select("code", "modifier", "effective_from", "effective_to")
        own = fees.with_columns(pl.lit(value=True).alias(OWN_FEE))
        yield in_force(days, own, ["code", "modifier"], [OWN_FEE]).filter(OWN_FEE)


def _of_physicians(price: FeeSchedule, under: Under) -> bool:
    schedule = under.contract.schedules.get(price.schedule)
    return schedule is not None and schedule.kind == "physician"
