"""Decides which contract holds for each line, and says why where several would."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from reclaim.contracts.model.conditions import AppliesTo
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.patterns import matches

COLUMNS = {
    "forms": "form",
    "filing_indicators": "filing_indicator",
    "contract_classes": "contract_class",
    "group_numbers": "group_number",
    "billing_npis": "billing_npi",
    "rendering_npis": "rendering_npi",
    "tax_ids": "billing_tax_id",
    "taxonomies": "taxonomy",
}
"""What a condition of `applies_to` is about; `localities` is about the contract's own locality."""

REASONS = ("higher priority", "more conditions", "began later")
"""Why a contract goes before another, in the order in which it is asked."""


def bind(lines: pl.DataFrame, contracts: Sequence[Contract]) -> pl.DataFrame:
    """The lines with `contract`, and beside it `held` and `why_not`.

    `held`: before which other contract this one goes, and why; null where no other would bind.
    `why_not`: why no contract holds. A contract binds the lines of its payer whose `day` is within
    its days and for which all of `applies_to` holds; whether the practice is in the network is no
    condition of a price.

    Args:
        lines: frames.WIDE, in which `contract` is not yet known.
        contracts: in the order of the book; `contract` is the ordinal in it.
    """
    seen = _columns(contracts)
    kinds = lines.select(seen).unique().with_row_index("kind")
    bound = _decided(_candidates(kinds, contracts), contracts)
    found = kinds.join(bound, on="kind", how="left").with_columns(_why_not()).drop("kind", "rivals")
    return lines.drop("contract").join(
        found, on=seen, how="left", nulls_equal=True, maintain_order="left"
    )


def locality(contract: Contract) -> pl.Expr:
    """The locality of a line under a contract: by ZIP, else by billing NPI, else the contract's."""
    usual = pl.lit(contract.locality, pl.String)
    if not contract.localities:
        return usual
    known = dict(contract.localities)
    named = [
        pl.col(column).replace_strict(known, default=None, return_dtype=pl.String)
        for column in ("zip_code", "billing_npi")
    ]
    return pl.coalesce(*named, usual)


def _columns(contracts: Sequence[Contract]) -> list[str]:
    """What has to be known of a line to bind it."""
    used = {"payer", "day"}
    for contract in contracts:
        used |= {COLUMNS[name] for name in _conditions(contract.applies_to) if name in COLUMNS}
        if contract.localities and contract.applies_to.localities:
            used |= {"zip_code", "billing_npi"}
    return sorted(used)


def _conditions(applies: AppliesTo) -> list[str]:
    return [name for name in AppliesTo.model_fields if getattr(applies, name)]


def _candidates(kinds: pl.DataFrame, contracts: Sequence[Contract]) -> pl.DataFrame:
    """Every contract that binds a kind of line: the one that goes before the others first."""
    standing = [_standing(contract) for contract in contracts]
    ranks = sorted(set(standing), reverse=True)
    none = kinds.clear().select("kind", contract=pl.lit(None, pl.UInt32), rank=pl.lit(0, pl.UInt32))
    binding = [
        kinds.filter(_binds(contract)).select(
            "kind",
            contract=pl.lit(ordinal, pl.UInt32),
            rank=pl.lit(ranks.index(standing[ordinal]), pl.UInt32),
        )
        for ordinal, contract in enumerate(contracts)
    ]
    return pl.concat([none, *binding]).sort("kind", "rank", "contract")


def _standing(contract: Contract) -> tuple[int, int, dt.date]:
    """What decides between two contracts; the greater goes before (REASONS)."""
    conditions = len(_conditions(contract.applies_to))
    return contract.priority, conditions, contract.effective_from or dt.date.min


def _binds(contract: Contract) -> pl.Expr:
    day = pl.col("day")
    holds = (pl.col("payer") == contract.payer.key) & day.is_not_null()
    if contract.effective_from:
        holds &= day >= contract.effective_from
    if contract.effective_to:
        holds &= day <= contract.effective_to
    for name in _conditions(contract.applies_to):
        values = getattr(contract.applies_to, name)
        if name == "localities":
            holds &= locality(contract).is_in(values)
        elif name == "taxonomies":
            holds &= matches(pl.col("taxonomy"), values)
        else:
            holds &= pl.col(COLUMNS[name]).is_in(values)
    return holds


def _decided(candidates: pl.DataFrame, contracts: Sequence[Contract]) -> pl.DataFrame:
    """The contract of each kind of line, or the names of those between which nothing decides."""
    best = pl.col("rank") == pl.col("rank").first()
    of_kinds = candidates.group_by("kind", maintain_order=True).agg(
        pl.col("contract").first(),
        equal=best.sum(),
        second=pl.col("contract").get(1, null_on_oob=True),
        rivals=pl.col("contract").filter(best),
    )
    clear = pl.col("equal") == 1
    names = {ordinal: contract.contract for ordinal, contract in enumerate(contracts)}
    named = pl.col("rivals").list.eval(pl.element().replace_strict(names, return_dtype=pl.String))
    return of_kinds.join(
        _reasons(of_kinds, contracts), on=["contract", "second"], how="left"
    ).select(
        "kind",
        pl.when(clear).then("contract"),
        pl.when(clear).then("held"),
        rivals=pl.when(~clear).then(named.list.join(", ")),
    )


def _reasons(of_kinds: pl.DataFrame, contracts: Sequence[Contract]) -> pl.DataFrame:
    """Why one contract goes before another, for the pairs that occur."""
    pairs = of_kinds.select("contract", "second").drop_nulls().unique()
    held = [
        f"before {contracts[second].contract}: {_reason(contracts[first], contracts[second])}"
        for first, second in pairs.iter_rows()
    ]
    return pairs.with_columns(held=pl.Series(held, dtype=pl.String))


def _reason(first: Contract, second: Contract) -> str:
    pairs = zip(REASONS, _standing(first), _standing(second), strict=True)
    return next((reason for reason, mine, other in pairs if mine != other), "")


def _why_not() -> pl.Expr:
    return (
        pl.when(pl.col("rivals").is_not_null())
        .then(pl.concat_str(pl.lit("two contracts: "), "rivals"))
        .when(pl.col("contract").is_not_null())
        .then(None)
        .when(pl.col("day").is_null())
        .then(pl.lit("not stated: date of service"))
        .otherwise(pl.lit("no contract"))
        .alias("why_not")
    )
