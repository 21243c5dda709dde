"""Medicare's cuts for further services of a day: therapy, imaging, cardiology, ophthalmology.

The service with the highest part is paid in full, of every further one the part is cut. What
belongs to one day is what stands on one claim: whoever of the group gave it, in any discipline.
Sources: CMS's description of the physician fee schedule's file, multiple procedure indicators 4 to
7; for therapy, Medicare Claims Processing Manual, chapter 5, 10.7.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from reclaim.contracts.exact import EXACT, fraction, times
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.written import dollars
from reclaim.contracts.model.policies import Reductions
from reclaim.contracts.policies.changes import LINE_UNPRICED, change, changed, percents
from reclaim.contracts.policies.indicators import (
    about,
    carries,
    codes_with,
    indicated,
    worth_something,
)
from reclaim.contracts.policies.medicare import medicare_share
from reclaim.contracts.policies.parts import (
    PRACTICE_PART,
    PROFESSIONAL_PART,
    TECHNICAL_PART,
    parts_of,
)
from reclaim.contracts.policies.rank import GROUP, grouped, ranked
from reclaim.contracts.trace import BREAK

OF_ONE_DAY = ("visit",)
PARTS = (PRACTICE_PART, PROFESSIONAL_PART, TECHNICAL_PART)
CUT = ("less", "unsure", "reduced", "step")
"""What is known of a part that is cut, or comes first."""
NO_LOCALITY = pl.lit("no locality: the parts of the price are not known")
NO_PARTS = pl.lit("not stated: what parts the price has")

Cut = Decimal | Literal["medicare"] | None


@dataclass(frozen=True)
class Reduction:
    """Which part of which services is cut.

    Args:
        indicator: of the services, in the column multiple.
        part: of the price, as parts.py calls it.
        rule: Medicare's percentage.
        institutional: that for institutional claims, where it is another; else empty.
    """

    indicator: str
    part: str
    rule: str
    institutional: str = ""


REDUCTIONS = {
    "therapy": Reduction("5", PRACTICE_PART, "therapy/professional", "therapy/institutional"),
    "imaging_technical": Reduction("4", TECHNICAL_PART, "imaging/technical"),
    "imaging_professional": Reduction("4", PROFESSIONAL_PART, "imaging/professional"),
    "cardiovascular_technical": Reduction("6", TECHNICAL_PART, "cardiovascular/technical"),
    "ophthalmology_technical": Reduction("7", TECHNICAL_PART, "ophthalmology/technical"),
}
"""By the field of the policy."""


def reductions(lines: pl.DataFrame, policy: Reductions, under: Under) -> pl.DataFrame:
    """The lines with the parts of further services cut.

    A line of two units is two services. A service without a price may have the highest part: where
    the cut of another depends on it, that one has no price either.
    """
    on = {name: cut for name in REDUCTIONS if (cut := getattr(policy, name)) is not None}
    members = _members(lines, policy, under, {REDUCTIONS[name].indicator for name in on})
    if members.is_empty():
        return lines
    parts = parts_of(members, policy, under)
    cut = [_cut(parts, REDUCTIONS[name], percent) for name, percent in on.items()]
    return changed(lines, _together(members, pl.concat(cut), policy))


def _members(
    lines: pl.DataFrame, policy: Reductions, under: Under, indicators: set[str]
) -> pl.DataFrame:
    """The lines with such an indicator, in company only; what brings nothing is no company."""
    concerned = codes_with(policy, under, "multiple", sorted(indicators)) & worth_something()
    wanted = lines.filter(concerned & about(policy) & ~carries(policy.exempt_modifiers))
    company = grouped(wanted, OF_ONE_DAY).filter(pl.col("count").sum().over(GROUP) > 1)
    known = indicated(company, policy, under, ["multiple", "pctc"])
    return known.filter(pl.col("multiple").is_in(sorted(indicators)))


def _cut(parts: pl.DataFrame, reduction: Reduction, percent: Cut) -> pl.DataFrame:
    """The parts of such services with their ranks; `share`, `reduced`, `less` and `unsure`."""
    concerned = parts.filter(
        (pl.col("multiple") == reduction.indicator) & (pl.col("part") == reduction.part)
    )
    with_share = concerned.with_columns(share=_share(reduction, percent)).filter(
        pl.col("share") > 0
    )
    in_order = ranked(grouped(with_share, OF_ONE_DAY), ["key", "each"], known="key")
    first, known = pl.col("before") == 0, pl.col("key").is_not_null()
    in_order = in_order.filter(pl.col("of") > 1).with_columns(
        reduced=pl.col("count") - (first & known).cast(pl.Int64),
        unsure=first & known & ((pl.col("unknown") > 0) | _tie_unpriced()),
    )
    less = times(pl.col("amount"), pl.col("share")) * pl.col("reduced") // pl.col("count")
    return in_order.with_columns(
        less=pl.when(pl.col("reduced") == 0).then(0).otherwise(less).cast(EXACT)
    )


def _tie_unpriced() -> pl.Expr:
    """Whether a service without a price has the same key as the first."""
    highest = pl.col("key") == pl.col("key").max().over(GROUP)
    return (highest & pl.col("exact").is_null()).any().over(GROUP)


def _share(reduction: Reduction, percent: Cut) -> pl.Expr:
    """Millionths of the part that fall away; 0 where none does on that day."""
    if isinstance(percent, Decimal):
        return pl.lit(fraction(percent), dtype=pl.Int64)
    day = pl.col("service_day")
    institutional = pl.col("form").eq_missing("institutional")
    share = (
        pl.when(institutional)
        .then(medicare_share(reduction.institutional or reduction.rule, day))
        .otherwise(medicare_share(reduction.rule, day))
    )
    return share.fill_null(0)


def _together(members: pl.DataFrame, cut: pl.DataFrame, policy: Reductions) -> pl.DataFrame:
    """CHANGES: the price of each line less what is cut of its parts."""
    told = cut.filter(pl.col("exact").is_not_null()).with_columns(step=_step())
    rows = members.select("row", "exact", "locality").filter(pl.col("exact").is_not_null())
    for part in PARTS:
        of_part = told.filter(pl.col("part") == part)
        own = of_part.select("row", *(pl.col(name).alias(f"{part} {name}") for name in CUT))
        rows = rows.join(own, on="row", how="left")
    rows = rows.with_columns(_of_line()).filter(pl.col("step") != "")
    exact = pl.col("exact") - pl.col("less")
    reason = (
        pl.when("unsure")
        .then(pl.lit(LINE_UNPRICED))
        .when("missing")
        .then(pl.when(pl.col("locality").is_null()).then(NO_LOCALITY).otherwise(NO_PARTS))
    )
    cuts = reason.is_null() & (pl.col("reduced") > 0)
    step = pl.when(cuts).then(pl.concat_str("step", _sum_up(exact))).otherwise("step")
    return change(rows, policy, exact=exact, step=step, why_not=reason)


def _of_line() -> list[pl.Expr]:
    """What the parts of a line come to; `missing`: what is cut of one of them is not known."""
    less, unsure, reduced, steps = ([pl.col(f"{part} {name}") for part in PARTS] for name in CUT)
    told = [step.is_not_null() for step in steps]
    missing = [one & cut.is_null() for one, cut in zip(told, less, strict=True)]
    return [
        pl.sum_horizontal(less).alias("less"),
        pl.any_horizontal(one.fill_null(value=False) for one in unsure).alias("unsure"),
        pl.sum_horizontal(reduced).alias("reduced"),
        pl.any_horizontal(missing).alias("missing"),
        pl.concat_str(steps, separator=BREAK, ignore_nulls=True).alias("step"),
    ]


def _sum_up(exact: pl.Expr) -> pl.Expr:
    """`480.00 - 204.00 = 276.00`, on a line of its own."""
    before, less = dollars(pl.col("exact")), dollars(pl.col("less"))
    signs = (pl.lit(BREAK), pl.lit(" - "), pl.lit(" = "))
    return pl.concat_str(signs[0], before, signs[1], less, signs[2], dollars(exact))


def _step() -> pl.Expr:
    """`technical part 400.00, rank 2 of the day: less 50 percent, 200.00`."""
    first, last = pl.col("before") + 1, pl.col("before") + pl.col("count")
    ranks = (
        pl.when(pl.col("count") > 1)
        .then(pl.concat_str(pl.lit("ranks "), first, pl.lit(" to "), last))
        .otherwise(pl.concat_str(pl.lit("rank "), first))
    )
    many = (
        pl.when((pl.col("count") > 1) & (pl.col("before") == 0))
        .then(pl.concat_str(pl.lit(" of "), "reduced", pl.lit(" in "), "count"))
        .otherwise(pl.lit(""))
    )
    less = pl.concat_str(
        pl.lit("less "),
        percents(pl.col("share")),
        pl.lit(" percent"),
        many,
        pl.lit(", "),
        dollars(pl.col("less")),
    )
    amount = pl.concat_str(pl.lit(" "), dollars(pl.col("amount"))).fill_null(" not known")
    what = (
        pl.when("unsure")
        .then(pl.lit("not known, since another line has no price"))
        .when(pl.col("reduced") == 0)
        .then(pl.lit("in full"))
        .otherwise(less.fill_null("cut"))
    )
    return pl.concat_str("part", amount, pl.lit(", "), ranks, pl.lit(" of the day: "), what)
