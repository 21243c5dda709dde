"""What of each charge is open, and who owes it: payments and write-offs applied to charges."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from reclaim.ledger.allocate import allocate
from reclaim.ledger.netting import reversals
from reclaim.ledger.parties import INSURER, PATIENT
from reclaim.schema import TABLES

Application = Literal["fifo", "matched"]

STAGES: dict[Application, tuple[tuple[str, ...], ...]] = {
    "matched": (
        ("account", "patient_control_number", "line_number"),
        ("account", "patient_control_number"),
        ("account",),
    ),
    "fifo": (("account",),),
}
"""What a credit and the charge it is applied to share: the first that still finds one counts."""

ITEM = ("account", "patient_control_number", "line_number")
DATES = ("service_date", "posted_date")
OF_THE_CHARGE = ("payer", "location", "provider")


def open_items(entries: pl.DataFrame, *, application: Application = "matched") -> pl.DataFrame:
    """Table `open_items` of whole accounts: its cents add up to their balances.

    Whatever raises a balance is an item, the oldest by day of service first; whatever lowers it is
    a credit, by posting day, and is applied to items of the same party. By `matched` a credit goes
    to its own line, then to its own claim, then to the oldest of the account; by `fifo` to the
    oldest at once. A transfer is a credit of the insurer's, and what it takes becomes the patient's
    item with the transfer's day in `party_since`. A write-off and the entry that undoes it cancel
    each other first. What no item takes is the account's credit, one row a party, without `entry`.

    Args:
        entries: `account_transactions` with their `party`; what has no effect that is known, and
            moves nothing, is left aside.
        application: how credits are applied.
    """
    rows = _without_undone(entries)
    stages = STAGES[application]
    items, credits_ = _items(rows, INSURER), _credits(rows, INSURER)
    pairs, left, unused = _applied(items, credits_, stages)
    moved = _moved(pairs, items, rows, unused)
    owed = (
        pl.concat([_items(rows, PATIENT), moved], how="diagonal")
        .sort(*DATES, "entry", "party_since")
        .with_columns(item=pl.int_range(pl.len()))
    )
    _, patient_left, patient_unused = _applied(owed, _credits(rows, PATIENT), stages)
    return pl.concat(
        [
            _open(items, left, INSURER),
            _open(owed, patient_left, PATIENT),
            _credit(unused, rows, INSURER),
            _credit(patient_unused, rows, PATIENT),
        ]
    ).sort("account", "entry", "party", "party_since", nulls_last=True)


def _without_undone(entries: pl.DataFrame) -> pl.DataFrame:
    """The entries, less what write-offs and their reversals have to do with each other."""
    pairs = reversals(entries)
    undone = pl.concat(
        [
            pairs.select("entry", change="cents"),
            pairs.select(entry="reversal", change=-pl.col("cents")),
        ]
    )
    changes = undone.group_by("entry").agg(pl.col("change").sum())
    return (
        entries.join(changes, on="entry", how="left", maintain_order="left")
        .with_columns(
            effect_cents=pl.col("effect_cents") + pl.col("change").fill_null(0),
            moved_cents=pl.col("moved_cents").fill_null(0),
        )
        .drop("change")
    )


def _changes(rows: pl.DataFrame, party: str) -> pl.DataFrame:
    """What each entry does to a party's balance, where it does anything: `change`."""
    moved = -pl.col("moved_cents") if party == INSURER else pl.col("moved_cents")
    change = (
        pl.when(pl.col("kind") == "transfer")
        .then(moved)
        .otherwise(pl.when(pl.col("party") == party).then("effect_cents"))
    )
    return rows.with_columns(change=change).filter(pl.col("change") != 0)


def _items(rows: pl.DataFrame, party: str) -> pl.DataFrame:
    """What raises a party's balance, the oldest first; but for what transfers bring the patient."""
    raising = _changes(rows, party).filter(pl.col("change") > 0)
    if party == PATIENT:
        raising = raising.filter(pl.col("kind") != "transfer")
    return (
        raising.sort(*DATES, "entry")
        .select("entry", *ITEM, *DATES, *OF_THE_CHARGE, cents="change", party_since="posted_date")
        .with_columns(item=pl.int_range(pl.len()))
    )


def _credits(rows: pl.DataFrame, party: str) -> pl.DataFrame:
    """What lowers a party's balance, by posting day."""
    lowering = _changes(rows, party).filter(pl.col("change") < 0)
    return lowering.sort("posted_date", "entry").select(
        *ITEM, credit="entry", cents=-pl.col("change")
    )


def _applied(
    items: pl.DataFrame, credits_: pl.DataFrame, stages: Sequence[Sequence[str]]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """`item`, `credit` and `cents` of what was applied; what is left of items and of credits."""
    left, right = (
        items.select(*ITEM, left="item", cents="cents"),
        credits_.rename({"credit": "right"}),
    )
    found = [
        pl.DataFrame(schema={"left": left.schema["left"], "right": pl.Int64, "cents": pl.Int64})
    ]
    for on in stages:
        served = allocate(
            left.select(*on, "left", "cents"), right.select(*on, "right", "cents"), on
        )
        found.append(served.pairs.select("left", "right", "cents"))
        left = _rest(left, served.left, "left")
        right = _rest(right, served.right, "right")
    pairs = pl.concat(found).rename({"left": "item", "right": "credit"})
    return pairs, left.rename({"left": "item"}), right.rename({"right": "credit"})


def _rest(side: pl.DataFrame, rest: pl.DataFrame, name: str) -> pl.DataFrame:
    return side.drop("cents").join(rest, on=name, how="inner", maintain_order="left")


def _moved(
    pairs: pl.DataFrame, items: pl.DataFrame, rows: pl.DataFrame, unused: pl.DataFrame
) -> pl.DataFrame:
    """What transfers made the patient's: parts of charges, and what they moved beyond any."""
    transfers = rows.filter((pl.col("kind") == "transfer") & (pl.col("moved_cents") > 0))
    days = transfers.select(credit="entry", moved_on="posted_date")
    parts = (
        pairs.join(days, on="credit", how="inner")
        .group_by("item", "moved_on")
        .agg(pl.col("cents").sum())
        .join(items.drop("cents"), on="item", how="left")
        .with_columns(party_since="moved_on")
        .drop("moved_on")
    )
    beyond = (
        unused.join(days, on="credit", how="inner")
        .select("credit", "cents")
        .join(transfers.rename({"entry": "credit"}), on="credit", how="left")
        .select(*ITEM, *DATES, *OF_THE_CHARGE, "cents", entry="credit", party_since="posted_date")
    )
    return pl.concat([parts, beyond], how="diagonal").with_columns(
        item=pl.col("item").cast(pl.Int64)
    )


def _open(items: pl.DataFrame, left: pl.DataFrame, party: str) -> pl.DataFrame:
    rest = items.drop("cents").join(left.select("item", "cents"), on="item", how="inner")
    return _table(
        rest.with_columns(party=pl.lit(party), first_billed_date="posted_date", open_cents="cents")
    )


def _credit(unused: pl.DataFrame, rows: pl.DataFrame, party: str) -> pl.DataFrame:
    """One row for what no item of an account's party takes."""
    days = rows.select(credit="entry", day="posted_date")
    sums = (
        unused.join(days, on="credit", how="left")
        .group_by("account")
        .agg(open_cents=-pl.col("cents").sum(), party_since=pl.col("day").max())
    )
    return _table(sums.with_columns(party=pl.lit(party)))


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of the table; what is not known is null."""
    schema = TABLES["open_items"].polars_schema
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )
