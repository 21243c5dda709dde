"""Several procedures of a day by one provider: the first in rank in full, the others in part.

Source: Medicare Claims Processing Manual, chapter 12, 40.6, for what is Medicare's own.
"""

import polars as pl

from reclaim.contracts.exact import ONE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.written import dollars
from reclaim.contracts.model.policies import MultipleProcedures
from reclaim.contracts.policies.changes import (
    BY_REPORT,
    LINE_UNPRICED,
    change,
    changed,
    percents,
    reckoned,
)
from reclaim.contracts.policies.endoscopy import FAMILY_BASE, PriceOf, families
from reclaim.contracts.policies.indicators import (
    about,
    carries,
    codes_with,
    indicated,
    worth_something,
)
from reclaim.contracts.policies.items import as_items, of_rows
from reclaim.contracts.policies.plans import Plan, plans
from reclaim.contracts.policies.rank import GROUP, grouped, ranked
from reclaim.contracts.policies.values import VALUES, total_value

RANKED = ("2", "3")
"""Indicators of surgery and of endoscopies that take part in the ranks."""
OF_ONE_DAY = ("visit", "rendering_npi")
"""What procedures have in common that are ranked together."""

WORDS = {"price": "price", "charge": "charge", "rvu": "relative value", "line": "line"}


def multiple_procedures(
    lines: pl.DataFrame,
    policies: tuple[MultipleProcedures, ...],
    under: Under,
    price_of: PriceOf | None,
) -> pl.DataFrame:
    """The lines with the percentage of their rank.

    A line of two units is two procedures; both sides are one; so is a family of endoscopies. Where
    a line has no price, its rank by price is not known: a line whose percentage would depend on it
    has no price either, and one whose percentage is the same at every rank it can have keeps it.

    Args:
        lines: with working columns.
        policies: in the contract's order; a line belongs to the first that is about it.
        under: the contract and its tables.
        price_of: prices another code in the place of a line, for the base of endoscopies.
    """
    taken = pl.DataFrame(schema={"row": pl.UInt32()})
    for policy in policies:
        free = lines.join(taken, on="row", how="anti") if len(taken) else lines
        members = _members(free, policy, under)
        taken = pl.concat([taken, members.select("row")])
        members = _in_company(members)
        for plan in plans(policy):
            held = members.filter(plan.holds(pl.col("service_day")))
            if policy.endoscopy:
                lines, held = families(lines, held, policy, under, price_of)
            lines = changed(lines, _by_rank(held, policy, plan))
    return lines


def _members(lines: pl.DataFrame, policy: MultipleProcedures, under: Under) -> pl.DataFrame:
    """The lines that take part in the ranks; what brings nothing takes none."""
    wanted = about(policy) & worth_something() & ~carries(policy.exempt_modifiers)
    if policy.indicators is None:
        return lines.filter(wanted)
    ranks = codes_with(policy, under, "multiple", RANKED)
    names = ["multiple", *([FAMILY_BASE] if policy.endoscopy else [])]
    names += VALUES if policy.rank_by == "rvu" else ()
    known = indicated(lines.filter(ranks & wanted), policy, under, names)
    return known.filter(pl.col("multiple").is_in(RANKED))


def _in_company(members: pl.DataFrame) -> pl.DataFrame:
    """Those that are not the only one of their day, with their `group`."""
    return grouped(members, OF_ONE_DAY).filter(pl.col("count").sum().over(GROUP) > 1)


def _by_rank(members: pl.DataFrame, policy: MultipleProcedures, plan: Plan) -> pl.DataFrame:
    """CHANGES: the percentages of the ranks that the line's units have."""
    items = ranked(_keyed(as_items(members), policy), ["key"], known="key")
    items = items.filter(pl.col("of") > 1).with_columns(ranks="count")
    rows = of_rows(members, items, ["ranks", "before", "unknown"])
    rows = rows.filter(pl.col("exact").is_not_null())
    if policy.modifier is not None:
        rows = rows.filter(pl.col("modifiers").list.contains(policy.modifier))
    before, ranks = pl.col("before"), pl.col("ranks")
    rows = rows.with_columns(
        share=plan.sum_of(before, ranks),
        certain=plan.certain(before, ranks, pl.col("unknown")),
        beyond=plan.beyond(before, ranks),
    )
    exact = pl.col("exact") * pl.col("share") // (pl.col("ranks") * ONE)
    reason = (
        pl.when(~pl.col("certain"))
        .then(pl.lit(LINE_UNPRICED))
        .when("beyond")
        .then(pl.concat_str(pl.lit(f"{BY_REPORT}: "), _rank()))
    )
    return change(rows, policy, exact=exact, step=_step(policy, exact), why_not=reason)


def _keyed(items: pl.DataFrame, policy: MultipleProcedures) -> pl.DataFrame:
    """The items with `key`, the highest of which has the first rank; null: not known."""
    count = pl.col("count")
    keys = {
        "price": pl.col("exact") // count,
        "charge": pl.col("charge_cents") // count,
        "line": -pl.col("line_number"),
    }
    key = total_value() if policy.rank_by == "rvu" else keys[policy.rank_by]
    return items.with_columns(key=key)


def _step(policy: MultipleProcedures, exact: pl.Expr) -> pl.Expr:
    """`rank 2 of the day by price: x 50 percent = 461.45`."""
    share, ranks = pl.col("share"), pl.col("ranks")
    whole = ranks * ONE
    of_several = pl.concat_str(
        percents(share), pl.lit(" of "), percents(whole), pl.lit(" percent = "), dollars(exact)
    )
    what = (
        pl.when(~pl.col("certain"))
        .then(pl.lit("not known, since another line has no price"))
        .when("beyond")
        .then(pl.lit(BY_REPORT))
        .when(share == whole)
        .then(pl.lit("in full"))
        .when(ranks > 1)
        .then(of_several)
        .otherwise(reckoned(share, exact))
    )
    return pl.concat_str(_rank(), pl.lit(f" of the day by {WORDS[policy.rank_by]}: "), what)


def _rank() -> pl.Expr:
    """`rank 2`, or `ranks 2 to 3`."""
    first, last = pl.col("before") + 1, pl.col("before") + pl.col("ranks")
    several = pl.concat_str(pl.lit("ranks "), first, pl.lit(" to "), last)
    one = pl.concat_str(pl.lit("rank "), first)
    return pl.when(pl.col("ranks") > 1).then(several).otherwise(one)
