"""What a contract does to the price of a whole claim: stop-loss, outlier, maximum and minimum.

A claim at a limit is not over it. Outliers as Medicare pays them: 42 CFR 412.80 to 412.84 for
inpatient claims, 42 CFR 419.43(d) for outpatient ones.
"""

from decimal import Decimal

import polars as pl

from reclaim.contracts.exact import EXACT, PER_CENT, exact, fraction, times
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.model.policies import Outlier, StopLoss
from reclaim.contracts.patterns import matches
from reclaim.contracts.shown import shown, shown_dollars, shown_percent
from reclaim.contracts.stay import NOT_STATED, one_per_claim, shown_days

NO_CHARGE = "not stated: charge of a line"

HELD = "a stop-loss holds"
HOLDS = "this stop-loss holds"
CHARGES = "charges"


def apply_claim_rules(
    claims: pl.DataFrame, lines: pl.DataFrame, contract: Contract
) -> pl.DataFrame:
    """The claims, in their order, with stop-loss, outlier, maximum and minimum applied.

    A claim without a price stays without one. A claim loses its price where a rule is about it and
    the claim does not state what the rule asks: the charge of every line, or the days.

    Args:
        claims: one row a claim that is priced as a whole: `claim_id`, `term`, `exact`, `steps`
            (one text, a line each), `why_not`; further columns are kept.
        lines: frames.WIDE; the lines of these claims whose charges count.
        contract: whose rules they are.
    """
    rules = contract.claim_rules
    found = claims.with_columns(pl.lit(value=False).alias(HELD))
    for stop_loss in rules.stop_loss:
        found = _stop_loss(_with_charges(found, lines, stop_loss), stop_loss)
    if rules.outlier:
        found = _outlier(_with_charges(found, lines, None), rules.outlier)
    if rules.maximum is not None:
        found = _at_most(found, rules.maximum)
    if rules.minimum is not None:
        found = _at_least(found, rules.minimum)
    return found.select(claims.columns)


def _with_charges(claims: pl.DataFrame, lines: pl.DataFrame, rule: StopLoss | None) -> pl.DataFrame:
    """The claims with `charges`, the exact sum that a rule looks at, and `days` of the stay.

    Null charges: a line that counts does not state its charge.
    """
    excluded = rule.except_revenue_codes if rule else ()
    counted = lines.filter(~matches(pl.col("revenue_code").str.zfill(4), excluded))
    charge = pl.col("charge_cents")
    sums = counted.group_by("claim_id").agg(
        pl.when(charge.is_not_null().all()).then(charge.sum()).cast(EXACT).alias(CHARGES) * PER_CENT
    )
    with_lines = pl.col("claim_id").is_in(counted["claim_id"].unique().implode())
    days = one_per_claim(lines).select("claim_id", "days")
    return (
        claims.drop(CHARGES, "days", strict=False)
        .join(sums, on="claim_id", how="left", maintain_order="left")
        .join(days, on="claim_id", how="left", maintain_order="left")
        .with_columns(pl.when(with_lines).then(CHARGES).otherwise(pl.lit(0, EXACT)).alias(CHARGES))
    )


def _stop_loss(claims: pl.DataFrame, rule: StopLoss) -> pl.DataFrame:
    """The claims with one stop-loss applied where none before it has held."""
    price, charges, limit = pl.col("exact"), pl.col(CHARGES), _limit(rule)
    over = (charges > limit).fill_null(value=False)
    about = _about(rule.terms) & ~pl.col(HELD)
    brought, how = _brought(rule, charges - limit if rule.kind == "excess" else charges)
    told = pl.concat_str(pl.lit("charge "), shown(charges))
    step = pl.concat_str(
        _begin("stop-loss", rule.clause, told, limit, charges),
        pl.when(over).then(how),
        separator="\n",
        ignore_nulls=True,
    )
    asks_days = rule.maximum_per_day is not None or rule.days is not None
    no_days = over & pl.lit(asks_days) & pl.col("days").is_null()
    trouble = (
        pl.when(charges.is_null()).then(pl.lit(NO_CHARGE)).when(no_days).then(pl.lit(NOT_STATED))
    )
    new = brought + price if rule.kind == "excess" else brought
    held = claims.with_columns((about & over).alias(HOLDS))
    changed = _changed(held, about, pl.when(over).then(new).otherwise(price), step, trouble)
    return changed.with_columns(pl.col(HELD) | pl.col(HOLDS)).drop(HOLDS)


def _limit(rule: StopLoss) -> pl.Expr:
    if rule.threshold is not None:
        return pl.lit(exact(rule.threshold), EXACT)
    return times(pl.col("exact"), fraction(rule.times_price or Decimal(0)))


