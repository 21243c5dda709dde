"""Serves amounts with amounts, cent for cent, first come first served: credits to charges, say."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

_KEY, _END, _OF_LEFT, _OF_RIGHT = "key id", "end", "key of left", "key of right"


@dataclass(frozen=True)
class Allocation:
    """What serves what, and what is left of either side.

    Args:
        pairs: the columns of the key, `left`, `right` and `cents`: so much of this right serves
            this left.
        left: `left` and `cents` of each left of which something is not served.
        right: `right` and `cents` of each right of which something serves nothing.
    """

    pairs: pl.DataFrame
    left: pl.DataFrame
    right: pl.DataFrame


def allocate(left: pl.DataFrame, right: pl.DataFrame, on: Sequence[str]) -> Allocation:
    """Serve the lefts of each key with its rights, each side in the order of its rows.

    Both sides of a key are laid end to end, and where two overlap they belong together: the first
    cents of its lefts are served by the first cents of its rights. A null in a key agrees with
    nothing, not even with another null.

    Args:
        left: the columns of `on`, `left` (unique) and `cents`, each above 0.
        right: the columns of `on`, `right` (unique) and `cents`, each above 0.
        on: the columns of the key.
    """
    pieces = _pieces(left, right, list(on))
    both = pieces.filter(pl.col("left").is_not_null() & pl.col("right").is_not_null())
    named = left.select(*on, "left")
    return Allocation(
        pairs=both.select("left", "right", "cents")
        .join(named, on="left", how="left", maintain_order="left")
        .select(*on, "left", "right", "cents"),
        left=_rest(left, both, "left"),
        right=_rest(right, both, "right"),
    )


def _pieces(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Each stretch between two ends of a key, with the left and the right that lie over it."""
    keys = _keys(left, right, on)
    ends = pl.concat(
        [_laid_out(left, keys, on, "left"), _laid_out(right, keys, on, "right")], how="diagonal"
    ).sort(_KEY, _END)
    over = pl.col("left", "right", _OF_LEFT, _OF_RIGHT).fill_null(strategy="backward")
    same = pl.col(_KEY) == pl.col(_KEY).shift(1)
    before = pl.when(same).then(pl.col(_END).shift(1)).otherwise(0)
    return (
        ends.with_columns(over, cents=pl.col(_END) - before)
        .filter(pl.col("cents") > 0)
        .with_columns(
            left=pl.when(pl.col(_OF_LEFT) == pl.col(_KEY)).then("left"),
            right=pl.when(pl.col(_OF_RIGHT) == pl.col(_KEY)).then("right"),
        )
    )


def _keys(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """The keys that both sides have, numbered: the others have nobody to serve."""
    shared = left.select(on).unique().join(right.select(on).unique(), on=on, how="semi")
    return shared.with_row_index(_KEY)


def _laid_out(side: pl.DataFrame, keys: pl.DataFrame, on: list[str], name: str) -> pl.DataFrame:
    """Where each amount of a side ends, when those of its key are laid end to end."""
    own = side.join(keys, on=on, how="inner", maintain_order="left")
    return own.select(
        _KEY,
        name,
        pl.col("cents").cum_sum().over(_KEY).alias(_END),
        pl.col(_KEY).alias(f"key of {name}"),
    )


def _rest(side: pl.DataFrame, pieces: pl.DataFrame, name: str) -> pl.DataFrame:
    used = pieces.group_by(name).agg(used=pl.col("cents").sum())
    return (
        side.select(name, "cents")
        .join(used, on=name, how="left", maintain_order="left")
        .select(name, cents=pl.col("cents") - pl.col("used").fill_null(0))
        .filter(pl.col("cents") > 0)
    )
