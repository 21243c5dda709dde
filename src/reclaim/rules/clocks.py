"""The clocks: by which day a claim, a corrected claim, an appeal or a payment has to be there."""

import datetime as dt
import fnmatch
import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, NamedTuple

import polars as pl
from pydantic import BaseModel, Field, model_validator

from reclaim.rules.dated import DatedValue
from reclaim.rules.payer_map import (
    STRICT,
    CountsFrom,
    Network,
    PayerKind,
    PayerMap,
    Question,
)
from reclaim.rules.yaml_file import read_rules, refuse_duplicates

Grade = Literal["law", "published", "secondary", "unconfirmed"]
Unit = Literal["days", "months", "years", "year_ends"]

GRADES: dict[Grade, str | None] = {
    "law": None,
    "published": "the payer's published default: check your contract",
    "secondary": "from a secondary source: check your contract or the payer's manual",
    "unconfirmed": "unconfirmed: check with the payer",
}
"""How sure a clock is, in the words that follow its citation."""

WHO = ("payer", "payer_name", "payer_kind", "network")
DAYS = ("service_date", "payment_date", "received_date")
COLUMNS = pl.Schema(dict.fromkeys(WHO, pl.String()) | dict.fromkeys(DAYS, pl.Date()))
ROW = "row of the clocks"
LAST_DAY_THERE_IS = dt.date.max
"""A payer's date may lie far in the future; no last day lies beyond what a calendar can show."""


class ClockCase(BaseModel):
    """A claim on which a clock is tried."""

    model_config = STRICT

    payer: str | None = None
    payer_name: str | None = None
    payer_kind: PayerKind | None = None
    network: Network | None = None
    service_date: dt.date | None = None
    payment_date: dt.date | None = None
    received_date: dt.date | None = None


class LastDay(BaseModel):
    """What must come out: the last day that is in time; null when there is no clock."""

    model_config = STRICT

    last_day: dt.date | None
    rule: str | None = None


class ClockTest(BaseModel):
    """A case, and the last day that it has."""

    model_config = STRICT

    name: str
    input: ClockCase
    expect: LastDay


