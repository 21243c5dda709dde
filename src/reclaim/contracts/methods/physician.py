"""Medicare's physician fee schedule: relative values x local indices x conversion factor.

The fee is rounded to cents once, at its end, as CMS does in its own files of amounts by locality.
Sources: 42 U.S.C. 1395w-4(b)(1), 42 CFR 414.20; what the statuses and the indicator NA mean is told
in the description that comes with CMS's relative value files.
"""

import datetime as dt

import polars as pl

from reclaim.contracts.exact import EXACT, PER_CENT
from reclaim.contracts.methods.factors import conversion_factor
from reclaim.contracts.methods.in_force import SEVERAL, in_force
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.shown import shown

PAID_STATUSES = ("A", "R", "T")
"""Active, restricted, injections: the codes for which the schedule has a fee."""
COMPONENTS = ("26", "TC")
"""Professional and technical component: such a line never has the fee of the whole."""
DISCONTINUED = "53"
"""A few codes have a row of their own for a discontinued procedure."""

RVU_DIGITS = 6
POINT_DIGITS = 12
"""Relative value x index has so many decimals."""
FEE_PER_CENT = 10**16
"""Points x conversion factor count so many parts of a cent."""

WORK, PRACTICE, MALPRACTICE = "work_millionths", "practice_millionths", "malpractice_millionths"
VALUES = {WORK: "work_index", PRACTICE: "practice_index", MALPRACTICE: "malpractice_index"}
"""Relative values, and the index that each is multiplied by."""
BY_SETTING = ("nonfacility_millionths", "facility_millionths", "nonfacility_na", "facility_na")
SERVICE = (WORK, MALPRACTICE, *BY_SETTING, "conversion_millionths", "status")

PUBLISHED = pl.Schema(
    {
        "code": pl.String(),
        "modifier": pl.String(),
        "locality": pl.String(),
        "nonfacility_cents": pl.Int64(),
        "facility_cents": pl.Int64(),
    }
)


def physician_rates(
    lines: pl.DataFrame, rvus: pl.DataFrame, indices: pl.DataFrame, *, as_of: dt.date | None
) -> pl.DataFrame:
    """The fee of one unit of each line, as CMS publishes it, before any policy.

    The columns of frames.PRICED, and `rate_modifier`: that of the row that the fee comes from (26,
    TC, 53); null: the row for the whole code.

    Unpriced are lines without code, setting, locality or day; codes that are not in the schedule;
    those whose status has no fee; and services that are not valued in the setting (NA).

    Args:
        lines: frames.WIDE. The fee is that of the code with its pricing modifier (26, TC; 53 where
            the code has such a row), of the setting and the locality, on the line's `day`.
        rvus: relative values, intake.rates.kinds.RVUS.
        indices: by locality, intake.rates.kinds.INDICES.
        as_of: the day whose fees hold instead of the line's own.
    """
    rvus = rvus.join(lines.select("code").unique(), on="code", how="semi")
    valued = in_force(_asked(lines, rvus, as_of), _services(rvus), ["code", "part"], SERVICE)
    valued = valued.rename({SEVERAL: "two_rates"}).with_columns(_in_setting())
    places = _places(indices)
    placed = in_force(valued, places, ["locality"], list(VALUES.values()))
    counted = _said_factor(_counted(placed.rename({SEVERAL: "two_indices"})))
    counted = counted.with_columns(_why_not())
    priced = pl.col("why_not").is_null()
    return counted.select(
        "row",
        exact=pl.when(priced).then(pl.col("cents").cast(EXACT) * PER_CENT),
        step=pl.when(priced).then(_step()),
        why_not="why_not",
        rate_modifier=pl.when(priced & (pl.col("part") != "")).then("part"),
    )


