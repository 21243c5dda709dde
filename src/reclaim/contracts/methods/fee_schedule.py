"""Prices lines by a table: rates by code, or Medicare's relative values by locality."""

import polars as pl

from reclaim.contracts.exact import EXACT, exact_of_cents, fraction, times
from reclaim.contracts.frames import PRICED_BY_UNIT
from reclaim.contracts.methods.method import Under
from reclaim.contracts.methods.physician import physician_rates
from reclaim.contracts.methods.rate_lookup import SAYS, component, look_up
from reclaim.contracts.methods.units import UNCOUNTED, is_first, units
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.prices import HUNDRED, FeeSchedule
from reclaim.contracts.shown import shown_cents, shown_percent
from reclaim.contracts.trace import BREAK

EXACT_MICRO = 10**8
"""Exact units in a millionth of a dollar."""

ALGORITHM = "algorithm: "
"""How a status begins that says by what algorithm the payer prices a code."""

NO_CHARGE = "not stated: charge"

NOT_STATED = {"locality": "no locality", "setting": "not stated: place of service"}
"""What rows for a code may ask of a line, and why a line that does not state it has no rate."""


def fee_schedule(lines: pl.DataFrame, price: FeeSchedule, under: Under) -> pl.DataFrame:
    """The rate of each line, for one unit where it is counted in units: frames.PRICED_BY_UNIT.

    Where the row of the table says how often it is due, it goes before what the price says. Of the
    lines of a claim that have one row by the day, the first of the day has the amount; by the
    claim, the first of the claim.

    Args:
        lines: frames.WIDE.
        price: the term's price.
        under: the contract, with the table, of kind `rates` or `physician`.
    """
    if price.locality:
        lines = lines.with_columns(locality=pl.lit(price.locality))
    if price.setting:
        lines = lines.with_columns(setting=pl.lit(price.setting))
    schedule = under.contract.schedules.get(price.schedule)
    if schedule and schedule.kind == "physician":
        rated = _by_values(lines, price, under)
    else:
        rated = _by_rates(lines, price, under)
    if price.percent != HUNDRED:
        rated = rated.with_columns(_share(price))
    return rated.select(PRICED_BY_UNIT.names()).cast(PRICED_BY_UNIT)


def _by_values(lines: pl.DataFrame, price: FeeSchedule, under: Under) -> pl.DataFrame:
    table, indices = under.table(price.schedule), under.table(f"{price.schedule} indices")
    fees = physician_rates(lines, table, indices, as_of=price.as_of)
    counted = units() if price.per == "unit" else pl.lit(None, pl.Int64)
    asked = lines.select("row", times_thousandths=counted)
    return _uncounted(asked.join(fees, on="row", how="left"), by_unit=price.per == "unit")


def _by_rates(lines: pl.DataFrame, price: FeeSchedule, under: Under) -> pl.DataFrame:
    rates = under.table(price.schedule)
    shares = under.contract.policies.components is not None
    found = look_up(lines, rates, as_of=price.as_of, components=shares)
    rows = rates.select(*SAYS, at="row", rate_modifier="modifier")
    taken = pl.concat([found, rows[found["found"]]], how="horizontal")
    rated = (
        lines.join(taken, on="row", how="left", maintain_order="left")
        .with_columns(per=pl.coalesce("per", pl.lit(price.per)))
        .with_columns(times_thousandths=pl.when(pl.col("per") == "unit").then(units()))
        .with_columns(why_not=_why_not(rates), due=_due(rows))
    )
    return rated.with_columns(_amounts(under.source(price.schedule)))


def _uncounted(rated: pl.DataFrame, *, by_unit: bool) -> pl.DataFrame:
    """Leave what is due by the unit without price where nobody says how many units there are."""
    if not by_unit:
        return rated
    missing = pl.col("times_thousandths").is_null() & pl.col("exact").is_not_null()
    return rated.with_columns(
        exact=pl.when(~missing).then("exact"),
        why_not=pl.when(missing).then(pl.lit(UNCOUNTED)).otherwise("why_not"),
    )


