"""Both sides in one session, on two lines of a code: one left, one right."""

import polars as pl

from reclaim.contracts.exact import EXACT, ONE, exact_of_cents, times
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.written import dollars
from reclaim.contracts.model.policies import Bilateral
from reclaim.contracts.policies.changes import LINE_UNPRICED, change, changed, reckoned

APART = ("51", "59", "XS")
"""Modifiers that may stand on one line of a pair alone: they say that it is the further one."""
PLACE = ["visit", "rendering_npi", "code", "role"]
EACH_IN_FULL = 2 * ONE
PER_LINE = "line"


def paired(
    lines: pl.DataFrame, sided: pl.DataFrame, policy: Bilateral, under: Under
) -> pl.DataFrame:
    """The lines with the price of both sides on their two lines, which are then one `item`.

    The line with the higher price brings its own, the other the rest: x 50 percent where both
    sides bring 150. Where the contract pays no line more than its charge, the first takes no more
    than that and leaves the rest to the second, so that the two bring what both sides bring. If
    one of the two has no price, the other has none either, unless each is paid in full.

    Args:
        lines: with working columns.
        sided: those that stand for a side, with `share` of one side for both.
        policy: the contract's; it names the modifiers.
        under: the contract.
    """
    pairs = _pairs(sided, policy)
    if pairs.is_empty():
        return lines
    capped = under.contract.lesser_of_charge == PER_LINE
    shared = _shared(pairs, capped=capped)
    touched = shared.filter(pl.col("exact").is_not_null() & (pl.col("share") != EACH_IN_FULL))
    lines = changed(lines, _changes(touched, policy))
    items = pairs.select("row", pair="item")
    return (
        lines.join(items, on="row", how="left", maintain_order="left")
        .with_columns(item=pl.coalesce("pair", "item"))
        .drop("pair")
    )


def _pairs(sided: pl.DataFrame, policy: Bilateral) -> pl.DataFrame:
    """The lines that have a counterpart, the dearer of the two first, with `item` of their own."""
    left, right = policy.pair or ("", "")
    modifiers = pl.col("modifiers")
    on_left, on_right = modifiers.list.contains(left), modifiers.list.contains(right)
    others = modifiers.list.set_difference([left, right, *APART])
    one_side = sided.filter((on_left != on_right) & (pl.col("count") == 1)).with_columns(
        left=on_left, role=others.list.sort().list.join(" ")
    )
    in_order = one_side.sort(
        "exact",
        "charge_cents",
        "line_number",
        descending=[True, True, False],
        nulls_last=True,
    ).with_columns(nth=pl.int_range(pl.len()).over(*PLACE, "left"))
    matched = in_order.filter(pl.len().over(*PLACE, "nth") == 2)
    return matched.with_columns(
        item=pl.col("row").min().over(*PLACE, "nth"),
        first=pl.int_range(pl.len()).over(*PLACE, "nth") == 0,
    )


def _shared(pairs: pl.DataFrame, *, capped: bool) -> pl.DataFrame:
    """The pairs with `taken`, what the line brings, and `moved`, what goes to the second line."""
    own = pl.col("exact")
    limit = exact_of_cents(pl.col("charge_cents")) if capped else own
    moved = (own - pl.min_horizontal(own, pl.coalesce(limit, own))).cast(EXACT)
    leaves = pl.when(pl.col("first") & (pl.col("share") < EACH_IN_FULL)).then(moved).otherwise(0)
    rest = times(own, pl.col("share") - ONE)
    both = pairs.with_columns(leaves=leaves.cast(EXACT), rest=rest).with_columns(
        moved=pl.col("leaves").sum().over("item"),
        unpriced=pl.col("exact").is_null().any().over("item"),
        partner=pl.col("line_number").sum().over("item") - pl.col("line_number"),
    )
    first = pl.col("first")
    return both.with_columns(
        taken=pl.when(first).then(own - pl.col("moved")).otherwise(pl.col("rest") + pl.col("moved"))
    )


def _changes(pairs: pl.DataFrame, policy: Bilateral) -> pl.DataFrame:
    with_line = pl.concat_str(pl.lit("both sides, with line "), "partner", pl.lit(": "))
    moves = pl.col("moved") > 0
    in_full = pl.concat_str(with_line, pl.lit("in full"))
    to_charge = pl.concat_str(
        with_line,
        pl.lit("up to its charge "),
        dollars(pl.col("taken")),
        pl.lit(", the rest there"),
    )
    rest = pl.concat_str(with_line, reckoned(pl.col("share") - ONE, pl.col("rest")))
    more = pl.concat_str(
        rest,
        pl.lit(", + "),
        dollars(pl.col("moved")),
        pl.lit(" from there = "),
        dollars(pl.col("taken")),
    )
    step = (
        pl.when("unpriced")
        .then(pl.concat_str(with_line, pl.lit("that one has no price")))
        .when("first")
        .then(pl.when(moves).then(to_charge).otherwise(in_full))
        .otherwise(pl.when(moves).then(more).otherwise(rest))
    )
    reason = pl.when("unpriced").then(pl.lit(LINE_UNPRICED))
    return change(pairs, policy, exact=pl.col("taken"), step=step, why_not=reason)
