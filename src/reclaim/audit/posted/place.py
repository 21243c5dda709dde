"""Places each cent of a posted write-off on the amount of a remittance that stands behind it."""

from collections.abc import Iterator, Sequence

import polars as pl

from reclaim.codes import write_off_categories
from reclaim.ledger.allocate import allocate
from reclaim.schema import TABLES

SUPPORTED, CONTRADICTED, UNSUPPORTED = "supported", "contradicted", "unsupported"

LINE = ("claim", "line_number")
CLAIM = ("claim",)

FIRST_OF_OTHERS = ("denial", "underpayment", "contractual", "payer_reduction", "patient", "unknown")
"""Where nothing stands behind a write-off's own category, what was most likely written off
with it: a denial before a price cut, and the patient's share after both."""

CELL = ("claim_id", "line_number", "place", "category", "group_code", "carc", "rarcs", "finding_id")


def placed(write_offs: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Table `posted_splits`: the parts of each write-off add up to what stands of it.

    The amounts that bear out the category it was posted under serve it first (`backed_by` of the
    categories of write-offs, in their order), those of its own line before those of its claim;
    what they leave is served by any other amount of the line, then of the claim; for the rest
    there is no evidence. Each cent of the evidence serves once, earlier write-offs before later
    ones, so that a cut that was posted twice has nothing behind the second. A write-off of which
    nobody has said the category is what the evidence says.

    Args:
        write_offs: `entry`, `claim` (the key that it shares with its evidence; null: none),
            `line_number`, `posted_category`, `posted_date` and `standing_cents`.
        evidence: the amounts of counted decisions: `claim`, `cents` (above 0) and the columns of
            CELL.
    """
    left, cells = _in_order(write_offs), _ordered(evidence)
    right = cells.select("claim", "line_number", "category", "head", "right", "cents")
    found = [_NOTHING]
    for on in (LINE, CLAIM):
        for choice, by in _choices(left):
            asked = _asking(left, choice, by)
            left, right = _serve(asked, left, right, (*on, by), SUPPORTED, found)
    for on in (LINE, CLAIM):
        left, right = _serve(left, left, right, on, CONTRADICTED, found)
    return _splits(write_offs, cells, pl.concat(found), left)


_NOTHING = pl.DataFrame(
    schema={"left": pl.Int64, "right": pl.Int64, "cents": pl.Int64, "verdict": pl.String}
)


def _in_order(write_offs: pl.DataFrame) -> pl.DataFrame:
    """The write-offs that stand, by day, with what may back them, the first choice first."""
    known = write_off_categories().select(
        posted_category="category", wants=pl.col("backed_by").str.split(" ")
    )
    standing = write_offs.filter(pl.col("standing_cents") > 0)
    return (
        standing.sort("posted_date", "entry")
        .join(known, on="posted_category", how="left", maintain_order="left")
        .select(
            "claim", "line_number", "posted_category", "wants", left="entry", cents="standing_cents"
        )
    )


def _ordered(evidence: pl.DataFrame) -> pl.DataFrame:
    """The amounts in the order in which they serve, numbered, with the first part of each."""
    head = pl.col("category").str.split("/").list.first()
    rank = head.replace_strict(
        FIRST_OF_OTHERS, range(len(FIRST_OF_OTHERS)), default=None, return_dtype=pl.Int64
    )
    return (
        evidence.filter(pl.col("cents") > 0)
        .with_columns(head=head, rank=rank)
        .sort("claim", "rank", "category", "line_number", "claim_id", "carc", "group_code", "cents")
        .with_columns(right=pl.int_range(pl.len(), dtype=pl.Int64))
    )


def _choices(left: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Which of what they want is served, and whether it names a category or its first part."""
    most = max(left["wants"].list.len().drop_nulls(), default=0)
    for choice in range(most):
        yield choice, "category"
        yield choice, "head"


def _asking(left: pl.DataFrame, choice: int, by: str) -> pl.DataFrame:
    wanted = pl.col("wants").list.get(choice, null_on_oob=True)
    whole = wanted.str.contains("/", literal=True)
    asked = left.with_columns(wanted.alias(by))
    return asked.filter(whole if by == "category" else ~whole)


def _serve(
    asked: pl.DataFrame,
    left: pl.DataFrame,
    right: pl.DataFrame,
    on: Sequence[str],
    verdict: str,
    found: list[pl.DataFrame],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is left of both sides once those that ask were served; pairs are added to `found`."""
    of_left, of_right = asked.select(*on, "left", "cents"), right.select(*on, "right", "cents")
    pairs = allocate(of_left, of_right, on).pairs.select("left", "right", "cents")
    if pairs.is_empty():
        return left, right
    found.append(pairs.with_columns(verdict=pl.lit(verdict)))
    return _less(left, pairs, "left"), _less(right, pairs, "right")


def _less(side: pl.DataFrame, pairs: pl.DataFrame, name: str) -> pl.DataFrame:
    used = pairs.group_by(name).agg(used=pl.col("cents").sum())
    return (
        side.join(used, on=name, how="left", maintain_order="left")
        .with_columns(cents=pl.col("cents") - pl.col("used").fill_null(0))
        .drop("used")
        .filter(pl.col("cents") > 0)
    )


def _splits(
    write_offs: pl.DataFrame, cells: pl.DataFrame, pairs: pl.DataFrame, rest: pl.DataFrame
) -> pl.DataFrame:
    """The parts as the table has them; what nothing stands behind has no evidence."""
    posted = write_offs.select("entry", "posted_category")
    backed = pairs.join(cells.select("right", *CELL), on="right", how="left")
    bare = rest.select("left", "cents", verdict=pl.lit(UNSUPPORTED))
    unsaid = pl.col("posted_category").is_null() & (pl.col("verdict") == CONTRADICTED)
    schema = TABLES["posted_splits"].polars_schema
    return (
        pl.concat([backed.drop("right"), bare], how="diagonal")
        .rename({"left": "entry", "cents": "split_cents"})
        .group_by("entry", *CELL, "verdict")
        .agg(pl.col("split_cents").sum())
        .join(posted, on="entry", how="left")
        .with_columns(verdict=pl.when(unsaid).then(pl.lit(SUPPORTED)).otherwise("verdict"))
        .select(pl.col(name).cast(kind) for name, kind in schema.items())
        .sort("entry", "claim_id", "line_number", "category", "group_code", "carc", nulls_last=True)
    )