def published_amounts(rvus: pl.DataFrame, indices: pl.DataFrame, *, day: dt.date) -> pl.DataFrame:
    """The fees of every row of the schedule in every locality on a day: PUBLISHED.

    As in CMS's own file of amounts by locality, both settings have an amount, whether or not the
    service is valued there (NA). Rows whose status has no fee are left out.
    """
    paid = rvus.filter(_holds(day), _has_fee()).select("code", "modifier", *SERVICE)
    places = _places(indices).filter(_holds(day)).drop("effective_from", "effective_to")
    rows = paid.join(places, how="cross").with_columns(day=pl.lit(day))
    amounts = [
        _counted(rows.with_columns(pl.col(f"{setting}_millionths").alias(PRACTICE)))
        .get_column("cents")
        .alias(f"{setting}_cents")
        for setting in ("nonfacility", "facility")
    ]
    return rows.with_columns(amounts).select(PUBLISHED.names())


def pricing_modifier(modifiers: pl.Expr, *, discontinued: pl.Expr) -> pl.Expr:
    """The modifier whose row of the schedule a line takes; null: the row without one.

    Args:
        modifiers: the line's, a list.
        discontinued: whether the schedule has a row with 53 for the line's code.
    """
    carries = modifiers.list.contains
    stopped = carries(pl.lit(DISCONTINUED)) & discontinued
    return pl.coalesce(
        *(pl.when(carries(pl.lit(part))).then(pl.lit(part)) for part in COMPONENTS),
        pl.when(stopped).then(pl.lit(DISCONTINUED)),
    )


def _asked(lines: pl.DataFrame, rvus: pl.DataFrame, as_of: dt.date | None) -> pl.DataFrame:
    """What the fee hangs on, line by line."""
    stopped = rvus.filter(pl.col("modifier") == DISCONTINUED).get_column("code").unique()
    modifiers = pl.col("modifiers")
    both = pl.all_horizontal(modifiers.list.contains(pl.lit(part)) for part in COMPONENTS)
    part = pricing_modifier(modifiers, discontinued=pl.col("code").is_in(stopped.implode()))
    return lines.select(
        "row",
        "code",
        "setting",
        "locality",
        part=part.fill_null(""),
        both=both.fill_null(value=False),
        day=pl.col("day") if as_of is None else pl.lit(as_of, pl.Date()),
    )


def _services(rvus: pl.DataFrame) -> pl.DataFrame:
    """The rows of the schedule, with the text of their relative values as steps have it."""
    dates = ("effective_from", "effective_to")
    said = {
        "said_work": ("work ", WORK),
        "said_nonfacility": (" + practice (nonfacility) ", "nonfacility_millionths"),
        "said_facility": (" + practice (facility) ", "facility_millionths"),
        "said_malpractice": (" + malpractice ", MALPRACTICE),
    }
    texts = [
        pl.concat_str(pl.lit(word), decimal(pl.col(value), RVU_DIGITS, least=2)).alias(name)
        for name, (word, value) in said.items()
    ]
    part = pl.col("modifier").fill_null("")
    return rvus.select(
        "code", *dates, *SERVICE, "release", *texts, part=part, in_schedule=pl.lit(value=True)
    )


def _places(indices: pl.DataFrame) -> pl.DataFrame:
    """The rows of indices, with the text of each as steps have it."""
    dates = ("effective_from", "effective_to")
    named = [pl.col(value).alias(index) for value, index in VALUES.items()]
    texts = [
        pl.concat_str(pl.lit(" x "), decimal(pl.col(value), RVU_DIGITS, least=3)).alias(
            f"said_{index}"
        )
        for value, index in VALUES.items()
    ]
    return indices.select("locality", *dates, *named, *texts)


def _holds(day: dt.date) -> pl.Expr:
    began = pl.col("effective_from").is_null() | (pl.col("effective_from") <= day)
    return began & (pl.col("effective_to").is_null() | (pl.col("effective_to") >= day))


def _has_fee() -> pl.Expr:
    """Whether the status has a fee; a schedule without statuses has one for all its codes."""
    return pl.col("status").is_in(PAID_STATUSES) | pl.col("status").is_null()


