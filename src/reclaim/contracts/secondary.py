"""What a payer owes as second in line, after another has paid.

Medicare as second pays by 42 CFR 411.33: paragraph (a) for services on a fee schedule, (e) for
others. What commercial payers and Medicaid owe is in the contract or the plan; no payer owes what
the provider may not collect (NAIC Coordination of Benefits Model Regulation, allowable expense).
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import polars as pl

from reclaim.contracts.exact import EXACT
from reclaim.contracts.shown import shown_cents

Method = Literal["lesser_of", "non_duplication", "carve_out", "standard", "msp"]

ASKED = {
    "charge_cents": "charge",
    "primary_paid_cents": "what the payer before paid",
    "own_allowed_cents": "allowed amount of the second payer",
    "own_deductible_cents": "deductible",
    "own_coinsurance_cents": "coinsurance",
    "own_copay_cents": "copay",
}
"""What every method asks, in the words of a reason."""

ASKING_PRIMARY_ALLOWED = ("lesser_of", "msp")
NO_PRIMARY_ALLOWED = "not stated: what the payer before allowed"

SHARES = ("own_deductible_cents", "own_coinsurance_cents", "own_copay_cents")


class _Bound(NamedTuple):
    """An amount that the payment is not above, and how it comes."""

    cents: pl.Expr
    step: pl.Expr


def secondary_payment(rows: pl.DataFrame, method: Method) -> pl.DataFrame:
    """The rows with `expected_paid_cents`, `steps` and `why_not`, before any sequestration.

    lesser_of: its own payment, or what is left of the higher allowed amount, if that is less.
    non_duplication: its own payment less what was paid before. carve_out: its own allowed amount
    less what was paid before, and of that its deductible, coinsurance at its rate, and copay.
    standard: what is left of its own allowed amount, but not more than its own payment. msp:
    Medicare. Its own payment is what it would pay as first in line. All methods pay at most what
    is left of the charge, or of what the provider has to accept, and never less than nothing.

    Args:
        rows: one row a line, or a claim: `charge_cents`, `primary_allowed_cents`,
            `primary_paid_cents`, `own_allowed_cents` (by the contract), `own_deductible_cents`,
            `own_coinsurance_cents`, `own_copay_cents` (as first in line; none is 0, null is not
            known), `obligated_cents` (what the provider has to accept as payment in full; null:
            the charge), and further columns. None is negative. `by_fee_schedule` says by which
            paragraph Medicare pays; true where the column or its value is missing.
        method: of the contract's `secondary`.

    Returns:
        `expected_paid_cents` null where an amount is not stated; `why_not` then says which.
    """
    paid, steps = _lowest(_bounds(rows, method))
    known = pl.when(pl.col("why_not").is_null())
    return rows.with_columns(why_not=_why_not(rows, method)).with_columns(
        expected_paid_cents=known.then(paid),
        steps=known.then(steps),
        why_not="why_not",
    )


def _why_not(rows: pl.DataFrame, method: Method) -> pl.Expr:
    missing = [
        pl.when(pl.col(name).is_null()).then(pl.lit(f"not stated: {words}"))
        for name, words in ASKED.items()
    ]
    if method in ASKING_PRIMARY_ALLOWED:
        no_allowed = pl.col("primary_allowed_cents").is_null()
        if method == "msp":
            no_allowed &= _by_fee_schedule(rows)
        missing.append(pl.when(no_allowed).then(pl.lit(NO_PRIMARY_ALLOWED)))
    return pl.coalesce(missing)


def _by_fee_schedule(rows: pl.DataFrame) -> pl.Expr:
    if "by_fee_schedule" not in rows.columns:
        return pl.lit(value=True)
    return pl.col("by_fee_schedule").fill_null(value=True)


def _bounds(rows: pl.DataFrame, method: Method) -> Sequence[_Bound]:
    collectable = pl.min_horizontal("charge_cents", "obligated_cents")
    fewer = (pl.col("obligated_cents") < pl.col("charge_cents")).fill_null(value=False)
    name = pl.when(fewer).then(pl.lit("to be accepted in full")).otherwise(pl.lit("charge"))
    left = _less_paid(name, collectable)
    own = pl.col("own_allowed_cents")
    higher = pl.max_horizontal("own_allowed_cents", "primary_allowed_cents")
    of_own = _less_paid(pl.lit("own allowed"), own)
    of_higher = _less_paid(pl.lit("higher allowed"), higher)
    if method == "msp":
        return _of_medicare(rows, left, of_own, of_higher, _less_shares(name, collectable))
    return {
        "lesser_of": (_own_payment(), of_higher, left),
        "non_duplication": (_own_payment_less_paid(), left),
        "carve_out": (_carved_out(), left),
        "standard": (_own_payment(), of_own, left),
    }[method]


def _of_medicare(
    rows: pl.DataFrame, left: _Bound, of_own: _Bound, of_higher: _Bound, after_shares: _Bound
) -> Sequence[_Bound]:
    """42 CFR 411.33(a)(1) to (3), or (e)(1) to (4) where no fee schedule pays."""
    listed = _by_fee_schedule(rows)
    third = _Bound(
        pl.when(listed).then(of_higher.cents).otherwise(of_own.cents),
        pl.when(listed).then(of_higher.step).otherwise(of_own.step),
    )
    fourth = _Bound(
        pl.when(~listed).then(after_shares.cents), pl.when(~listed).then(after_shares.step)
    )
    return (left, _own_payment(), third, fourth)


def _own_payment() -> _Bound:
    """What the payer would pay as first in line."""
    return _less_shares(pl.lit("own allowed"), pl.col("own_allowed_cents"))


def _less_shares(name: pl.Expr, amount: pl.Expr) -> _Bound:
    shares = pl.sum_horizontal(SHARES)
    return _difference(name, amount, "own deductible, coinsurance and copay", shares)


def _less_paid(name: pl.Expr, amount: pl.Expr) -> _Bound:
    return _difference(name, amount, "paid before", pl.col("primary_paid_cents"))


def _own_payment_less_paid() -> _Bound:
    own = _own_payment()
    rest = _less_paid(pl.lit("of it"), own.cents)
    return _Bound(rest.cents, pl.concat_str(own.step, pl.lit("\n"), rest.step))


def _carved_out() -> _Bound:
    """The own shares of what is left of the allowed amount; the coinsurance at the same rate."""
    left = _less_paid(pl.lit("own allowed"), pl.col("own_allowed_cents"))
    after = _difference(
        pl.lit("of it"), left.cents, "own deductible", pl.col("own_deductible_cents")
    )
    coinsurance = _same_rate(after.cents)
    shares = coinsurance + pl.col("own_copay_cents")
    rest = _difference(pl.lit("of it"), after.cents, "coinsurance at its rate, and copay,", shares)
    steps = pl.concat_str(left.step, after.step, rest.step, separator="\n")
    return _Bound(rest.cents, steps)


def _same_rate(amount: pl.Expr) -> pl.Expr:
    """Coinsurance of an amount, at the rate that it has of the own allowed, half a cent up."""
    base = (pl.col("own_allowed_cents") - pl.col("own_deductible_cents")).cast(EXACT)
    part = amount.cast(EXACT) * pl.col("own_coinsurance_cents").cast(EXACT)
    share = (2 * part + base) // (2 * pl.when(base > 0).then(base))
    return share.fill_null(0).cast(pl.Int64)


def _difference(name: pl.Expr, amount: pl.Expr, less_name: str, less: pl.Expr) -> _Bound:
    """An amount less another, never below zero."""
    left = (amount - less).clip(lower_bound=0)
    step = pl.concat_str(
        name,
        pl.lit(" "),
        shown_cents(amount),
        pl.lit(f" less {less_name} "),
        shown_cents(less),
        pl.lit(" = "),
        shown_cents(left),
    )
    return _Bound(left, step)


def _lowest(bounds: Sequence[_Bound]) -> tuple[pl.Expr, pl.Expr]:
    """The lowest of the bounds, and the steps to it."""
    lowest = pl.min_horizontal(bound.cents for bound in bounds)
    last = pl.concat_str(pl.lit("the lowest: "), shown_cents(lowest))
    steps = pl.concat_str(
        [*(bound.step for bound in bounds), last], separator="\n", ignore_nulls=True
    )
    return lowest, steps.str.split("\n")
