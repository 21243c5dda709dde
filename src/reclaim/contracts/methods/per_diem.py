"""A claim by the day: each day of the stay has the first tier that fits it.

Where no tier names revenue codes, the days are those of the stay. Where one does, they are the
units of the room and board lines, in the order of their dates.
"""

import polars as pl

from reclaim.contracts.exact import EXACT, MOST_TIMES, UNITS, exact
from reclaim.contracts.frames import CLAIM_PRICED
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.prices import PerDiem, Tier
from reclaim.contracts.patterns import matches
from reclaim.contracts.shown import shown, shown_dollars
from reclaim.contracts.stay import NOT_STATED, one_per_claim, shown_days, shown_stay

ROOM_AND_BOARD = ("0100-0179", "0190-0219", "1000-1005")
"""Revenue codes of a day in a bed; days of leave (018x) are none. Source: NUBC UB-04 manual, form
locator 42; Medicare Benefit Policy Manual, chapter 3, 20.1."""

NO_ROOMS = "not stated: room and board by revenue code"
NO_ORDER = "not stated: days of each room and board line"
NOT_WHOLE = "not stated: whole days of room and board"

ENDLESS = 10**9
"""The last day of a tier without one."""


def per_diem(lines: pl.DataFrame, price: PerDiem, under: Under) -> pl.DataFrame:  # noqa: ARG001 - every method takes the contract
    """What the days of each claim bring: frames.CLAIM_PRICED.

    A day that no tier fits leaves the claim without a price. So do rooms of which nobody can say
    which came first, where that makes a difference.

    Args:
        lines: all lines of each claim, frames.WIDE.
        price: the term's price.
        under: the contract.
    """
    if any(tier.revenue_codes for tier in price.tiers):
        return _by_room(lines, price.tiers)
    return _by_stay(lines, price.tiers)


def _by_stay(lines: pl.DataFrame, tiers: tuple[Tier, ...]) -> pl.DataFrame:
    claims = one_per_claim(lines)
    counted = claims.filter(pl.col("days").is_not_null()).select(
        "claim_id", first=pl.lit(1, dtype=pl.Int64), last="days", revenue_code=pl.lit("")
    )
    stays = claims.select(
        "claim_id",
        began=shown_stay(),
        unknown=pl.when(pl.col("days").is_null()).then(pl.lit(NOT_STATED)),
    )
    return _together(stays, _days_by_tier(counted, tiers), tiers)


def _by_room(lines: pl.DataFrame, tiers: tuple[Tier, ...]) -> pl.DataFrame:
    rooms = _rooms(lines, tiers)
    claims = lines.select("claim_id").unique(maintain_order=True)
    troubles = rooms.group_by("claim_id").agg(unknown=_trouble())
    known = claims.join(troubles, on="claim_id", how="left", maintain_order="left").select(
        "claim_id",
        began=pl.lit(None, dtype=pl.String),
        unknown=pl.when(pl.col("claim_id").is_in(rooms["claim_id"].unique().implode()))
        .then("unknown")
        .otherwise(pl.lit(NO_ROOMS)),
    )
    upto = pl.col("units").cum_sum().over("claim_id", order_by=["service_date", "line_number"])
    counted = rooms.select(
        "claim_id",
        "revenue_code",
        first=(upto - pl.col("units")) // UNITS + 1,
        last=upto // UNITS,
    )
    return _together(known, _days_by_tier(counted, tiers), tiers)


def _rooms(lines: pl.DataFrame, tiers: tuple[Tier, ...]) -> pl.DataFrame:
    """Lines of room and board, and all others that a tier names, with `units`.

    `alike`: the same number for revenue codes that have the same tiers, day by day; `steady`: that
    is one tier from the first day to the last.
    """
    named = [code for tier in tiers for code in tier.revenue_codes]
    counted = lines.select(
        "claim_id",
        "line_number",
        "service_date",
        revenue_code=pl.col("revenue_code").str.zfill(4),
        units=pl.col("units_thousandths").fill_null(UNITS),
    ).filter(matches(pl.col("revenue_code"), (*named, *ROOM_AND_BOARD)), pl.col("units") != 0)
    by_day = [_tier_on(start, tiers).fill_null(-1) for start in _starts(tiers)]
    codes = (
        counted.select(pl.col("revenue_code").unique())
        .with_columns(tiers=pl.concat_list(by_day))
        .select(
            "revenue_code",
            alike=pl.struct("tiers").rank("dense"),
            steady=pl.col("tiers").list.n_unique() == 1,
        )
    )
    return counted.join(codes, on="revenue_code", how="left", maintain_order="left")


