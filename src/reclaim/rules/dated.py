"""Values that change by date, each with its citation, and the value in force on a day."""

import datetime as dt
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, model_validator

from reclaim.errors import ReclaimError
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error


class DatedValue(BaseModel):
    """A value, the first day on which it holds, and the paragraph that says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_date: Annotated[dt.date, Field(alias="from")]
    value: int
    cite: str


class DatedRule(BaseModel):
    """A question with one answer for each stretch of time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    asks: str
    unit: str
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "DatedRule":
        starts = [value.from_date for value in self.values]
        if starts != sorted(set(starts)):
            raise ValueError("the values must stand in order of their dates, each date once")
        return self

    def on(self, day: dt.date) -> DatedValue:
        """The value in force on a day.

        Raises:
            ReclaimError: RULE-DATE, for a day before the first value.
        """
        held = [value for value in self.values if value.from_date <= day]
        if not held:
            raise ReclaimError(
                "RULE-DATE",
                where=self.id,
                what=f"{self.id} has no value on {day}",
                why=f"Its first value starts {self.values[0].from_date}.",
                next_step="check the date, or add the earlier value with its citation",
            )
        return held[-1]

    def expr(self, day: pl.Expr) -> pl.Expr:
        """The value in force on each row's day; null before the first value or without a day."""
        value = pl.lit(None, dtype=pl.Int64)
        for dated in self.values:
            since = day >= dated.from_date
            value = pl.when(since).then(pl.lit(dated.value, dtype=pl.Int64)).otherwise(value)
        return value


@cache
def dated_rule(name: str, rule_id: str, source: Traversable | None = None) -> DatedRule:
    """The rule of that id in a file below `data/rules`.

    Raises:
        ReclaimError: RULE-FILE, when the file is in error or holds no such rule.
    """
    path = source or files("reclaim.data").joinpath("rules", name)
    rules = read_rules(path, DatedRule)
    refuse_duplicates(path.name, [rule.id for rule in rules])
    for rule in rules:
        if rule.id == rule_id:
            return rule
    raise rule_error(path.name, f"there is no rule {rule_id}", "it was asked for by its id")
