"""One signal: a question about money taken away, the evidence that answers it, and what to do."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from reclaim.codes import categories
from reclaim.codes.sets import STAGES
from reclaim.rules.actions import actions, preventable_by
from reclaim.rules.conditions import in_force
from reclaim.rules.signal_columns import FACTS, SIGNAL_COLUMNS

STRICT = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

Degree = Literal["yes", "no", "maybe"]
About = Literal["disposition", "orphan_reversal", "plb", "overpayment", "late_payment"]

NONE = "none"
"""What a case expects when no signal holds."""


class SignalExpectation(BaseModel):
    """What must come out of a case: the signal that decides, and any of its answers."""

    model_config = STRICT

    signal: str
    recoverable: Degree | None = None
    category: str | None = None
    necessary: bool | None = None
    action: str | None = None
    hard_stop: bool | None = None


class SignalTest(BaseModel):
    """A part of a charge with what is known about it; what is not named is unknown."""

    model_config = STRICT

    name: str
    input: Mapping[str, object]
    expect: SignalExpectation

    @field_validator("input")
    @classmethod
    def _known_columns(cls, given: Mapping[str, object]) -> Mapping[str, object]:
        unknown = sorted(set(given) - set(SIGNAL_COLUMNS))
        if unknown:
            raise ValueError(f"unknown column {unknown[0]}")
        for name, value in given.items():
            if value is not None and not _fits(SIGNAL_COLUMNS[name][1], value):
                raise ValueError(f"{name} cannot be {value!r}")
        return given


class Signal(BaseModel):
    """One signal. `until` is exclusive.

    `categories` are categories or whole places, and `carcs`, `rarcs` and `network` narrow them:
    empty or null narrows nothing, of several remarks one is enough. `category`, `necessary` and
    `recoverable` that are null keep what the placement rule said. A fact in `looks_at` speaks for
    the finding when it is true; with a hyphen before it, against it.
    """

    model_config = STRICT

    id: str
    signal: Annotated[str | None, Field(pattern=r"^R\d\d$")] = None
    about: About = "disposition"
    asks: Annotated[str, Field(pattern=r"\?$")]
    from_date: Annotated[dt.date, Field(alias="from")]
    until: dt.date | None = None
    cite: Annotated[str, Field(min_length=3)]
    categories: Annotated[tuple[str, ...], Field(min_length=1)]
    carcs: tuple[str, ...] = ()
    rarcs: tuple[str, ...] = ()
    network: Literal["in", "out"] | None = None
    when: str = "true"
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    category: str | None = None
    necessary: bool | None = None
    recoverable: Degree | None = None
    decides: str | None = None
    action: str
    step: Annotated[str, Field(pattern=r"^[A-Z].*\.$")]
    hard_stop: bool = False
    money: Literal["cash", "books", "none"]
    clock: Literal["filing", "corrected_claim", "appeal", "none"]
    prior: str | None = None
    looks_at: tuple[str, ...] = ()
    stage: str
    prevented_by: Annotated[str | None, Field(alias="preventable_by")] = None
    overrides: str | None = None
    tests: tuple[SignalTest, ...] = ()

    @field_validator("when", mode="before")
    @classmethod
    def _words(cls, when: object) -> object:
        return "true" if when is True else when

    @model_validator(mode="after")
    def _words_are_known(self) -> "Signal":
        for category in (*self.categories, self.category):
            if category is not None and category not in known_places():
                raise ValueError(f"unknown category {category}")
        if self.category is not None and "/" not in self.category:
            raise ValueError(f"category {self.category} is a whole place")
        if self.action not in actions():
            raise ValueError(f"unknown action {self.action}")
        if self.stage not in STAGES:
            raise ValueError(f"unknown stage {self.stage}")
        for fact in self.facts:
            if fact not in FACTS:
                raise ValueError(f"looks_at: unknown fact {fact}")
        return self

    @model_validator(mode="after")
    def _answers_fit(self) -> "Signal":
        if self.recoverable == "maybe" and self.decides is None:
            raise ValueError("decides: say what would decide a maybe")
        if self.hard_stop and self.action == "appeal":
            raise ValueError("a hard stop is never appealed")
        if self.recoverable == "no" and self.prior is not None:
            raise ValueError("prior: nothing can be won where recoverable is no")
        if self.about == "disposition" and not self.tests:
            raise ValueError("tests: give at least one case")
        return self

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it looks at, without their sign."""
        return tuple(fact.removeprefix("-") for fact in self.looks_at)

    @property
    def preventable_by(self) -> str | None:
        """Who could have prevented it: as stated, else by the stage; null for nobody."""
        return self.prevented_by or preventable_by(self.stage)

    @property
    def covers(self) -> pl.Expr:
        """The rows that the signal is about, by `category`, `place` and `carc` (and `network`)."""
        whole = [name for name in self.categories if "/" not in name]
        finer = [name for name in self.categories if "/" in name]
        covers = pl.col("place").is_in(whole) if whole else pl.lit(value=False)
        if finer:
            covers = covers | pl.col("category").is_in(finer)
        if self.carcs:
            covers &= pl.col("carc").is_in(self.carcs)
        if self.network:
            covers &= pl.col("network") == self.network
        return covers

    @property
    def condition(self) -> pl.Expr:
        """When the signal holds, its dates included. Null, where something is not known, is no."""
        parts = [self.covers, *in_force(self.from_date, self.until)]
        if self.rarcs:
            parts.append(pl.col("rarcs").list.set_intersection(list(self.rarcs)).list.len() > 0)
        if self.when != "true":
            parts.append(pl.sql_expr(self.when))
        condition = parts[0]
        for part in parts[1:]:
            condition &= part
        return condition


def _fits(kind: pl.DataType, value: object) -> bool:
    """Whether a value as YAML gives it belongs in a column of that type."""
    if isinstance(value, list):
        return kind == pl.List(pl.String) and all(isinstance(item, str) for item in value)
    return type(value) is _PYTHON.get(type(kind))


_PYTHON: dict[type[pl.DataType], type] = {
    pl.String: str,
    pl.Int64: int,
    pl.Boolean: bool,
    pl.Date: dt.date,
}


@cache
def known_places() -> frozenset[str]:
    """Every category, and every place."""
    return frozenset(categories()["category"]) | frozenset(categories()["place"])
