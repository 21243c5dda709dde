"""Both sides in one session, on one line with modifier 50; pairs.py has those on two lines.

Source: Medicare Claims Processing Manual, chapter 12, 40.7; the bilateral indicator is explained in
CMS's description of the physician fee schedule's file.
"""

import polars as pl

from reclaim.contracts.exact import fraction, times
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.policies import Bilateral
from reclaim.contracts.policies.carried import of_these
from reclaim.contracts.policies.changes import NO_REASON, change, changed, reckoned
from reclaim.contracts.policies.indicators import about, indicated
from reclaim.contracts.policies.medicare import medicare_share
from reclaim.contracts.policies.pairs import paired

RULE = "1"
"""The indicator of codes to which the contract's own percentage applies."""
INDICATED = ("0", "2", "3")
"""Indicators that have a percentage of Medicare's own: not both, both already, each in full."""


def bilateral(
    lines: pl.DataFrame, policy: Bilateral, modifiers: pl.DataFrame, under: Under
) -> pl.DataFrame:
    """The lines with the price of both sides, and as one procedure in `count` and `item`.

    A line with 50 brings the percentage of one side, each unit; but two units are the two sides.

    Args:
        lines: with working columns.
        policy: the contract's.
        modifiers: carried.CARRIED; a modifier with a rate of its own is none of them.
        under: the contract and its tables.
    """
    named = of_these(modifiers, policy.modifiers).select("row", "modifier")
    one_line = _about(lines.join(named, on="row"), policy, under)
    one_line = one_line.with_columns(
        share=pl.when(pl.col("count") == 2).then(pl.col("share") // 2).otherwise("share")
    )
    lines = changed(lines, _both_sides(one_line, policy))
    sides = pl.col("row").is_in(one_line["row"].implode()) & (pl.col("count") == 2)
    lines = lines.with_columns(count=pl.when(sides).then(1).otherwise("count"))
    if policy.pair is None:
        return lines
    sided = lines.join(named, on="row", how="anti").filter(
        pl.any_horizontal(pl.col("modifiers").list.contains(side) for side in policy.pair)
    )
    return paired(lines, _about(sided, policy, under), policy, under)


def _about(lines: pl.DataFrame, policy: Bilateral, under: Under) -> pl.DataFrame:
    """Those the policy is about, with `share` of one side for both, and `bilateral`."""
    known = indicated(lines.filter(about(policy)), policy, under, ["bilateral"])
    return known.with_columns(share=_share(policy)).filter(pl.col("share").is_not_null())


def _share(policy: Bilateral) -> pl.Expr:
    """Millionths of the price of one side; null where the policy is not about the code."""
    day = pl.col("day")
    own = pl.lit(fraction(policy.percent)) if policy.percent is not None else None
    share = medicare_share(f"bilateral/{RULE}", day) if own is None else own
    if policy.indicators is None:
        return share
    indicator = pl.col("bilateral")
    share = pl.when(indicator == RULE).then(share)
    for name in INDICATED:
        share = (
            pl.when(indicator == name)
            .then(medicare_share(f"bilateral/{name}", day))
            .otherwise(share)
        )
    return share


def _both_sides(at: pl.DataFrame, policy: Bilateral) -> pl.DataFrame:
    exact = times(pl.col("exact"), pl.col("share"))
    indicator = pl.concat_str(pl.lit(", indicator "), "bilateral").fill_null("")
    units = pl.when(pl.col("count") == 2).then(pl.lit(" in 2 units")).otherwise(pl.lit(""))
    step = pl.concat_str(
        pl.lit("both sides ("),
        "modifier",
        pl.lit(")"),
        units,
        indicator,
        pl.lit(": "),
        reckoned(pl.col("share"), exact),
    )
    priced = at.filter(pl.col("exact").is_not_null())
    return change(priced, policy, exact=exact, step=step, why_not=NO_REASON)
