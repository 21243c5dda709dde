"""Prices lines by their terms, one after the other: method, units, policies, limits, rounding."""

from collections.abc import Iterator

import polars as pl

from reclaim.contracts.adjust import (
    by_share,
    by_units,
    escalated,
    in_cents,
    limited,
    reasoned,
)
from reclaim.contracts.choose import choose
from reclaim.contracts.frames import FOR_POLICIES, PRICED, PRICED_BY_UNIT, WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.registry import METHODS
from reclaim.contracts.model.policies import Policies
from reclaim.contracts.model.prices import HUNDRED, OF_CLAIMS, FeeSchedule, Price
from reclaim.contracts.policies.apply import Alone, apply_policies
from reclaim.contracts.terms import terms_of
from reclaim.contracts.trace import opened, told

KEPT = ("row", "claim_id", "line_number", "term", "held", "day", "charge_cents")
"""What of a line is needed once its method has priced it."""


def price_lines(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """The lines with `price_cents`, `expected_cents`, `steps` (one text) and `why_not`.

    Args:
        lines: frames.WIDE with `term` and `held`, all under one contract and none of them priced
            with its claim.
        under: the contract and its tables.
    """
    rounding = under.contract.rounding
    alone = _alone(lines, under)
    after = _by_policies(lines, alone, under)
    last = reasoned(told(in_cents(limited(after), rounding))).rename({"cents": "expected_cents"})
    if after is alone:
        return last.with_columns(price_cents="expected_cents")
    changed = alone.filter(alone["exact"].ne_missing(after["exact"]))
    before = in_cents(limited(changed), rounding).select("row", price_cents="cents", cut=True)
    return last.join(before, on="row", how="left", maintain_order="left").with_columns(
        price_cents=pl.when("cut").then("price_cents").otherwise("expected_cents")
    )


def _alone(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """KEPT of the lines, their term, and what it gives before any policy: `exact`, `steps`."""
    contract = under.contract
    priced = lines.select(KEPT).join(
        _by_method(lines, under), on="row", how="left", maintain_order="left"
    )
    none = pl.when(pl.col("term").is_null()).then(pl.lit("no term"))
    with_term = priced.with_columns(why_not=pl.coalesce(none, "why_not")).join(
        terms_of(contract), on="term", how="left", maintain_order="left"
    )
    shared = escalated(by_share(opened(with_term, contract)), contract)
    return told(by_units(shared, contract.rounding))


def _by_method(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """What the methods give for the lines, in any order: frames.PRICED_BY_UNIT."""
    priced = [PRICED_BY_UNIT.to_frame()]
    for price, own in _by_price(lines, under):
        given = METHODS[type(price)](own.select(WIDE.names()), price, under)
        priced.append(given.match_to_schema(PRICED_BY_UNIT, missing_columns="insert"))
    return pl.concat(priced)


def _by_price(lines: pl.DataFrame, under: Under) -> Iterator[tuple[Price, pl.DataFrame]]:
    """The lines of each price; terms that look into a table alike are asked together."""
    asked: dict[str, tuple[Price, list[int]]] = {}
    for ordinal, term in enumerate(under.contract.terms):
        if isinstance(term.price, OF_CLAIMS):
            continue
        price = _asked(term.price)
        alike = price.model_dump_json() if isinstance(price, FeeSchedule) else str(ordinal)
        asked.setdefault(alike, (price, []))[1].append(ordinal)
    for price, ordinals in asked.values():
        own = lines.filter(pl.col("term").is_in(ordinals))
        if own.height:
            yield price, own


def _asked(price: Price) -> Price:
    """What the method is asked: its percentage and limits come afterwards."""
    if not isinstance(price, FeeSchedule):
        return price
    later = {"percent": HUNDRED, "lesser_of_charge": None, "minimum": None, "maximum": None}
    return price.model_copy(update=later)


def _by_policies(lines: pl.DataFrame, alone: pl.DataFrame, under: Under) -> pl.DataFrame:
    """The prices as the policies of the contract leave them, in the same order."""
    contract = under.contract
    if contract.policies == Policies():
        return alone
    priced = alone.select("exact", "steps", "why_not", "rate_modifier")
    given = lines.select(WIDE.names()).with_columns(priced)
    after = apply_policies(given.select(FOR_POLICIES.names()), contract, under.book, _pricer(under))
    return alone.with_columns(after.select("exact", "steps", "why_not"))


def _pricer(under: Under) -> Alone:
    """Prices further lines by the terms of the contract, without policies: frames.PRICED."""

    def price(lines: pl.DataFrame) -> pl.DataFrame:
        chosen = choose(lines, under.contract.terms).filter(~pl.col("whole"))
        alone = _alone(chosen.with_columns(held=pl.lit(None, pl.String)), under)
        return alone.select("row", "exact", "why_not", step="steps").select(PRICED.names())

    return price
