"""What Medicare allows a physician who does not participate, and the most such a one may charge.

Both are shares of the fee schedule amount, each rounded once. CMS multiplies the fee schedule
amount by both shares together (95 percent x 115 percent = 109.25 percent) and rounds the product:
its published limiting charges are so. Rounding the nonparticipating amount first gives a cent more
or less on some codes. Source: the limiting charges in CMS's booklet on looking up the physician
fee schedule; the law is in data/contracts/limiting_charge.yaml.
"""

from functools import cache
from importlib.resources import files

import polars as pl

from reclaim.contracts.exact import EXACT
from reclaim.contracts.shown import shown_cents, shown_millionths
from reclaim.rules.dated import DatedRule
from reclaim.rules.yaml_file import read_rules

FILE = "limiting_charge.yaml"
NONPARTICIPATING = "limiting-charge/nonparticipating"
LIMIT = "limiting-charge/limit"

WHOLE = 10_000
"""All of it, in hundredths of a percent, the unit of the rules."""

PER_PERCENT = 100
MILLION = 10**6

ASKED = {"fee_cents": "fee schedule amount", "day": "day of service"}


def limiting_charge(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `nonparticipating_cents`, `limiting_charge_cents`, `steps` and `why_not`.

    Each is rounded half up to the cent. Null where the fee or the day is not stated, or the day
    lies before the law; `why_not` then says why.

    Args:
        rows: one row a service: `fee_cents`, the fee schedule amount of a participating physician
            (not negative); `day` of service; and further columns.
    """
    share = _rules()[NONPARTICIPATING].expr(pl.col("day")).cast(EXACT)
    both = share * _rules()[LIMIT].expr(pl.col("day")).cast(EXACT)
    missing = [
        pl.when(pl.col(name).is_null()).then(pl.lit(f"not stated: {words}"))
        for name, words in ASKED.items()
    ]
    no_rate = pl.when(both.is_null()).then(pl.lit("no rate: limiting charge on this day"))
    priced = rows.with_columns(
        nonparticipating_cents=_share_of_fee(share, WHOLE),
        limiting_charge_cents=_share_of_fee(both, WHOLE * WHOLE),
        why_not=pl.coalesce(*missing, no_rate),
    )
    known = pl.when(pl.col("why_not").is_null())
    steps = pl.concat_list(
        _step("nonparticipating", share * (MILLION // PER_PERCENT), "nonparticipating_cents"),
        _step("limiting charge", both, "limiting_charge_cents"),
    )
    return priced.with_columns(
        known.then("nonparticipating_cents").alias("nonparticipating_cents"),
        known.then("limiting_charge_cents").alias("limiting_charge_cents"),
        steps=known.then(steps),
    )


@cache
def _rules() -> dict[str, DatedRule]:
    source = files("reclaim.data").joinpath("contracts", FILE)
    return {rule.id: rule for rule in read_rules(source, DatedRule)}


def _share_of_fee(share: pl.Expr, whole: int) -> pl.Expr:
    part = pl.col("fee_cents").cast(EXACT) * share
    return ((2 * part + whole) // (2 * whole)).cast(pl.Int64)


def _step(name: str, percent_millionths: pl.Expr, cents: str) -> pl.Expr:
    """Such as `limiting charge: 123.95 x 109.25 percent = 135.42`."""
    return pl.concat_str(
        pl.lit(f"{name}: "),
        shown_cents(pl.col("fee_cents")),
        pl.lit(" x "),
        shown_millionths(percent_millionths),
        pl.lit(" percent = "),
        shown_cents(pl.col(cents)),
    )
