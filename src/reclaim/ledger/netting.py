"""Which write-offs were undone, and how much of each stands."""

import polars as pl

from reclaim.ledger.allocate import allocate

SAME = ("account", "patient_control_number", "line_number", "what")
"""What an entry shares with the write-off that it undoes, when it does not name it."""


def net_write_offs(entries: pl.DataFrame) -> pl.DataFrame:
    """One row a write-off of whole accounts: `entry`, `posted_cents`, and what stands of it.

    `posted_cents` is above 0 and lowered the balance. An entry of kind write_off that raises the
    balance undoes others: the one it names in `reverses`, else those of the same account, claim,
    line and category (or code, where it has none), the oldest first. `reversed_cents` is what was
    undone, `reversed_date` the last day of it, null where nothing was, and `standing_cents` what
    is left. What undoes more than was ever posted is in no row here: `unmatched_reversals`.
    """
    posted, undoing = _posted(entries), _undoing(entries)
    pairs = _pairs(posted, undoing)
    undone = pairs.group_by("left").agg(
        reversed_cents=pl.col("cents").sum(), reversed_date=pl.col("posted_date").max()
    )
    return (
        posted.select("entry", posted_cents="cents")
        .join(undone, left_on="entry", right_on="left", how="left", maintain_order="left")
        .with_columns(pl.col("reversed_cents").fill_null(0))
        .with_columns(standing_cents=pl.col("posted_cents") - pl.col("reversed_cents"))
    )


def reversals(entries: pl.DataFrame) -> pl.DataFrame:
    """Which entry undoes which: `entry`, `reversal` (the later one) and `cents`."""
    pairs = _pairs(_posted(entries), _undoing(entries))
    return pairs.select(entry="left", reversal="right", cents="cents").sort("reversal", "entry")


def unmatched_reversals(entries: pl.DataFrame) -> pl.DataFrame:
    """Entries that raise a balance as write-offs and undo none that is known: `entry`, `cents`.

    They close a credit, or undo what was posted before the ledger begins.
    """
    undoing = _undoing(entries)
    used = _pairs(_posted(entries), undoing).group_by("right").agg(used=pl.col("cents").sum())
    return (
        undoing.join(used, left_on="entry", right_on="right", how="left", maintain_order="left")
        .select("entry", cents=pl.col("cents") - pl.col("used").fill_null(0))
        .filter(pl.col("cents") > 0)
    )


def _posted(entries: pl.DataFrame) -> pl.DataFrame:
    lowers = (pl.col("kind") == "write_off") & (pl.col("effect_cents") < 0)
    return _in_order(entries.filter(lowers).with_columns(cents=-pl.col("effect_cents")))


def _undoing(entries: pl.DataFrame) -> pl.DataFrame:
    raises = (pl.col("kind") == "write_off") & (pl.col("effect_cents") > 0)
    return _in_order(entries.filter(raises).with_columns(cents=pl.col("effect_cents")))


def _in_order(entries: pl.DataFrame) -> pl.DataFrame:
    """By day, with the keys by which an entry and its reversal know each other."""
    return entries.with_columns(
        pl.col("patient_control_number").fill_null(""),
        pl.col("line_number").fill_null(0),
        what=pl.coalesce("category", "local_code", pl.lit("")),
    ).sort("posted_date", "entry")


def _pairs(posted: pl.DataFrame, undoing: pl.DataFrame) -> pl.DataFrame:
    """`left` undone by `right` for `cents` on `posted_date`: by name first, then by likeness."""
    by_name = _named(posted, undoing)
    used = by_name.group_by("right").agg(used=pl.col("cents").sum())
    undone = by_name.group_by("left").agg(used=pl.col("cents").sum())
    left = _less(posted.rename({"entry": "left"}), undone, "left")
    right = _less(undoing.rename({"entry": "right"}), used, "right")
    alike = allocate(
        left.select(*SAME, "left", "cents"), right.select(*SAME, "right", "cents"), SAME
    ).pairs.select("left", "right", "cents")
    days = undoing.select(right="entry", posted_date="posted_date")
    return pl.concat([by_name, alike]).join(days, on="right", how="left", maintain_order="left")


def _named(posted: pl.DataFrame, undoing: pl.DataFrame) -> pl.DataFrame:
    """Those that name the entry they undo, in the order of days, up to what was posted."""
    own = ("account", "transaction_id")
    names = posted.drop_nulls("transaction_id").unique(own, keep="first", maintain_order=True)
    named = undoing.join(
        names.select("account", reverses="transaction_id", target="entry"),
        on=["account", "reverses"],
        how="inner",
        maintain_order="left",
    )
    targets = posted.select(target="entry", left="entry", cents="cents")
    served = allocate(targets, named.select("target", right="entry", cents="cents"), ["target"])
    return served.pairs.select("left", "right", "cents")


def _less(side: pl.DataFrame, used: pl.DataFrame, name: str) -> pl.DataFrame:
    return (
        side.join(used, on=name, how="left", maintain_order="left")
        .with_columns(cents=pl.col("cents") - pl.col("used").fill_null(0))
        .filter(pl.col("cents") > 0)
    )
