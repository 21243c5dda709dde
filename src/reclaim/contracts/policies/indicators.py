"""Which lines a policy is about, and what Medicare's payment indicators say of their codes."""

from collections.abc import Sequence

import polars as pl

from reclaim.contracts.methods.in_force import SEVERAL, in_force
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.policies import Policy
from reclaim.contracts.patterns import matches
from reclaim.intake.rates.kinds import RVUS

PARTS = ("26", "TC", "53")
"""Modifiers that have rows of their own in the physician fee schedule."""
OWN_ROW = "own row"
DAY = "day of the indicators"
PART = "part of the service"
KEY = ["code", DAY, PART]


def about(policy: Policy) -> pl.Expr:
    """Whether the policy is about a line, by its code; without `codes`, about every code."""
    code = pl.col("code")
    wanted = matches(code, policy.codes) if policy.codes else pl.lit(value=True)
    return wanted & ~matches(code, policy.except_codes)


def worth_something() -> pl.Expr:
    """Whether a line may bring something: it has a price above nothing, or none that is known."""
    return pl.col("exact").is_null() | (pl.col("exact") > 0)


def carries(modifiers: Sequence[str]) -> pl.Expr:
    """Whether a line carries one of these modifiers."""
    on_line = pl.col("modifiers").list
    found = [on_line.contains(modifier).fill_null(value=False) for modifier in modifiers]
    return pl.any_horizontal(found) if found else pl.lit(value=False)


def indicated(
    lines: pl.DataFrame, policy: Policy, under: Under, names: Sequence[str]
) -> pl.DataFrame:
    """The lines with these columns of the policy's indicators, as on the day of the line.

    A line with 26, TC or 53 has those of the row with that modifier, where there is one; else of
    the row without. Null: the policy names no indicators, or the code has none on that day.
    """
    if policy.indicators is None:
        return lines.with_columns(pl.lit(None, dtype=RVUS[name]).alias(name) for name in names)
    keys = lines.select("code", _day(policy), _part())
    asked = keys.unique().drop_nulls("code")
    return _beside(lines, keys, _found(asked, policy, under, names), names)


def codes_with(policy: Policy, under: Under, column: str, values: Sequence[str]) -> pl.Expr:
    """Whether the indicators have such a value for the line's code, on any day."""
    table = under.table(policy.indicators or "")
    codes = table.filter(pl.col(column).is_in(list(values)))["code"].unique()
    return pl.col("code").is_in(codes.implode())


def rows_of(
    lines: pl.DataFrame, modifier: str, policy: Policy, under: Under, names: Sequence[str]
) -> pl.DataFrame:
    """The lines with these columns of the code's row with exactly this modifier ("": without)."""
    keys = lines.select("code", _day(policy), pl.lit(modifier).alias(PART))
    asked = keys.unique().drop_nulls("code")
    return _beside(lines, keys, _own_rows(asked, policy, under, names), names)


def indices_of(lines: pl.DataFrame, policy: Policy, under: Under) -> pl.DataFrame:
    """The lines with the indices of their locality: `work_index`, `practice_index` ...; or null."""
    names = ("work_millionths", "practice_millionths", "malpractice_millionths")
    table = under.table(f"{policy.indicators} indices").select(
        "locality",
        "effective_from",
        "effective_to",
        *(pl.col(name).alias(name.replace("millionths", "index")) for name in names),
    )
    keys = lines.select("locality", _day(policy))
    asked = keys.unique().drop_nulls("locality").rename({DAY: "day"})
    says = [name.replace("millionths", "index") for name in names]
    found = in_force(asked, table, ["locality"], says).rename({"day": DAY})
    return _beside(lines, keys, found, says)


def _found(asked: pl.DataFrame, policy: Policy, under: Under, names: Sequence[str]) -> pl.DataFrame:
    """The row of each code, day and part; where there is none, the row of the whole."""
    own = _own_rows(asked, policy, under, names)
    has_row = pl.col(OWN_ROW).is_not_null()
    missing = own.filter(~has_row & (pl.col(PART) != "")).select(*KEY)
    whole = _own_rows(missing.with_columns(pl.lit("").alias(PART)).unique(), policy, under, names)
    instead = missing.join(whole.drop(PART), on=["code", DAY])
    return pl.concat([frame.select(*KEY, *names) for frame in (own.filter(has_row), instead)])


def _own_rows(
    asked: pl.DataFrame, policy: Policy, under: Under, names: Sequence[str]
) -> pl.DataFrame:
    """What was asked for, with the columns and OWN_ROW of the row that is in force."""
    table = under.table(policy.indicators or "").select(
        "code",
        "effective_from",
        "effective_to",
        *names,
        pl.col("modifier").fill_null("").alias(PART),
        pl.lit(value=True).alias(OWN_ROW),
    )
    held = in_force(asked.rename({DAY: "day"}), table, ["code", PART], list(names))
    return held.rename({"day": DAY}).drop(SEVERAL)


def _beside(
    lines: pl.DataFrame, keys: pl.DataFrame, found: pl.DataFrame, names: Sequence[str]
) -> pl.DataFrame:
    """The lines with what was found for their keys, which stand in the order of the lines."""
    beside = keys.join(
        found.select(*keys.columns, *names), on=keys.columns, how="left", maintain_order="left"
    )
    return lines.with_columns(beside.select(*names))


def _day(policy: Policy) -> pl.Expr:
    day = pl.lit(policy.as_of, dtype=pl.Date) if policy.as_of else pl.col("day")
    return day.alias(DAY)


def _part() -> pl.Expr:
    """The first of PARTS among the modifiers; empty where there is none."""
    found = pl.lit("")
    for name in reversed(PARTS):
        on_line = pl.col("modifiers").list.contains(name)
        found = pl.when(on_line).then(pl.lit(name)).otherwise(found)
    return found.alias(PART)
