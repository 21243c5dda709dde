"""What is usual of a day, a month, a user, by median and median deviation; and what is not."""

from collections.abc import Mapping

import polars as pl

from reclaim.audit.posted.robust import deviations

Limits = Mapping[str, int]

SUBJECTS: Mapping[str, str] = {
    "user": "user",
    "payer": "payer",
    "local_code": "local_code",
    "category": "posted_category",
    "provider": "provider",
}
"""Whose months are compared, and the column that names them."""

TENTHS = 10
ONE_ENTRY = 1.0
"""Least spread of a count: a day more or less busy by one is no news."""
LEAST_SPREAD = 0.05
"""Least spread of an amount, of its median: where all are alike, chance still moves one. For
months it is also a tenth of the least jump, since the median may be 0."""


def one_day(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    """Days with many more write-offs than usual.

    `posted_date`, `user` who posted most of them, `entries`, `amount_cents`, `usual` (the median of
    the days with any) and `score`.
    """
    days = (
        rows.filter(pl.col("posted_date").is_not_null())
        .group_by("posted_date")
        .agg(
            entries=pl.len().cast(pl.Int64),
            amount_cents=pl.col("posted_cents").sum(),
            user=pl.col("user").drop_nulls().mode().sort().first(),
        )
        .collect()
    )
    if days.height < limits["least-days"]:
        return _scored(days, "entries", pl.lit(ONE_ENTRY)).clear()
    found = _scored(days, "entries", pl.lit(ONE_ENTRY))
    many = pl.col("entries") >= limits["least-entries"]
    return found.filter(many & _far(limits))


def outliers(rows: pl.LazyFrame, limits: Limits) -> pl.DataFrame:
    """Users far from the others in a category.

    `user`, `posted_category`, `entries`, `amount_cents`, `observed`, `usual`, `subjects` (how many
    users), `measure`, `score`.

    Two numbers are compared: the median amount of a write-off, in dollars, and the percentage that
    the category makes of all write-offs of the user. Users with few write-offs are left out.
    """
    cells = (
        rows.group_by("user", "posted_category")
        .agg(
            entries=pl.len().cast(pl.Int64),
            amount_cents=pl.col("posted_cents").sum(),
            median=pl.col("posted_cents").median() / 100,
        )
        .collect()
    )
    of_user = pl.col("entries").sum().over("user")
    enough = pl.col("entries") >= limits["least-entries"]
    amounts = cells.filter(enough).with_columns(
        observed="median", measure=pl.lit("median amount of a write-off in dollars")
    )
    busy = cells.with_columns(all=of_user).filter(pl.col("all") >= limits["least-entries"])
    shares = _with_zeros(busy).with_columns(
        observed=pl.col("entries") * 100 / pl.col("all"),
        measure=pl.lit("percentage of the user's write-offs"),
    )
    parts = [_far_users(part, limits) for part in (amounts, shares)]
    return pl.concat(parts)


def jumps(rows: pl.LazyFrame, column: str, limits: Limits) -> pl.DataFrame:
    """Months far above those before.

    `subject`, as `column` names it, `month`, `entries`, `amount_cents`, `usual` (cents), `months`
    (how many it is compared with), `score`.

    A month is compared with those before it since the subject's first one, the ones without a
    write-off as 0, at most a year back.
    """
    months = (
        rows.filter(pl.col(column).is_not_null() & pl.col("posted_date").is_not_null())
        .group_by(subject=column, month=pl.col("posted_date").dt.truncate("1mo"))
        .agg(entries=pl.len().cast(pl.Int64), amount_cents=pl.col("posted_cents").sum())
        .with_columns(number=pl.col("month").dt.year() * 12 + pl.col("month").dt.month())
        .collect()
    )
    seen = months.join(_before(months, limits), on=["subject", "number"])
    rise = pl.col("amount_cents") - pl.col("usual")
    scored = seen.with_columns(
        score=deviations(
            pl.col("amount_cents"),
            pl.col("usual"),
            pl.col("spread"),
            pl.max_horizontal(LEAST_SPREAD * pl.col("usual"), limits["least-jump"] / TENTHS),
        )
    )
    return scored.filter(
        (pl.col("entries") >= limits["least-entries"])
        & (rise >= limits["least-jump"])
        & (rise * 100 >= pl.col("usual") * limits["least-rise"])
        & _far(limits)
    ).select(
        "subject", "month", "entries", "amount_cents", "usual", "months", "score",
    )  # fmt: skip


def _before(months: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """What the months before each one held: `usual`, `spread`, `months`."""
    first = months.group_by("subject").agg(first=pl.col("number").min())
    steps = pl.DataFrame({"back": range(1, limits["most-months"] + 1)}, schema={"back": pl.Int32})
    wanted = (
        months.select("subject", "number")
        .join(first, on="subject")
        .join(steps, how="cross")
        .with_columns(earlier=pl.col("number") - pl.col("back"))
        .filter(pl.col("earlier") >= pl.col("first"))
    )
    amounts = months.select("subject", "amount_cents", earlier="number")
    filled = wanted.join(amounts, on=["subject", "earlier"], how="left").with_columns(
        pl.col("amount_cents").fill_null(0)
    )
    median = pl.col("amount_cents").median()
    return (
        filled.group_by("subject", "number")
        .agg(
            usual=median,
            spread=(pl.col("amount_cents") - median).abs().median(),
            months=pl.len().cast(pl.Int64),
        )
        .filter(pl.col("months") >= limits["least-months"])
    )


def _with_zeros(cells: pl.DataFrame) -> pl.DataFrame:
    """A row for every user and category; 0 where the user has none of it."""
    users = cells.select("user", "all").unique()
    categories = cells.select("posted_category").unique()
    every = users.join(categories, how="cross")
    held = cells.drop("all")
    return every.join(
        held, on=["user", "posted_category"], how="left", nulls_equal=True
    ).with_columns(pl.col("entries", "amount_cents").fill_null(0))


def _far_users(cells: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    over = "posted_category"
    usual = pl.col("observed").median().over(over)
    spread = (pl.col("observed") - usual).abs().median().over(over)
    scored = cells.with_columns(usual=usual, spread=spread, subjects=pl.len().over(over))
    floor = LEAST_SPREAD * pl.col("usual")
    found = scored.with_columns(
        score=deviations(pl.col("observed"), pl.col("usual"), pl.col("spread"), floor)
    ).filter(
        (pl.col("subjects") >= limits["least-subjects"])
        & (pl.col("entries") >= limits["least-entries"])
        & _far(limits)
    )
    return found.select(
        "user", "posted_category", "entries", "amount_cents", "observed", "usual",
        "measure", "score", subjects=pl.col("subjects").cast(pl.Int64),
    )  # fmt: skip


def _scored(rows: pl.DataFrame, column: str, floor: pl.Expr) -> pl.DataFrame:
    value = pl.col(column)
    usual = value.median()
    spread = (value - usual).abs().median()
    return rows.with_columns(usual=usual, score=deviations(value, usual, spread, floor))


def _far(limits: Limits) -> pl.Expr:
    return pl.col("score") * TENTHS >= limits["score"]
