"""Prices lines by their terms, one after the other: method, units, policies, limits, rounding."""

from collections.abc import Iterator
from importlib import import_module

import polars as pl

from reclaim.contracts.adjust import by_units, escalated, in_cents, limited
from reclaim.contracts.frames import FOR_POLICIES, PRICED_BY_UNIT, WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.registry import METHODS
from reclaim.contracts.model.policies import Policies
from reclaim.contracts.model.prices import HUNDRED, OF_CLAIMS, FeeSchedule, Price
from reclaim.contracts.terms import terms_of
from reclaim.contracts.trace import by_percent, opening


def price_lines(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """The lines with `price_cents`, `expected_cents`, `steps` (one text) and `why_not`.

    Args:
        lines: frames.WIDE with `term` and `held`, all under one contract and none of them priced
            with its claim.
        under: the contract and its tables.
    """
    contract = under.contract
    terms = terms_of(contract)
    by_term = _priced(lines, under).join(terms, on="term", how="left", maintain_order="left")
    shared = by_percent(by_term, pl.col("share"))
    opened = shared.with_columns(steps=opening(contract)).drop("step")
    alone = by_units(escalated(opened, contract), contract.rounding)
    after = _by_policies(alone, under)
    last = in_cents(limited(after, terms), contract.rounding)
    before = last if after is alone else in_cents(limited(alone, terms), contract.rounding)
    return last.rename({"cents": "expected_cents"}).with_columns(price_cents=before["cents"])


def _priced(lines: pl.DataFrame, under: Under) -> pl.DataFrame:
    """The lines with what their methods give."""
    priced = [PRICED_BY_UNIT.to_frame()]
    for price, own in _by_price(lines, under):
        given = METHODS[type(price)](own.select(WIDE.names()), price, under)
        priced.append(given.match_to_schema(PRICED_BY_UNIT, missing_columns="insert"))
    found = pl.concat(priced)
    none = pl.when(pl.col("term").is_null()).then(pl.lit("no term"))
    return (
        lines.drop("why_not")
        .join(found, on="row", how="left", maintain_order="left")
        .with_columns(why_not=pl.coalesce(none, "why_not"))
    )


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


def _by_policies(priced: pl.DataFrame, under: Under) -> pl.DataFrame:
    """The prices as the policies of the contract leave them."""
    contract = under.contract
    if contract.policies == Policies():
        return priced
    apply_policies = import_module("reclaim.contracts.policies.apply").apply_policies
    given = priced.select(FOR_POLICIES.names())
    after = apply_policies(given, contract, under.book)
    changed = after.select("row", "exact", "steps", "why_not")
    kept = priced.drop("exact", "steps", "why_not")
    return kept.join(changed, on="row", how="left", maintain_order="left")
