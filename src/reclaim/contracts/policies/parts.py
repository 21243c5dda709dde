"""The parts of a price: practice expense, professional and technical part."""

import polars as pl

from reclaim.contracts.exact import EXACT
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.policies import Reductions
from reclaim.contracts.policies.indicators import rows_of
from reclaim.contracts.policies.values import PRACTICE, TOTAL, VALUES, at_place, practice_value

PRACTICE_PART = "practice expense"
PROFESSIONAL_PART = "professional part"
TECHNICAL_PART = "technical part"

THERAPY = "5"
PROFESSIONAL = "26"
TECHNICAL = "TC"
PROFESSIONAL_ONLY = "2"
TECHNICAL_ONLY = "3"
"""Indicators in the column pctc: the code is a professional, or a technical, part already."""


def parts_of(members: pl.DataFrame, policy: Reductions, under: Under) -> pl.DataFrame:
    """One row a line and part, with all columns of the line.

    `part`; `amount`: exact, of all units, null where it is not known; `key`: by which parts are
    ranked, for one service; `each`: the price of one service, which decides ties.

    The practice expense is the share that its relative value has in the price; so are the parts of
    a price that is given whole, by the code's rows with 26 and TC. Indices of the line's locality
    count. Practice expense is ranked by relative value, known without a price.
    """
    each = members.with_columns(each=pl.col("exact") // pl.col("count"))
    therapy = pl.col("multiple") == THERAPY
    split = each.filter(~therapy).with_columns(only=_only())
    whole = split.filter(pl.col("only").is_not_null()).with_columns(part="only", amount="exact")
    frames = [
        _practice(each.filter(therapy), policy, under),
        _by_amount(whole.drop("only")),
        _by_amount(_halves(split.filter(pl.col("only").is_null()).drop("only"), policy, under)),
    ]
    return pl.concat(frames, how="diagonal_relaxed")


def _only() -> pl.Expr:
    """The part that the line is; null: the whole."""
    modifiers, pctc = pl.col("modifiers"), pl.col("pctc")
    professional = modifiers.list.contains(PROFESSIONAL) | (pctc == PROFESSIONAL_ONLY)
    technical = modifiers.list.contains(TECHNICAL) | (pctc == TECHNICAL_ONLY)
    return (
        pl.when(professional)
        .then(pl.lit(PROFESSIONAL_PART))
        .when(technical)
        .then(pl.lit(TECHNICAL_PART))
    )


def _practice(lines: pl.DataFrame, policy: Reductions, under: Under) -> pl.DataFrame:
    ranks = rows_of(lines, "", policy, under, VALUES).select("row", key=practice_value())
    valued = at_place(lines, "", policy, under).join(ranks, on="row")
    share = pl.col("exact") * pl.col(PRACTICE) // pl.col(TOTAL)
    return valued.with_columns(
        part=pl.lit(PRACTICE_PART), amount=pl.when(pl.col(TOTAL) > 0).then(share)
    ).drop(PRACTICE, TOTAL)


def _halves(lines: pl.DataFrame, policy: Reductions, under: Under) -> pl.DataFrame:
    """Both parts of prices that are given whole."""
    professional, technical = (
        at_place(lines, modifier, policy, under).select("row", pl.col(TOTAL).alias(modifier))
        for modifier in (PROFESSIONAL, TECHNICAL)
    )
    both = lines.join(professional, on="row").join(technical, on="row")
    total = pl.col(PROFESSIONAL) + pl.col(TECHNICAL)
    first = pl.when(total > 0).then(pl.col("exact") * pl.col(PROFESSIONAL) // total)
    split = both.with_columns(first=first).drop(PROFESSIONAL, TECHNICAL)
    amounts = {
        PROFESSIONAL_PART: pl.col("first"),
        TECHNICAL_PART: pl.col("exact") - pl.col("first"),
    }
    return pl.concat(
        [
            split.with_columns(part=pl.lit(part), amount=amount.cast(EXACT))
            for part, amount in amounts.items()
        ]
    ).drop("first")


def _by_amount(parts: pl.DataFrame) -> pl.DataFrame:
    return parts.with_columns(key=pl.col("amount") // pl.col("count"))