class ClockRule(BaseModel):
    """A limit in time that law or a payer's publication sets.

    It is about payers of one of `kinds`, in the given state of `network` if there is one. With
    `names` (patterns) it is about payers so called, whose kind is one of `kinds` or not known.
    `year_ends` counts from the last day of the starting year.
    """

    model_config = STRICT

    id: str
    asks: str
    question: Question
    kinds: Annotated[tuple[PayerKind, ...], Field(min_length=1)]
    names: tuple[str, ...] = ()
    network: Network | None = None
    counts_from: CountsFrom
    unit: Unit
    grade: Grade
    note: str | None = None
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]
    tests: Annotated[tuple[ClockTest, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "ClockRule":
        starts = [value.from_date for value in self.values]
        if starts != sorted(set(starts)):
            raise ValueError("the values must stand in order of their dates, each date once")
        return self

    def fits(self, name: str | None, kind: str | None, network: str | None) -> bool:
        """Whether it is about a payer of that name and kind."""
        if self.network is not None and network != self.network:
            return False
        if not self.names:
            return kind in self.kinds
        called = any(re.fullmatch(pattern, name or "") for pattern in _patterns(self.names))
        return called and (kind is None or kind in self.kinds)


class _Value(NamedTuple):
    """One length, the days on which a count that starts has it, and who says so."""

    counts_from: str
    from_date: dt.date | None
    until: dt.date | None
    length: int
    unit: str
    rule: str
    cite: str


SCHEMA = pl.Schema(
    {
        "who": pl.UInt64,
        "position": pl.Int64,
        "counts_from": pl.String,
        "from_date": pl.Date,
        "until": pl.Date,
        "length": pl.Int64,
        "unit": pl.String,
        "rule": pl.String,
        "cite": pl.String,
    }
)


def with_clock(
    rows: pl.LazyFrame, question: Question, payers: PayerMap, *, prefix: str
) -> pl.LazyFrame:
    """Add `{prefix}_date`, the last day that is in time, `{prefix}_rule` and `{prefix}_cite`.

    The payer map's own clocks come first, then what the payer of that name publishes, then what
    holds for its kind. Of several, the first that is in force on the day it counts from decides.
    A row without that day keeps rule and citation, and its date is null. A row for which there
    is no clock has three nulls. No citation hides how sure it is: see `GRADES`.

    Args:
        rows: any order, and kept so. `payer`, `payer_name`, `payer_kind`, `network` and the days
            `service_date`, `payment_date`, `received_date`; a column that is missing counts as
            unknown. A clock for one network state fits no row whose network is unknown.
        question: filing, corrected_claim, appeal or prompt_pay.
        payers: the payer map; empty when there is none.
        prefix: of the three columns.
    """
    # Two looks at one lazy plan may see its rows in two orders; the ordinals would then not agree.
    rows = rows.collect().lazy()
    present = rows.collect_schema()
    asked = rows.with_row_index(ROW).select(
        ROW,
        *(
            pl.col(name) if name in present else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in COLUMNS.items()
        ),
    )
    asked = asked.with_columns(who=pl.struct(WHO).hash())
    clocks = (
        asked.group_by("who")
        .agg(pl.col(*WHO).first())
        .map_batches(partial(_clocks_of, question, payers), schema=SCHEMA)
    )
    names = {name: f"{prefix}_{name}" for name in ("date", "rule", "cite")}
    found = _first_in_force(asked.join(clocks, on="who")).select(ROW, *names).rename(names)
    return rows.with_row_index(ROW).join(found, on=ROW, how="left", maintain_order="left").drop(ROW)


def read_clocks(sources: Iterable[Traversable]) -> tuple[ClockRule, ...]:
    """The clocks of several files, in the order of the file names and then of the files.

    Raises:
        ReclaimError: RULE-FILE, for a file or field that cannot be understood, or an id given
            twice.
    """
    rules: list[ClockRule] = []
    for source in sorted(sources, key=lambda source: source.name):
        rules += read_rules(source, ClockRule)
    refuse_duplicates("clocks", [rule.id for rule in rules])
    return tuple(rules)


@cache
def clock_rules() -> tuple[ClockRule, ...]:
    """The shipped clocks: those of a payer's name first, then those of a kind of payer."""
    folder = files("reclaim.data").joinpath("rules", "clocks")
    return read_clocks(file for file in folder.iterdir() if file.name.endswith(".yaml"))


def _first_in_force(found: pl.LazyFrame) -> pl.LazyFrame:
    """Of each row's clocks the first that is in force, with its last day."""
    start = pl.coalesce(pl.when(pl.col("counts_from") == day).then(pl.col(day)) for day in DAYS)
    begun = pl.col("from_date").is_null() | (pl.col("start") >= pl.col("from_date"))
    ended = pl.col("until").is_not_null() & (pl.col("start") >= pl.col("until"))
    chosen = ("start", "length", "unit", "rule", "cite")
    return (
        found.with_columns(start=start)
        .filter(pl.col("start").is_null() | (begun & ~ended))
        .group_by(ROW)
        .agg(pl.col(*chosen).sort_by("position").first())
        .with_columns(date=_last_day())
    )


def _last_day() -> pl.Expr:
    """The day that lies `length` units after `start`; a day its month lacks is the month's last."""
    years = pl.col("length") * pl.when(pl.col("unit") == "years").then(12).otherwise(1)
    start = pl.col("start")
    in_days = start + pl.duration(days=pl.col("length"))
    in_months = start.dt.offset_by(pl.concat_str(years, pl.lit("mo")))
    in_years_end = pl.date(start.dt.year() + pl.col("length"), 12, 31)
    return (
        pl.when(pl.col("unit") == "days")
        .then(in_days)
        .when(pl.col("unit") == "year_ends")
        .then(in_years_end)
        .otherwise(in_months)
        .clip(upper_bound=LAST_DAY_THERE_IS)
    )


def _clocks_of(question: Question, payers: PayerMap, who: pl.DataFrame) -> pl.DataFrame:
    """The clocks that fit each payer, one row each, in order of precedence."""
    rows = [
        (key, position, *value)
        for key, payer, *called in who.select("who", *WHO).iter_rows()
        for position, value in enumerate(
            (*_of_map(payers, question, payer), *_built_in(question, *called))
        )
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _of_map(payers: PayerMap, question: Question, payer: str | None) -> Iterator[_Value]:
    for entry in payers.entries:
        if entry.payer == payer:
            for clock in entry.clocks:
                if clock.question == question:
                    yield _Value(
                        clock.counts_from,
                        clock.from_date,
                        clock.until,
                        clock.length,
                        clock.unit,
                        f"payers.yaml/{entry.payer}/{question}",
                        clock.cite,
                    )


def _built_in(
    question: Question, name: str | None, kind: str | None, network: str | None
) -> Iterator[_Value]:
    """The shipped clocks that fit; of each rule the newest value first."""
    called = None if name is None else name.strip().upper()
    for rule in clock_rules():
        if rule.question == question and rule.fits(called, kind, network):
            ends = [value.from_date for value in rule.values[1:]] + [None]
            for value, until in reversed(list(zip(rule.values, ends, strict=True))):
                cite = "; ".join(filter(None, (value.cite, rule.note, GRADES[rule.grade])))
                yield _Value(
                    rule.counts_from,
                    value.from_date,
                    until,
                    value.value,
                    rule.unit,
                    rule.id,
                    cite,
                )


@cache
def _patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fnmatch.translate(name.upper()) for name in names)