def _in_setting() -> list[pl.Expr]:
    """The practice expense of the line's setting, its text, and whether it is not valued there."""
    setting = pl.col("setting")
    chosen = {PRACTICE: "{}_millionths", "not_valued": "{}_na", "said_practice": "said_{}"}
    return [
        pl.when(setting == "facility")
        .then(pl.col(column.format("facility")))
        .when(setting == "nonfacility")
        .then(pl.col(column.format("nonfacility")))
        .alias(name)
        for name, column in chosen.items()
    ]


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `points` (relative values x indices), `factor`, `fee` and `cents`."""
    points = pl.sum_horizontal(
        *(pl.col(value) * pl.col(index) for value, index in VALUES.items()), ignore_nulls=False
    )
    factor = conversion_factor(pl.col("conversion_millionths"), pl.col("day"))
    fee = pl.col("points").cast(EXACT) * pl.col("factor").cast(EXACT)
    cents = (pl.col("fee") + FEE_PER_CENT // 2) // FEE_PER_CENT
    return (
        rows.with_columns(points=points, factor=factor)
        .with_columns(fee=fee)
        .with_columns(cents=cents.cast(pl.Int64))
    )


def _said_factor(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the text of their factor, written once for each factor there is."""
    text = decimal(pl.col("factor"), RVU_DIGITS, least=4)
    said = rows.select(pl.col("factor").unique()).with_columns(said_factor=text)
    return rows.join(said, on="factor", how="left", maintain_order="left")


def _why_not() -> pl.Expr:
    """Why a line has no fee; the first reason counts. Null: it has one."""
    status = "not priced by this schedule: "
    no_values = pl.any_horizontal(
        pl.col(value).is_null() for value in (WORK, PRACTICE, MALPRACTICE)
    )
    nothing = pl.all_horizontal(pl.col(value) == 0 for value in (WORK, PRACTICE, MALPRACTICE))
    reasons: list[tuple[pl.Expr, pl.Expr]] = [
        (pl.col("code").is_null(), pl.lit("not stated: code")),
        (pl.col("day").is_null(), pl.lit("not stated: day of service")),
        (pl.col("both"), pl.lit("two rates: of 26 and of TC, and the line carries both")),
        (pl.col("in_schedule").is_null() & (pl.col("part") == ""), pl.lit("no rate")),
        (pl.col("in_schedule").is_null(), pl.lit("no rate: with modifier ") + pl.col("part")),
        (pl.col("two_rates"), pl.lit("two rates")),
        (~_has_fee(), pl.lit(status + "status ") + pl.col("status")),
        (pl.col("setting").is_null(), pl.lit("not stated: place of service")),
        (
            pl.col("not_valued").fill_null(value=False),
            pl.lit(status + "not valued in the setting ") + pl.col("setting"),
        ),
        (no_values | nothing, pl.lit(status + "no relative values")),
        (pl.col("locality").is_null(), pl.lit("no locality")),
        (
            pl.col("work_index").is_null(),
            pl.lit("no locality: no indices of ") + pl.col("locality"),
        ),
        (pl.col("two_indices"), pl.lit("two rates: of ") + pl.col("locality")),
        (pl.col("factor").is_null(), pl.lit(status + "no conversion factor of the day")),
    ]
    return pl.coalesce(
        *(pl.when(holds).then(reason) for holds, reason in reasons), pl.lit(None, pl.String())
    ).alias("why_not")


def _step() -> pl.Expr:
    """The two steps of a biller's calculator, and where the numbers stand."""
    products = [
        text
        for value, index in zip(("work", "practice", "malpractice"), VALUES.values(), strict=True)
        for text in (f"said_{value}", f"said_{index}")
    ]
    fee = pl.col("fee") // (FEE_PER_CENT // PER_CENT)
    release = pl.concat_str(pl.lit("release "), "release", pl.lit(", "))
    return pl.concat_str(
        *products,
        pl.lit(" = "),
        decimal(pl.col("points"), POINT_DIGITS, least=2),
        pl.lit("\nx conversion factor "),
        "said_factor",
        pl.lit(" = "),
        dollars(fee),
        pl.lit(", rounded "),
        shown(pl.col("cents").cast(EXACT) * PER_CENT),
        pl.lit(" ("),
        release.fill_null(""),
        pl.lit("locality "),
        "locality",
        pl.lit(")"),
    )
