"""Counts each cent once: which finding brings it in, and which one puts it back."""

import polars as pl

PART = ["entry", "claim_id", "category", "group_code", "carc"]
CLAIM = ["account", "patient_control_number"]

LEVELS = {"split": 0, "write_off": 1, "claim": 2, "account": 3, "payment": 4}
"""The narrower thing counts first: a part of a write-off, the write-off, its claim, its account."""


def counted_once(found: pl.DataFrame) -> pl.DataFrame:
    """The rows with `counted_in`, and worth and reversal only where nothing else has them already.

    A finding of the remittances that can still bring the same money in counts it; the reversal is
    proposed here all the same, by the first that is about it. Of the findings of this table the
    narrower goes before the wider, and then the one whose rule comes first. What is left of a
    wider one above the parts that are counted, it counts itself.

    Args:
        found: `own_id` (unique), `level` (see LEVELS), `rule`, PART, `account`,
            `patient_control_number`, `amount_cents`, `worth_cents`, `reverse_cents`, and
            `remit_finding`: the remittances' finding that counts the money; null: none.
    """
    rows = found.sort("level", "rule", "own_id").with_columns(
        claims=(pl.col("worth_cents") > 0)
        | (pl.col("reverse_cents") > 0)
        | pl.col("remit_finding").is_not_null()
    )
    for step in (_parts, _write_offs, _claims, _accounts):
        rows = rows.pipe(step)
    other = pl.col("earlier")
    left = pl.col("left_cents")
    return rows.with_columns(
        worth_cents=pl.when(pl.col("remit_finding").is_null())
        .then(pl.min_horizontal("worth_cents", left))
        .otherwise(0),
        reverse_cents=pl.min_horizontal("reverse_cents", left),
        counted_in=pl.coalesce("remit_finding", pl.when(left < pl.col("amount_cents")).then(other)),
    ).drop("claims", "earlier", "left_cents")


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Of a part the first counts all of it."""
    first = _first(PART)
    mine = pl.col("level") == LEVELS["split"]
    taken = mine & pl.col("claims") & (first != pl.col("own_id"))
    amount = pl.col("amount_cents")
    return rows.with_columns(
        earlier=pl.when(taken).then(first),
        left_cents=pl.when(taken).then(0).otherwise(amount),
    )


def _write_offs(rows: pl.DataFrame) -> pl.DataFrame:
    """Of a whole write-off the first counts what its parts do not."""
    return _wider(rows, ["entry"], LEVELS["write_off"])


def _claims(rows: pl.DataFrame) -> pl.DataFrame:
    return _wider(rows, CLAIM, LEVELS["claim"])


def _accounts(rows: pl.DataFrame) -> pl.DataFrame:
    return _wider(rows, ["account"], LEVELS["account"])


def _wider(rows: pl.DataFrame, keys: list[str], level: int) -> pl.DataFrame:
    mine = pl.col("level") == level
    claims = pl.col("claims") & pl.all_horizontal(pl.col(keys).is_not_null())
    narrower = claims & (pl.col("level") < level)
    counted = pl.col("left_cents").filter(narrower).sum().over(keys)
    first_wide = pl.col("own_id").filter(claims & mine).first().over(keys)
    first = pl.col("own_id").filter(claims & (pl.col("level") <= level)).first().over(keys)
    own = pl.col("own_id")
    rest = pl.max_horizontal(pl.col("amount_cents") - counted, pl.lit(0))
    left = pl.when(own == first_wide).then(rest).otherwise(0)
    wide = mine & claims
    return rows.with_columns(
        left_cents=pl.when(wide).then(left).otherwise("left_cents"),
        earlier=pl.when(wide & (own != first)).then(first).otherwise("earlier"),
    )


def _first(keys: list[str]) -> pl.Expr:
    split = pl.col("level") == LEVELS["split"]
    return pl.col("own_id").filter(pl.col("claims") & split).first().over(keys)
