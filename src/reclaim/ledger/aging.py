"""How old what is open is: by days from service, first bill, or passing to who owes it now."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import polars as pl

Start = Literal["service", "first_bill", "party"]

STARTS: dict[Start, str] = {
    "service": "service_date",
    "first_bill": "first_billed_date",
    "party": "party_since",
}
BUCKETS = (30, 60, 90, 120, 180)
"""Days at which a bucket ends, that day included."""

CREDIT, UNDATED = "credit", "undated"


def aging(
    items: pl.DataFrame,
    *,
    as_of: dt.date,
    start: Start = "service",
    by: Sequence[str] = ("party",),
    buckets: Sequence[int] = BUCKETS,
) -> pl.DataFrame:
    """One row for each group and bucket: the columns of `by`, `bucket`, `items`, `open_cents`.

    An item that is 30 days old lies in `0-30`, one of 31 in `31-60`; the last bucket is open, such
    as `181+`. One whose day lies ahead is 0 days old, and one without a day is `undated`. Credits
    are apart, in `credit`, and make no bucket smaller. All rows add up to what is receivable.

    Args:
        items: table `open_items`.
        as_of: the day to count to.
        start: the day to count from: of service, of the first bill, or on which it passed to the
            party that owes it.
        by: columns of the items to group by.
        buckets: the days at which buckets end, going up.
    """
    days = (pl.lit(as_of) - pl.col(STARTS[start])).dt.total_days()
    names = bucket_names(buckets)
    found = pl.lit(names[-1])
    for last, name in reversed(list(zip(buckets, names, strict=False))):
        found = pl.when(days <= last).then(pl.lit(name)).otherwise(found)
    bucket = (
        pl.when(pl.col("open_cents") < 0)
        .then(pl.lit(CREDIT))
        .when(days.is_null())
        .then(pl.lit(UNDATED))
        .otherwise(found)
    )
    order = {name: at for at, name in enumerate([*names, UNDATED, CREDIT])}
    return (
        items.group_by(*by, bucket=bucket)
        .agg(items=pl.len().cast(pl.Int64), open_cents=pl.col("open_cents").sum())
        .sort(*by, pl.col("bucket").replace_strict(order, return_dtype=pl.Int64), nulls_last=True)
    )


def bucket_names(buckets: Sequence[int] = BUCKETS) -> list[str]:
    """`0-30`, `31-60` ... `181+`."""
    firsts = [0, *(last + 1 for last in buckets)]
    closed = [f"{first}-{last}" for first, last in zip(firsts, buckets, strict=False)]
    return [*closed, f"{firsts[-1]}+"]