def _trouble() -> pl.Expr:
    """Why the days of a claim cannot be counted; null where they can."""
    units, day, alike = pl.col("units"), pl.col("service_date"), pl.col("alike")
    not_whole = ((units % UNITS != 0) | ~units.is_between(0, MOST_TIMES)).any()
    matters = (alike.min() != alike.max()) & ~pl.col("steady").all()
    apart = pl.struct(day, alike).n_unique() == day.n_unique()
    ordered = day.is_not_null().all() & apart
    return (
        pl.when(not_whole).then(pl.lit(NOT_WHOLE)).when(matters & ~ordered).then(pl.lit(NO_ORDER))
    )


def _starts(tiers: tuple[Tier, ...]) -> list[int]:
    """The days on which another tier may begin."""
    after = [tier.last_day + 1 for tier in tiers if tier.last_day is not None]
    return sorted({1, *(tier.first_day for tier in tiers), *after})


def _tier_on(day: int, tiers: tuple[Tier, ...]) -> pl.Expr:
    """The ordinal of the first tier that fits a day with such a room; null where none does."""
    chosen = pl.lit(None, dtype=pl.Int64)
    for ordinal, tier in reversed(list(enumerate(tiers))):
        if tier.first_day <= day <= (tier.last_day or ENDLESS):
            room = matches(pl.col("revenue_code"), tier.revenue_codes)
            fits = room if tier.revenue_codes else pl.lit(value=True)
            chosen = pl.when(fits).then(pl.lit(ordinal, dtype=pl.Int64)).otherwise(chosen)
    return chosen


def _days_by_tier(counted: pl.DataFrame, tiers: tuple[Tier, ...]) -> pl.DataFrame:
    """`claim_id`, `revenue_code`, `tier`, `start` (first such day) and `days`, by stretch.

    Args:
        counted: `claim_id`, `revenue_code`, `first` and `last` day that it stands for.
        tiers: of the price.
    """
    starts = _starts(tiers)
    ends = [start - 1 for start in starts[1:]] + [ENDLESS]
    stretches = [
        counted.select(
            "claim_id",
            "revenue_code",
            tier=_tier_on(start, tiers),
            start=pl.max_horizontal("first", pl.lit(start)),
            days=pl.min_horizontal("last", pl.lit(end))
            - pl.max_horizontal("first", pl.lit(start))
            + 1,
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    return pl.concat(stretches).filter(pl.col("days") > 0)


def _together(
    claims: pl.DataFrame, stretches: pl.DataFrame, tiers: tuple[Tier, ...]
) -> pl.DataFrame:
    """The prices of the claims; `began` is their first step, `unknown` why they have none."""
    each = _by_tier(stretches, tiers)
    sums = each.group_by("claim_id").agg(
        pl.col("amount").sum(),
        no_rate=pl.col("no_rate").drop_nulls().first(),
        steps=pl.col("step").str.join("\n"),
        tiers=pl.len(),
    )
    total = pl.concat_str(pl.lit("together "), shown(pl.col("amount")))
    steps = pl.concat_str(
        "began",
        "steps",
        pl.when(pl.col("tiers") > 1).then(total),
        separator="\n",
        ignore_nulls=True,
    )
    known = pl.when(pl.col("why_not").is_null())
    return (
        claims.join(sums, on="claim_id", how="left", maintain_order="left")
        .with_columns(why_not=pl.coalesce("unknown", "no_rate"))
        .select("claim_id", exact=known.then("amount"), step=known.then(steps), why_not="why_not")
        .cast(CLAIM_PRICED)
    )


def _by_tier(stretches: pl.DataFrame, tiers: tuple[Tier, ...]) -> pl.DataFrame:
    """The stretches put together by tier and revenue code, each with `amount` and `step`."""
    amounts = dict(enumerate(exact(tier.amount) for tier in tiers))
    texts = dict(enumerate(shown_dollars(tier.amount) for tier in tiers))
    tier = pl.col("tier")
    rate = tier.replace_strict(amounts, default=None, return_dtype=EXACT)
    keys = ["claim_id", "tier", "revenue_code"]
    of_code = (
        pl.when(pl.col("revenue_code") == "")
        .then(pl.lit(""))
        .otherwise(pl.concat_str(pl.lit(" of revenue code "), "revenue_code"))
    )
    step = pl.concat_str(
        shown_days(pl.col("days")),
        of_code,
        pl.lit(" x "),
        tier.replace_strict(texts, default=None, return_dtype=pl.String),
        pl.lit(" = "),
        shown(pl.col("amount")),
    )
    missing = pl.concat_str(pl.lit("no rate: day "), "start", of_code)
    return (
        stretches.group_by(keys)
        .agg(pl.col("days").sum(), pl.col("start").min())
        .sort("claim_id", "start", "tier", "revenue_code")
        .with_columns(amount=rate * pl.col("days").cast(EXACT))
        .with_columns(step=step, no_rate=pl.when(tier.is_null()).then(missing))
    )
