"""The placement rules: which place and category a part of a charge belongs to, first match wins."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from reclaim.codes import categories
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

ALWAYS = dt.date(1995, 1, 1)
"""The first day of the code lists. A rule in force since then holds for every remittance."""

Part = Literal["paid", "adjustment", "gap"]
Degree = Literal["yes", "no", "maybe"]

CLAIM_COLUMNS: dict[str, str] = {
    "claim_status": "CLP02",
    "filing_indicator": "CLP06",
    "payment_date": "date of the payment",
    "payer": "the payer's key in the practice's payer map; null when the map does not name it",
    "payer_kind": "medicare, medicare_advantage, medicaid, commercial ...; null when not known",
    "network": "in, out: whether the practice is in the payer's network; null when not known",
    "level": "line or claim",
}
COLUMNS: dict[str, dict[str, str]] = {
    "paid": CLAIM_COLUMNS,
    "gap": {
        **CLAIM_COLUMNS,
        "unreadable": "an amount of the line or claim cannot be read",
        "detailed": "the claim has lines or adjustments",
    },
    "adjustment": {
        **CLAIM_COLUMNS,
        "group_code": "CAS01, or what the payer map says that it means",
        "group_known": "the group code is in the code list",
        "carc": "the reason code",
        "carc_category": "the reason's default category; null for an unknown reason",
        "carc_place": "the place of that category",
        "group_allowed": "the code list allows the reason under this group",
        "remark_required": "the code list demands a remark beside the reason",
        "remark_category": "denial category of the first remark that names a cause, alerts aside",
        "qmb": "a remark frees a Qualified Medicare Beneficiary from cost sharing",
        "adjustment_cents": "the amount; null when it cannot be read",
        "charge_cents": "charge of the line, or of the claim at claim level",
        "paid_cents": "paid on the line, or on the claim at claim level",
        "adjustments": "number of reasons with an amount on the line, or on the whole claim",
        "claim_has_prior_payer": "the claim has an adjustment that belongs to a prior payer",
        "sequestration_on_rate": "the cut is not more than a cent above the legal share",
    },
}
"""What a condition may ask, for each part of a charge."""


class Case(BaseModel):
    """A claim of one line (or without lines) on which a rule is tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    claim_status: str = "1"
    filing_indicator: str | None = None
    payer_id: str | None = None
    payer_name: str | None = None
    payment_date: dt.date | None = None
    service_date: dt.date | None = None
    level: Literal["line", "claim"] = "line"
    charge_cents: int
    paid_cents: int
    group_code: str | None = None
    carc: str | None = None
    adjustment_cents: int | None = None
    remarks: tuple[str, ...] = ()
    others: tuple[tuple[str, str, int], ...] = ()


class Expectation(BaseModel):
    """What must come out of a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: str
    necessary: bool | None = None
    recoverable: Degree | None = None


class RuleTest(BaseModel):
    """A case, and what the rule says about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    input: Case
    expect: Expectation


class PlacementRule(BaseModel):
    """One rule. `takes` names the code whose default category it takes over; `until` is exclusive.

    `necessary` and `recoverable`, where given, override the code's defaults. What a `final` rule
    decides is not judged on evidence: there is nothing that could change it. `overrides`, in a
    practice's own rule, names the shipped rule that it goes before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    asks: str
    part: Part = "adjustment"
    from_date: Annotated[dt.date, Field(alias="from")]
    until: dt.date | None = None
    cite: str
    when: str
    category: str | None = None
    takes: Literal["carc", "remark"] | None = None
    necessary: bool | None = None
    recoverable: Degree | None = None
    final: bool = False
    overrides: str | None = None
    tests: Annotated[tuple[RuleTest, ...], Field(min_length=1)]

    @field_validator("when", mode="before")
    @classmethod
    def _words(cls, when: object) -> object:
        return "true" if when is True else when

    @field_validator("category")
    @classmethod
    def _known_category(cls, category: str | None) -> str | None:
        if category is not None and category not in _place_of():
            raise ValueError(f"unknown category {category}")
        return category

    @model_validator(mode="after")
    def _one_outcome(self) -> "PlacementRule":
        if (self.category is None) == (self.takes is None):
            raise ValueError("give either category or takes")
        if self.takes and self.part != "adjustment":
            raise ValueError("takes is for adjustments only")
        return self

    @property
    def place(self) -> str | None:
        """The place of the category; null where a code decides."""
        return None if self.category is None else _place_of()[self.category]

    @property
    def condition(self) -> pl.Expr:
        """When the rule holds, its dates included; a remittance without a date counts as inside."""
        condition = pl.sql_expr(self.when)
        day = pl.col("payment_date")
        if self.from_date > ALWAYS:
            condition &= day.is_null() | (day >= self.from_date)
        if self.until is not None:
            condition &= day.is_null() | (day < self.until)
        return condition


def read_placement(sources: Iterable[Traversable]) -> tuple[PlacementRule, ...]:
    """The rules of several files, in the order of the file names and then of the files.

    Raises:
        ReclaimError: RULE-FILE, for a file, field, condition or category that cannot be
            understood, or an id given twice.
    """
    rules: list[PlacementRule] = []
    for source in sorted(sources, key=lambda source: source.name):
        found = read_rules(source, PlacementRule)
        for rule in found:
            _check_condition(source.name, rule)
        rules += found
    refuse_duplicates("placement", [rule.id for rule in rules])
    return tuple(rules)


def check_complete(rules: Sequence[PlacementRule]) -> None:
    """Raise RULE-FILE when there is a part of the charge for which no rule holds always."""
    for part in ("paid", "adjustment", "gap"):
        own = [rule for rule in rules if rule.part == part]
        if not own or own[-1].when != "true" or own[-1].from_date > ALWAYS or own[-1].until:
            what = f"the last rule about {part} does not hold always"
            raise rule_error("placement", what, "some cents would have no place")


@cache
def placement_rules() -> tuple[PlacementRule, ...]:
    """The shipped placement rules, in order of evaluation."""
    folder = files("reclaim.data").joinpath("rules", "placement")
    rules = read_placement(file for file in folder.iterdir() if file.name.endswith(".yaml"))
    check_complete(rules)
    return rules


def first_match(rules: Sequence[PlacementRule]) -> pl.Expr:
    """The position in `rules` of the first rule that holds; a condition that is null does not."""
    chain = pl.lit(None, dtype=pl.UInt16)
    for position, rule in reversed(list(enumerate(rules))):
        chain = pl.when(rule.condition).then(pl.lit(position, dtype=pl.UInt16)).otherwise(chain)
    return chain


@cache
def _place_of() -> dict[str, str]:
    return dict(categories().select("category", "place").iter_rows())


def _check_condition(name: str, rule: PlacementRule) -> None:
    try:
        asked = rule.condition.meta.root_names()
    except pl.exceptions.PolarsError as error:
        raise rule_error(name, f"rule {rule.id}, when: {error}", "it must be SQL") from None
    known = COLUMNS[rule.part]
    for column in asked:
        if column not in known:
            why = f"A rule about {rule.part} may ask: {', '.join(known)}."
            raise rule_error(name, f"rule {rule.id}, when: unknown column {column}", why)
