"""Shares by modifier: assistants, co-surgeons, reduced and discontinued services."""

import polars as pl

from reclaim.contracts.exact import fraction, times
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.policies import ModifierShares
from reclaim.contracts.policies.changes import BY_REPORT, change, changed, reckoned
from reclaim.contracts.policies.indicators import about, indicated
from reclaim.contracts.policies.medicare import (
    INSTITUTIONAL_SHARES,
    REPORTS,
    SHARES,
    medicare_share,
    modifiers_of,
)

ROLES = {
    "80": "assistant",
    "81": "assistant",
    "82": "assistant",
    "AS": "assistant",
    "62": "co_surgeon",
    "66": "team",
}
"""The column of the indicators that has a say on the modifier."""
ROLE_NAMES = {"assistant": "assistant", "co_surgeon": "co-surgeon", "team": "team"}

NEVER = "never"
NOT_PRICED = "not priced by this schedule"
SAYS = {
    "assistant": {"0": BY_REPORT, "1": NEVER, "9": NOT_PRICED},
    "co_surgeon": {"0": NEVER, "1": BY_REPORT, "9": NOT_PRICED},
    "team": {"0": NEVER, "1": BY_REPORT, "9": NOT_PRICED},
}
"""What an indicator makes of it: papers are needed, it is never paid, or it is none for the code.
Any other pays the share. Source: CMS's description of the physician fee schedule's file."""


def modifier_shares(
    lines: pl.DataFrame,
    policies: tuple[ModifierShares, ...],
    modifiers: pl.DataFrame,
    under: Under,
) -> pl.DataFrame:
    """The lines with the share of each of their modifiers taken, in the order of the modifiers.

    The first policy that is about the code and the modifier holds. A code without indicators has
    the share: nothing forbids it.

    Args:
        lines: with working columns.
        policies: in the contract's order.
        modifiers: carried.CARRIED.
        under: the contract and its tables.
    """
    open_ones = modifiers
    for policy in policies:
        found = _spoken_of(lines, policy, open_ones, under)
        open_ones = open_ones.join(found, on=["row", "modifier"], how="anti")
        found = found.sort("row", "place").with_columns(nth=pl.int_range(pl.len()).over("row"))
        for nth in found["nth"].unique().sort():
            at = lines.filter(pl.col("exact").is_not_null()).join(
                found.filter(pl.col("nth") == nth).drop("place", "nth"), on="row"
            )
            lines = changed(lines, _taken(at, policy))
    return lines


def _spoken_of(
    lines: pl.DataFrame, policy: ModifierShares, modifiers: pl.DataFrame, under: Under
) -> pl.DataFrame:
    """`row`, `modifier`, `place`, `share`, `says` and `indicator` of what the policy is about."""
    at = modifiers.join(
        lines.filter(about(policy)).select("row", "code", "day", "form", "modifiers"), on="row"
    )
    at = at.with_columns(share=_share(policy), by_report=_by_report(policy))
    at = at.filter(pl.col("share").is_not_null() | pl.col("by_report"))
    at = indicated(at, policy, under, sorted(set(ROLES.values())))
    return at.with_columns(indicator=_indicator()).select(
        "row", "modifier", "place", "share", "indicator", says=_says()
    )


def _share(policy: ModifierShares) -> pl.Expr:
    """Millionths of one for the modifier; null where the policy states none."""
    share = pl.lit(None, dtype=pl.Int64)
    modifier = pl.col("modifier")
    if policy.shares != "medicare":
        stated = {name: fraction(percent) for name, percent in policy.shares.items()}
        return modifier.replace_strict(stated, default=share, return_dtype=pl.Int64)
    institutional = pl.col("form") == "institutional"
    for name, rule in modifiers_of(SHARES).items():
        in_force = medicare_share(rule, pl.col("day"))
        share = pl.when(modifier == name).then(in_force).otherwise(share)
    for name, rule in modifiers_of(INSTITUTIONAL_SHARES).items():
        in_force = medicare_share(rule, pl.col("day"))
        share = pl.when((modifier == name) & institutional).then(in_force).otherwise(share)
    return share


def _by_report(policy: ModifierShares) -> pl.Expr:
    """Whether the modifier is priced by report; a share goes before Medicare's word on it."""
    names = pl.col("modifier").is_in(list(policy.by_report))
    if policy.shares == "medicare":
        of_medicare = pl.col("modifier").is_in(list(modifiers_of(REPORTS)))
        names |= of_medicare & _share(policy).is_null()
    return names


def _indicator() -> pl.Expr:
    """The indicator that has a say on the modifier; null where there is none."""
    indicator = pl.lit(None, dtype=pl.String)
    for modifier, column in ROLES.items():
        named = pl.col("modifier") == modifier
        indicator = pl.when(named).then(pl.col(column)).otherwise(indicator)
    return indicator


def _says() -> pl.Expr:
    """NEVER, BY_REPORT or NOT_PRICED; null: the share is paid."""
    says: pl.Expr = pl.when(pl.col("by_report")).then(pl.lit(BY_REPORT))
    for modifier, column in ROLES.items():
        word = pl.col(column).replace_strict(SAYS[column], default=None, return_dtype=pl.String)
        own = pl.coalesce(pl.when(word == NEVER).then(word), says, word)
        says = pl.when(pl.col("modifier") == modifier).then(own).otherwise(says)
    return says


def _taken(at: pl.DataFrame, policy: ModifierShares) -> pl.DataFrame:
    """CHANGES for one modifier of each line."""
    says = pl.col("says")
    share = pl.when(says == NEVER).then(0).otherwise("share")
    exact = times(pl.col("exact"), share)
    because = pl.concat_str(
        pl.lit(" (indicator "), "indicator", pl.lit(")"), ignore_nulls=False
    ).fill_null("")
    never = pl.concat_str(_name(), pl.lit(": never paid"), because, pl.lit(" = 0.00"))
    step = (
        pl.when(says == NEVER)
        .then(never)
        .when(says.is_not_null())
        .then(pl.concat_str(_name(), pl.lit(": "), says, because))
        .otherwise(pl.concat_str(_name(), pl.lit(": "), reckoned(share, exact)))
    )
    reason = pl.concat_str(says, pl.lit(": "), _name())
    why_not = pl.when(says != NEVER).then(reason)
    return change(at, policy, exact=exact, step=step, why_not=why_not)


def _name() -> pl.Expr:
    """`assistant (80)` or `modifier 52`."""
    names = {modifier: f"{ROLE_NAMES[column]} ({modifier})" for modifier, column in ROLES.items()}
    plain = pl.concat_str(pl.lit("modifier "), "modifier")
    return pl.col("modifier").replace_strict(names, default=plain, return_dtype=pl.String)
