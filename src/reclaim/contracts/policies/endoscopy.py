"""Families of endoscopies: the highest in full, each other less the base, the base not at all.

Source: Medicare Claims Processing Manual, chapter 12, 40.6. A family is what has the same base
in the column endoscopic_base of the indicators, done on one day by one provider.
"""

from collections.abc import Callable

import polars as pl

from reclaim.contracts.exact import EXACT
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.written import dollars
from reclaim.contracts.model.policies import MultipleProcedures
from reclaim.contracts.policies.changes import LINE_UNPRICED, NO_REASON, change, changed
from reclaim.contracts.policies.items import as_items, of_rows, scaled
from reclaim.contracts.policies.rank import GROUP, ranked
from reclaim.contracts.policies.values import TOTAL, at_place

PriceOf = Callable[[pl.DataFrame], pl.DataFrame]
"""(`row`, `code`) -> (`row`, `exact`): what one unit of the code would bring in the place of the
line, by the contract's terms and without policies."""

ENDOSCOPY = "3"
FAMILY = "family"
FAMILY_BASE = "endoscopic_base"


def families(
    lines: pl.DataFrame,
    members: pl.DataFrame,
    policy: MultipleProcedures,
    under: Under,
    price_of: PriceOf | None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines with the prices within their family, and the members with each family as one item.

    The base's price is what the contract pays for one of it on the same day, in the same place,
    with the same modifiers; where `price_of` is not given, it is in proportion to relative values.
    """
    scopes = _scopes(members)
    if scopes.is_empty():
        return lines, members
    bases = _bases(members, scopes)
    changes = pl.concat(
        [_within_family(scopes, policy, under, price_of), _base_unpaid(bases, policy)]
    )
    kin = pl.concat([scopes, bases.select(scopes.columns)]).select("row", FAMILY)
    return changed(lines, changes), _as_one(members, kin, changes)


def _scopes(members: pl.DataFrame) -> pl.DataFrame:
    """The endoscopies, each with its `family`: the first row of it."""
    own = members.filter(pl.col("multiple") == ENDOSCOPY, pl.col(FAMILY_BASE).is_not_null())
    return own.with_columns(pl.col("row").min().over(GROUP, FAMILY_BASE).alias(FAMILY))


def _bases(members: pl.DataFrame, scopes: pl.DataFrame) -> pl.DataFrame:
    """The lines whose code is the base of endoscopies of the same day, with their `family`."""
    others = members.join(scopes.select("row"), on="row", how="anti")
    known = scopes.select(GROUP, FAMILY_BASE, FAMILY).unique()
    return others.drop(FAMILY_BASE).join(known.with_columns(code=FAMILY_BASE), on=[GROUP, "code"])


def _base_unpaid(bases: pl.DataFrame, policy: MultipleProcedures) -> pl.DataFrame:
    """CHANGES: the base brings nothing beside its family."""
    step = pl.lit("base of other endoscopies of the day, paid within them: x 0 percent = 0.00")
    return change(
        bases.filter(pl.col("exact").is_not_null()),
        policy,
        exact=pl.lit(0, dtype=EXACT),
        step=step,
        why_not=NO_REASON,
    )


def _within_family(
    scopes: pl.DataFrame, policy: MultipleProcedures, under: Under, price_of: PriceOf | None
) -> pl.DataFrame:
    """CHANGES: what the endoscopies of a family bring, where it has several."""
    items = as_items(scopes.with_columns(pl.col(FAMILY).alias(GROUP)))
    items = ranked(items.with_columns(key=pl.col("exact") // pl.col("count")), ["key"], known="key")
    items = items.filter(pl.col("of") > 1)
    base = _base_prices(
        scopes.join(items.select("row"), on="row", how="semi"), policy, under, price_of
    )
    each = pl.col("full") // pl.col("units")
    items = items.join(base, on="row").with_columns(
        reduced=pl.col("count") - (pl.col("before") == 0).cast(pl.Int64),
        less=pl.min_horizontal(scaled(pl.col("base"), pl.col("key"), each), "key"),
        worth=pl.col("exact"),
    )
    items = items.with_columns(less=pl.when(pl.col("base").is_not_null()).then("less"))
    rows = of_rows(scopes, items, ["reduced", "less", "worth", "unknown"])
    return _less_base(rows.filter(pl.col("exact").is_not_null()), policy)


def _less_base(rows: pl.DataFrame, policy: MultipleProcedures) -> pl.DataFrame:
    """CHANGES of endoscopies: `reduced` of them come after the first, each for `less` less."""
    less, reduced = pl.col("less"), pl.col("reduced")
    left = pl.col("worth") - less * reduced
    exact = (
        pl.when(reduced == 0)
        .then("exact")
        .otherwise(scaled(pl.col("exact"), left, pl.col("worth")))
    )
    unsure = (pl.col("unknown") > 0) & (less.is_null() | (less > 0))
    reason = (
        pl.when(unsure)
        .then(pl.lit(LINE_UNPRICED))
        .when(less.is_null() & (reduced > 0))
        .then(pl.concat_str(pl.lit("no rate: "), FAMILY_BASE, pl.lit(", the endoscopic base")))
    )
    family = pl.concat_str(pl.lit("endoscopies of base "), FAMILY_BASE, pl.lit(": "))
    times = pl.when(reduced > 1).then(pl.concat_str(reduced, pl.lit(" x "))).otherwise(pl.lit(""))
    reduced_by = pl.concat_str(
        pl.lit("less "), times, dollars(less), pl.lit(" of the base = "), dollars(exact)
    )
    what = (
        pl.when(reason.is_not_null())
        .then(pl.lit("not to be worked out"))
        .when(reduced == 0)
        .then(pl.lit("the first in full"))
        .otherwise(reduced_by)
    )
    step = pl.concat_str(family, what)
    return change(rows, policy, exact=exact, step=step, why_not=reason)


def _base_prices(
    scopes: pl.DataFrame, policy: MultipleProcedures, under: Under, price_of: PriceOf | None
) -> pl.DataFrame:
    """`row` and `base`: what one of the base would bring in the place of each endoscopy."""
    if price_of is None:
        return _in_proportion(scopes, policy, under)
    priced = price_of(scopes.select("row", code=FAMILY_BASE))
    return priced.select("row", base="exact")


def _in_proportion(scopes: pl.DataFrame, policy: MultipleProcedures, under: Under) -> pl.DataFrame:
    """`row` and `base`, by the relative values of the endoscopy and of its base."""
    own = at_place(scopes, "", policy, under).select("row", of=TOTAL)
    base = at_place(scopes.with_columns(code=FAMILY_BASE), "", policy, under)
    both = base.join(own, on="row")
    one = pl.col("full") // pl.col("units")
    price = pl.when(pl.col("of") > 0).then(one * pl.col(TOTAL) // pl.col("of"))
    return both.select("row", base=price)


def _as_one(members: pl.DataFrame, kin: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The members with their new prices, and what is of one family as one item.

    A base without a price takes no rank: it brings nothing.
    """
    new = members.join(kin, on="row", how="left").join(
        changes.select("row", new="exact", touched=pl.lit(value=True)), on="row", how="left"
    )
    kept = new.filter(pl.col(FAMILY).is_null() | pl.col("exact").is_not_null() | _is_scope())
    return kept.with_columns(
        exact=pl.when("touched").then("new").otherwise("exact"),
        item=pl.coalesce(FAMILY, "item"),
        count=pl.when(pl.col(FAMILY).is_not_null()).then(1).otherwise("count"),
    ).drop(FAMILY, "new", "touched")


def _is_scope() -> pl.Expr:
    return pl.col("multiple") == ENDOSCOPY
