"""The Medicare cut of what is left to pay: after deductible, coinsurance and any payer before.

It is no share of the allowed amount, and the patient's share stays as it is. On inpatient claims it
is taken from the claim, on others line by line. Sources: 2 U.S.C. 901a(6); CMS, Mandatory Payment
Reductions in the Medicare Fee-for-Service Program.
"""

import polars as pl

from reclaim.contracts.exact import EXACT
from reclaim.contracts.shown import shown_cents, shown_millionths
from reclaim.rules.dated import dated_rule

FILE = "sequestration.yaml"
MEDICARE = "sequestration/medicare"

WHOLE = 10_000
"""All of it, in hundredths of a percent, the unit of the rule."""

IN_MILLIONTHS = 10_000
"""Millionths of a percent in a hundredth of a percent."""

NO_DAY = "not stated: day of service or discharge"
NO_AMOUNT = "not stated: what is left to pay"
NO_RATE = "no rate: sequestration on this day"


def expected_sequestration(
    rows: pl.DataFrame, *, day: str = "day", rule_id: str = MEDICARE
) -> pl.DataFrame:
    """The rows with `sequestration_cents`, `after_cents`, `steps` and `why_not`.

    The cut is rounded half up to the cent, once; `after_cents` is what is left to pay after it.
    On days without a cut it is 0; before there was a rule, and where the day or the amount is not
    stated, it is null, and `why_not` says why.

    Args:
        rows: one row a line, or an inpatient claim: `left_cents`, what the payer has to pay once
            deductible, coinsurance, copay and what a payer before has settled are taken off (not
            negative), the day, and further columns.
        day: the column with the day of service, or of discharge for an inpatient claim.
        rule_id: of the contract's `sequestration`.
    """
    rate = dated_rule(FILE, rule_id).expr(pl.col(day))
    left = pl.col("left_cents")
    cut = (2 * left.cast(EXACT) * rate + WHOLE) // (2 * WHOLE)
    why_not = (
        pl.when(left.is_null())
        .then(pl.lit(NO_AMOUNT))
        .when(pl.col(day).is_null())
        .then(pl.lit(NO_DAY))
        .when(rate.is_null())
        .then(pl.lit(NO_RATE))
    )
    return (
        rows.with_columns(sequestration_cents=cut.cast(pl.Int64))
        .with_columns(after_cents=left - pl.col("sequestration_cents"))
        .with_columns(steps=_steps(rate), why_not=why_not)
    )


def _steps(rate: pl.Expr) -> pl.Expr:
    percent = shown_millionths(rate * IN_MILLIONTHS)
    cut = pl.concat_str(
        pl.lit("sequestration "),
        percent,
        pl.lit(" percent of "),
        shown_cents(pl.col("left_cents")),
        pl.lit(" left to pay = "),
        shown_cents(pl.col("sequestration_cents")),
    )
    after = pl.concat_str(pl.lit("left to pay "), shown_cents(pl.col("after_cents")))
    return pl.when(pl.col("after_cents").is_not_null()).then(pl.concat_list(cut, after))