def _share(price: FeeSchedule) -> list[pl.Expr]:
    """`exact` and `step` of a percentage of the schedule."""
    share = times(pl.col("exact"), fraction(price.percent))
    said = pl.lit(f"{BREAK}x {shown_percent(price.percent)} percent = ")
    return [share.alias("exact"), pl.concat_str("step", said, dollars(share)).alias("step")]


def _due(rows: pl.DataFrame) -> pl.Expr:
    """Whether a line has the rate: of lines that share it by the day or claim, the first has it."""
    shared = {"day": ["claim_id", "day", "found"], "claim": ["claim_id", "found"]}
    due = pl.lit(value=True)
    for per, of in shared.items():
        if (rows["per"] == per).any():
            due = pl.when(pl.col("per") == per).then(is_first(of)).otherwise(due)
    return due


def _why_not(rates: pl.DataFrame) -> pl.Expr:
    """Why a line has no rate; null: it has one."""
    status = pl.col("status").fill_null("the schedule gives no rate")
    unknown = pl.lit("algorithm unknown: ") + status.str.strip_prefix(ALGORITHM)
    no_rate = pl.col("rate_micros").is_null()
    of_charge = pl.col("percent_millionths").is_not_null()
    reasons = [
        (pl.col("found").is_null(), _missing(rates)),
        (pl.col("rates") > 1, pl.lit("two rates")),
        (no_rate & ~of_charge, unknown),
        (no_rate & ~(pl.col("charge_cents") >= 0).fill_null(value=False), pl.lit(NO_CHARGE)),
        (
            ~of_charge & (pl.col("per") == "unit") & pl.col("times_thousandths").is_null(),
            pl.lit(UNCOUNTED),
        ),
    ]
    return pl.coalesce(pl.when(holds).then(reason) for holds, reason in reasons)


def _missing(rates: pl.DataFrame) -> pl.Expr:
    """Why no row fits: what the rows of the code ask for, and the line does not state."""
    reasons = [(pl.col("code").is_null() & pl.col("revenue_code").is_null(), "not stated: code")]
    for criterion, reason in NOT_STATED.items():
        asking = rates.filter(pl.col(criterion).is_not_null())["code"].unique().implode()
        reasons.append((pl.col(criterion).is_null() & pl.col("code").is_in(asking), reason))
    part = component(pl.col("modifiers"))
    return pl.coalesce(
        *(pl.when(holds).then(pl.lit(reason)) for holds, reason in reasons),
        pl.lit("no rate: with modifier ") + part,
        pl.lit("no rate"),
    )


def _amounts(source: str) -> list[pl.Expr]:
    """`exact` and `step` of the rows that were taken; a share of the charge needs no units."""
    by_charge = pl.col("rate_micros").is_null()
    rate = pl.col("rate_micros").cast(EXACT) * EXACT_MICRO
    charge = pl.when(pl.col("charge_cents") >= 0).then("charge_cents")
    share = times(exact_of_cents(charge), pl.col("percent_millionths"))
    exact = pl.when(by_charge).then(share).otherwise(rate)
    at = pl.concat_str(pl.lit(f" ({source} line "), "at", pl.lit(")"))
    of_charge = pl.concat_str(
        decimal(pl.col("percent_millionths"), 4),
        pl.lit(" percent of the charge "),
        shown_cents(pl.col("charge_cents")),
        pl.lit(" = "),
        dollars(share),
        at,
    )
    of_rate = pl.concat_str(pl.lit("rate "), dollars(rate), at)
    once = pl.concat_str(of_rate, pl.lit(" once a "), "per", pl.lit(", which another line has"))
    said = pl.when(by_charge).then(of_charge).when("due").then(of_rate).otherwise(once)
    priced = pl.col("why_not").is_null()
    return [
        pl.when(priced & pl.col("due"))
        .then(exact)
        .when(priced)
        .then(pl.lit(0, EXACT))
        .alias("exact"),
        pl.when(priced).then(said).alias("step"),
        pl.when(~by_charge).then("times_thousandths").alias("times_thousandths"),
    ]