def _brought(rule: StopLoss, base: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """What a share of the charges and the further days bring, and how it comes."""
    share = times(base, fraction(rule.percent))
    of = "what is over" if rule.kind == "excess" else "the charge, in place of the price"
    steps = [
        pl.concat_str(
            pl.lit(f"{shown_percent(rule.percent)} percent of {of} = "),
            shown(share),
        )
    ]
    for most, text in _limits(rule):
        more = (share > most).fill_null(value=False)
        steps.append(pl.when(more).then(pl.concat_str(pl.lit("not more than "), text)))
        share = pl.when(more).then(most).otherwise(share)
    if rule.days is not None and rule.extra_day is not None:
        further = (pl.col("days") - rule.days).clip(lower_bound=0)
        share = share + further.cast(EXACT) * exact(rule.extra_day)
        steps.append(pl.when(further > 0).then(_further_step(rule, further, share)))
    if rule.kind == "excess":
        steps.append(pl.concat_str(pl.lit("+ the price = "), shown(share + pl.col("exact"))))
    return share, pl.concat_str(steps, separator="\n", ignore_nulls=True)


def _further_step(rule: StopLoss, further: pl.Expr, share: pl.Expr) -> pl.Expr:
    extra = shown_dollars(rule.extra_day or Decimal(0))
    return pl.concat_str(
        pl.lit("+ "),
        shown_days(further),
        pl.lit(f" beyond {rule.days} x {extra} = "),
        shown(share),
    )


def _limits(rule: StopLoss) -> list[tuple[pl.Expr, pl.Expr]]:
    """What the share of the charges may bring at most, and that in words."""
    found = []
    if rule.maximum is not None:
        most = pl.lit(exact(rule.maximum), EXACT)
        found.append((most, pl.lit(shown_dollars(rule.maximum))))
    if rule.maximum_per_day is not None:
        most = pl.col("days").cast(EXACT) * exact(rule.maximum_per_day)
        words = pl.concat_str(
            shown_days(pl.col("days")),
            pl.lit(f" x {shown_dollars(rule.maximum_per_day)} = "),
            shown(most),
        )
        found.append((most, words))
    return found


def _outlier(claims: pl.DataFrame, rule: Outlier) -> pl.DataFrame:
    """The claims with a share of the cost beyond what the contract leaves to the provider."""
    price = pl.col("exact")
    cost = times(pl.col(CHARGES), fraction(rule.cost_to_charge))
    with_loss = price + exact(rule.fixed_loss)
    multiple = times(price, fraction(rule.price_multiple or Decimal(0)))
    base = cost - (with_loss if rule.price_multiple is None else multiple)
    limit = pl.max_horizontal(with_loss, multiple)
    new = price + times(base, fraction(rule.percent))
    ratio = shown_percent(rule.cost_to_charge)
    told = [pl.lit("cost "), shown(pl.col(CHARGES)), pl.lit(f" x {ratio} percent = "), shown(cost)]
    more = [
        pl.lit(f"+ {shown_percent(rule.percent)} percent of "),
        shown(base),
        pl.lit(" = "),
        shown(new),
    ]
    over = (cost > limit).fill_null(value=False)
    step = pl.concat_str(
        _begin("outlier", rule.clause, pl.concat_str(told), limit, cost),
        pl.when(over).then(pl.concat_str(more)),
        separator="\n",
        ignore_nulls=True,
    )
    trouble = pl.when(pl.col(CHARGES).is_null()).then(pl.lit(NO_CHARGE))
    paid = pl.when(over).then(new).otherwise(price)
    return _changed(claims, _about(rule.terms), paid, step, trouble)


def _at_most(claims: pl.DataFrame, maximum: Decimal) -> pl.DataFrame:
    most = pl.lit(exact(maximum), EXACT)
    step = pl.lit(f"not more than {shown_dollars(maximum)}")
    over = (pl.col("exact") > most).fill_null(value=False)
    return _changed(claims, over, most, step, pl.lit(None, dtype=pl.String))


def _at_least(claims: pl.DataFrame, minimum: Decimal) -> pl.DataFrame:
    least = pl.lit(exact(minimum), EXACT)
    step = pl.lit(f"not less than {shown_dollars(minimum)}")
    under = (pl.col("exact") < least).fill_null(value=False)
    return _changed(claims, under, least, step, pl.lit(None, dtype=pl.String))


def _about(terms: tuple[str, ...]) -> pl.Expr:
    """Whether a rule is about the claim's term."""
    if not terms:
        return pl.lit(value=True)
    return pl.col("term").is_in(terms).fill_null(value=False)


def _begin(rule: str, clause: str, told: pl.Expr, limit: pl.Expr, held: pl.Expr) -> pl.Expr:
    """What is held against which limit, and whether it is over it."""
    verdict = pl.when(held > limit).then(pl.lit(" is over ")).otherwise(pl.lit(" is not over "))
    return pl.concat_str(pl.lit(f"{rule}, clause {clause}: "), told, verdict, shown(limit))


def _changed(
    claims: pl.DataFrame, about: pl.Expr, new: pl.Expr, step: pl.Expr, trouble: pl.Expr
) -> pl.DataFrame:
    """The claims that a rule is about with their new price and one more step, or why not."""
    applies = about & pl.col("exact").is_not_null()
    unknown = applies & trouble.is_not_null()
    steps = pl.concat_str("steps", step, separator="\n", ignore_nulls=True)
    return claims.with_columns(
        exact=pl.when(unknown).then(None).when(applies).then(new).otherwise("exact"),
        steps=pl.when(applies & ~unknown).then(steps).otherwise("steps"),
        why_not=pl.when(unknown).then(trouble).otherwise("why_not"),
    )
