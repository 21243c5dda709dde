"""Policies that look at one line alone: components, parts of a global price, who gave the care."""

import polars as pl

from reclaim.contracts.exact import fraction, times
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.policies import Components, GlobalSplit, NonPhysician
from reclaim.contracts.patterns import matches
from reclaim.contracts.policies.carried import of_these
from reclaim.contracts.policies.changes import NO_REASON, change, reckoned
from reclaim.contracts.policies.indicators import about, indicated

PROFESSIONAL = "26"
TECHNICAL = "TC"
SURGICAL_ONLY = "54"
POSTOPERATIVE_ONLY = "55"
PREOPERATIVE_ONLY = "56"
CARE = {
    SURGICAL_ONLY: "surgical care only (54)",
    POSTOPERATIVE_ONLY: "care after surgery only (55)",
    PREOPERATIVE_ONLY: "care before surgery only (56)",
}
ASSISTANT_NO_PHYSICIAN = "AS"

NO_SPLIT = "not stated: how the global price is split"


def components(lines: pl.DataFrame, policy: Components, modifiers: pl.DataFrame) -> pl.DataFrame:
    """CHANGES: the share of the whole price for a line with 26 or TC."""
    shares = {
        PROFESSIONAL: fraction(policy.professional),
        TECHNICAL: fraction(policy.technical),
    }
    names = {PROFESSIONAL: "professional part (26)", TECHNICAL: "technical part (TC)"}
    at = _priced(lines).filter(about(policy)).join(of_these(modifiers, [*shares]), on="row")
    at = at.with_columns(
        share=pl.col("modifier").replace_strict(shares, return_dtype=pl.Int64),
        name=pl.col("modifier").replace_strict(names, return_dtype=pl.String),
    )
    exact = times(pl.col("exact"), pl.col("share"))
    step = pl.concat_str("name", pl.lit(": "), reckoned(pl.col("share"), exact))
    return change(at, policy, exact=exact, step=step, why_not=NO_REASON)


def global_split(
    lines: pl.DataFrame, policy: GlobalSplit, modifiers: pl.DataFrame, under: Under
) -> pl.DataFrame:
    """CHANGES: the share of the global price for care that is only a part of it.

    Surgical care only (54) is what comes before the operation and the operation itself, after care
    (55) what comes after, before care (56) what comes before. Source: Medicare Claims Processing
    Manual, chapter 12, 40.4. Without a share of the contract and without such columns for the code
    there is no price; a modifier on which the policy is silent changes nothing.
    """
    own = _stated(policy)
    spoken = list(CARE) if policy.indicators else list(own)
    at = _priced(lines).filter(about(policy)).join(of_these(modifiers, spoken), on="row")
    at = indicated(at, policy, under, ["pre_millionths", "intra_millionths", "post_millionths"])
    share = pl.col("modifier").replace_strict(own, default=_of_columns(), return_dtype=pl.Int64)
    at = at.with_columns(share=share)
    exact = times(pl.col("exact"), pl.col("share"))
    some = pl.concat_str(_care(), pl.lit(": "), reckoned(pl.col("share"), exact))
    none = pl.concat_str(_care(), pl.lit(": no share known"))
    known = pl.col("share").is_not_null()
    return change(
        at,
        policy,
        exact=exact,
        step=pl.when(known).then(some).otherwise(none),
        why_not=pl.when(~known).then(pl.lit(NO_SPLIT)),
    )


def non_physician(
    lines: pl.DataFrame, policy: NonPhysician, modifiers: pl.DataFrame
) -> pl.DataFrame:
    """CHANGES: the share of the price where the rendering provider is no physician."""
    who = matches(pl.col("taxonomy"), policy.taxonomies)
    who |= pl.col("rendering_npi").is_in(list(policy.rendering_npis)).fill_null(value=False)
    named = of_these(modifiers, policy.modifiers)["row"]
    who |= pl.col("row").is_in(named.implode())
    if policy.as_assistant:
        who &= ~pl.col("modifiers").list.contains(ASSISTANT_NO_PHYSICIAN)
    share = pl.lit(fraction(policy.percent))
    at = _priced(lines).filter(about(policy) & who)
    exact = times(pl.col("exact"), share)
    step = pl.concat_str(pl.lit("no physician: "), reckoned(share, exact))
    return change(at, policy, exact=exact, step=step, why_not=NO_REASON)


def _priced(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.filter(pl.col("exact").is_not_null())


def _stated(policy: GlobalSplit) -> dict[str, int]:
    """The shares of the contract by modifier."""
    shares = (policy.surgical_only, policy.postoperative_only, policy.preoperative_only)
    stated = zip(CARE, shares, strict=True)
    return {modifier: fraction(share) for modifier, share in stated if share is not None}


def _of_columns() -> pl.Expr:
    """The share by the indicators; null where the code has no global period."""
    pre, intra, post = (pl.col(f"{part}_millionths") for part in ("pre", "intra", "post"))
    share = (
        pl.when(pl.col("modifier") == SURGICAL_ONLY)
        .then(pre + intra)
        .when(pl.col("modifier") == POSTOPERATIVE_ONLY)
        .then(post)
        .otherwise(pre)
    )
    return pl.when(pre + intra + post > 0).then(share).cast(pl.Int64)


def _care() -> pl.Expr:
    return pl.col("modifier").replace_strict(CARE, return_dtype=pl.String)
