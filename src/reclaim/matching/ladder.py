"""Matches rows of two tables key by key, the most trusted first; what ties is ambiguous."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.matching.side import Side

HIGH, MEDIUM, LOW = "high", "medium", "low"

FEW = 25
"""More rows than this under one key, and the key names none of them: a placeholder, such as 0."""

PAIRS = pl.Schema(
    {
        "row": pl.UInt32,
        "other": pl.UInt32,
        "key": pl.String,
        "confidence": pl.String,
        "candidates": pl.UInt32,
    }
)

ALWAYS = pl.lit(value=True)
OTHER = "other_"


@dataclass(frozen=True)
class Rung:
    """One way to match: the columns that must be equal, and what must hold of the pair besides.

    In `holds` the other row's columns are called `other_...`. Null columns match nothing; a null
    in `holds` fails.
    """

    key: str
    confidence: str
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    holds: pl.Expr = ALWAYS


def climb(
    left: Side,
    right: Side,
    rungs: Sequence[Rung],
    better: Sequence[pl.Expr] = (),
    per: tuple[str, ...] = (),
) -> pl.DataFrame:
    """The pairs by which each row of `left` is matched on the first rung that has any: PAIRS.

    Of several candidates those stay that each of `better` ranks highest, in that order. What then
    is left are equals: all are given, and `candidates` says how many.

    Args:
        left: rows to be matched.
        right: rows to be matched with.
        rungs: the keys in order of trust.
        better: what tells candidates apart, the weightiest first; null is worst.
        per: columns of `right` (as `other_...`); candidates that differ in them do not compete.
    """
    found = [pl.DataFrame(schema=PAIRS)]
    for rung in rungs:
        if left.rows.is_empty() or right.rows.is_empty():
            break
        # The first column is worked out for all rows of both sides, and kept for the next rung.
        left, right = left.having(rung.left[0]), right.having((rung.right or rung.left)[0])
        pairs = _matched(left, right, rung, better, per)
        left = left.without(pairs)
        found.append(pairs)
    return pl.concat(found)


def alone(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs that nothing else competes with."""
    return pairs.filter(pl.col("candidates") == 1)


def _matched(
    left: Side, right: Side, rung: Rung, better: Sequence[pl.Expr], per: tuple[str, ...]
) -> pl.DataFrame:
    left, right, pairs = _equal(left, right, rung)
    if pairs.is_empty():
        return pl.DataFrame(schema=PAIRS)
    pairs = _look(pairs, left, right, [rung.holds]).filter(rung.holds).select("at", "beside")
    several = pl.col("at").is_duplicated()
    tied = _best(pairs.filter(several), left, right, better, per)
    single = pairs.filter(~several).with_columns(candidates=pl.lit(1, pl.UInt32))
    both = pl.concat([single, tied])
    return both.select(
        left.rows["row"].gather(both["at"]).alias("row"),
        right.rows["row"].gather(both["beside"]).alias("other"),
        pl.lit(rung.key).alias("key"),
        pl.lit(rung.confidence).alias("confidence"),
        "candidates",
    )


def _equal(left: Side, right: Side, rung: Rung) -> tuple[Side, Side, pl.DataFrame]:
    """Both sides, and the places in them, `at` and `beside`, that agree on the rung's columns.

    The sides are narrowed column by column, so that the later ones are worked out for few rows.
    """
    mine = theirs = pl.DataFrame()
    names: list[str] = []
    for name, other in zip(rung.left, rung.right or rung.left, strict=True):
        if names:
            both = (
                mine.join(theirs, on=names, how="semi", maintain_order="left"),
                theirs.join(mine, on=names, how="semi", maintain_order="left"),
            )
            left, right = left.at(both[0]["at"]), right.at(both[1]["at"])
        left, right = left.having(name), right.having(other)
        names.append(f"key_{len(names)}")
        mine = _keys(left, rung.left[: len(names)], names)
        theirs = _keys(right, (rung.right or rung.left)[: len(names)], names)
    theirs = _uncrowded(theirs, names).rename({"at": "beside"})
    return left, right, mine.join(theirs, on=names, how="inner").select("at", "beside")


def _keys(side: Side, columns: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    """The columns under the names, without rows that lack one, and `at`, the place in the side."""
    return (
        side.rows.lazy()
        .select(pl.col(column).alias(name) for column, name in zip(columns, names, strict=True))
        .with_row_index("at")
        .drop_nulls()
        .collect()
    )


def _uncrowded(keys: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The rows whose key stands on FEW rows or fewer."""
    # Equal keys have equal hashes, so that only these few need counting.
    shared = keys.filter(pl.struct(names).hash().is_duplicated())
    crowded = shared.group_by(names).len().filter(pl.col("len") > FEW)
    return keys.join(crowded, on=names, how="anti") if crowded.height else keys


def _look(pairs: pl.DataFrame, left: Side, right: Side, asked: Sequence[pl.Expr]) -> pl.DataFrame:
    """The pairs with the columns of both sides that the expressions ask for."""
    names = sorted({name for one in asked for name in one.meta.root_names()})
    others = [name.removeprefix(OTHER) for name in names if name.startswith(OTHER)]
    mine = [name for name in names if not name.startswith(OTHER)]
    if mine:
        pairs = pairs.hstack(left.at(pairs["at"]).having(*mine).rows.select(mine))
    if others:
        columns = right.at(pairs["beside"]).having(*others).rows.select(others)
        pairs = pairs.hstack(columns.rename(lambda name: f"{OTHER}{name}"))
    return pairs


def _best(
    pairs: pl.DataFrame,
    left: Side,
    right: Side,
    better: Sequence[pl.Expr],
    per: tuple[str, ...],
) -> pl.DataFrame:
    """The candidates that nothing in `better` puts behind another, and how many they are."""
    if pairs.is_empty():
        return pairs.with_columns(candidates=pl.lit(1, pl.UInt32))
    group = ["at", *per]
    looked = _look(pairs, left, right, [*better, *(pl.col(name) for name in per)])
    for one in better:
        rank = one.cast(pl.Int32).fill_null(-1)
        looked = looked.with_columns(rank=rank).filter(
            pl.col("rank") == pl.col("rank").max().over(group)
        )
    return looked.select("at", "beside", candidates=pl.len().over(group))
