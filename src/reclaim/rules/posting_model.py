"""One rule about postings: when something is wrong with one, what it is worth, how to undo it."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, Field, field_validator, model_validator

from reclaim.codes import write_off_categories
from reclaim.codes.sets import STAGES
from reclaim.rules.actions import actions, preventable_by
from reclaim.rules.conditions import ALWAYS
from reclaim.rules.payer_map import STRICT
from reclaim.rules.posting_columns import ASKED, GIVEN, NEVER_TOLD, POLICY, About
from reclaim.rules.signal_model import Degree

Money = Literal["cash", "refund", "books", "none"]

BY_EVIDENCE = "evidence"
"""As a rule's `necessary` or `rebook`: what the category by the evidence says."""

TOLD = re.compile(r"\{([a-z_]+)\}")
"""A column in a sentence."""

MADE = ("amount_cents",)
"""What a sentence may tell beside the columns: the finding's own amount."""


class PostingExpectation(BaseModel):
    """What must come out of a case: whether its rule finds something, and any of its answers."""

    model_config = STRICT

    found: bool
    amount: int | None = None
    reverse: int | None = None


class PostingTest(BaseModel):
    """Something that was posted, with what is known of it; what is not named is unknown.

    A policy column in `input` is what the practice states, in place of the default.
    """

    model_config = STRICT

    name: str
    input: Mapping[str, object]
    expect: PostingExpectation


class PostingRule(BaseModel):
    """One rule. `until` is exclusive; the day of posting is what counts.

    `when`, `amount` and `reverse` are SQL over the columns of what it is about (ASKED). Every rule
    that holds gives a finding. With `follows_finding`, what the remittance's finding about the
    same money says of recovery goes before `recoverable`, `money`, `action` and `deadline`, and
    `step_winnable` before `step`, as long as that finding can be won; once it cannot, only the
    books are left to mend, by `step_lost`. `rebook` is the category under which it is booked
    instead, `evidence` for the one by the evidence, null where the balance stays open.
    """

    model_config = STRICT

    id: str
    asks: Annotated[str, Field(pattern=r"\?$")]
    from_date: Annotated[dt.date, Field(alias="from")]
    until: dt.date | None = None
    cite: Annotated[str, Field(min_length=3)]
    about: About
    when: str
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    amount: str
    necessary: bool | Literal["evidence"] | None = None
    recoverable: Degree
    decides: str | None = None
    money: Money
    follows_finding: bool = False
    prior: str | None = None
    action: str
    step: Annotated[str, Field(pattern=r"^[A-Z].*\.$")]
    step_winnable: Annotated[str | None, Field(pattern=r"^[A-Z].*\.$")] = None
    step_lost: Annotated[str | None, Field(pattern=r"^[A-Z].*\.$")] = None
    deadline: str | None = None
    reverse: str | None = None
    rebook: str | None = None
    rebook_party: Literal["insurer", "patient"] | None = None
    because: Annotated[str, Field(pattern=r"\.$")]
    stage: str
    prevented_by: Annotated[str | None, Field(alias="preventable_by")] = None
    overrides: str | None = None
    tests: Annotated[tuple[PostingTest, ...], Field(min_length=2)]

    @field_validator("tests")
    @classmethod
    def _on_both_sides(cls, tests: tuple[PostingTest, ...]) -> tuple[PostingTest, ...]:
        if {test.expect.found for test in tests} != {True, False}:
            raise ValueError(
                "give a case in which it finds something, and one in which it does not"
            )
        return tests

    @model_validator(mode="after")
    def _words_are_known(self) -> "PostingRule":
        if self.action not in actions():
            raise ValueError(f"unknown action {self.action}")
        if self.stage not in STAGES:
            raise ValueError(f"unknown stage {self.stage}")
        known = {BY_EVIDENCE, *write_off_categories()["category"]}
        if self.rebook is not None and self.rebook not in known:
            raise ValueError(f"rebook: unknown category {self.rebook}")
        if BY_EVIDENCE in (self.rebook, self.necessary) and self.about != "split":
            raise ValueError("only a part of a write-off has a category by the evidence")
        self._check_told()
        self._check_cases()
        return self

    @model_validator(mode="after")
    def _answers_fit(self) -> "PostingRule":
        if self.recoverable == "maybe" and self.decides is None:
            raise ValueError("decides: say what would decide a maybe")
        if (self.money == "cash") != (self.prior is not None):
            raise ValueError("prior: cash has a chance, and nothing else has")
        if self.money == "cash" and self.recoverable == "no":
            raise ValueError("money: nothing comes in where recoverable is no")
        if self.follows_finding and self.step_winnable is None:
            raise ValueError("step_winnable: say what is done while the finding can be won")
        if (self.follows_finding and self.money == "cash") != (self.step_lost is not None):
            raise ValueError("step_lost: say what is left once the finding cannot be won")
        if self.rebook is not None and self.reverse is None:
            raise ValueError("rebook: what is booked elsewhere is reversed first")
        return self

    @property
    def preventable_by(self) -> str | None:
        """Who could have prevented it: as stated, else by the stage; null for nobody."""
        return self.prevented_by or preventable_by(self.stage)

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that its sentences tell, in order."""
        sentences = (self.because, self.step, self.step_winnable, self.step_lost)
        return tuple(name for one in sentences if one for name in TOLD.findall(one))

    @property
    def policy(self) -> tuple[str, ...]:
        """The policy columns that its condition asks."""
        asked = pl.sql_expr(self.when).meta.root_names()
        return tuple(dict.fromkeys(name for name in asked if name in POLICY))

    @property
    def condition(self) -> pl.Expr:
        """When it holds, its dates included. Null, where something is not known, is no."""
        condition = pl.sql_expr(self.when)
        day = pl.col("posted_date")
        if self.from_date > ALWAYS:
            condition &= day.is_null() | (day >= self.from_date)
        if self.until is not None:
            condition &= day.is_null() | (day < self.until)
        return condition.fill_null(value=False)

    def _check_told(self) -> None:
        asked = {*ASKED[self.about], *MADE}
        for name in self.told:
            if name not in asked:
                raise ValueError(f"a sentence tells the unknown column {name}")
            if name in NEVER_TOLD:
                raise ValueError(f"no sentence may tell {name}: it names a patient, or may")

    def _check_cases(self) -> None:
        known = {**GIVEN[self.about], **POLICY}
        for test in self.tests:
            for name, value in test.input.items():
                if name not in known:
                    raise ValueError(f"case {test.name}: no column {name} is given")
                if value is not None and not _fits(known[name][1], value):
                    raise ValueError(f"case {test.name}: {name} cannot be {value!r}")


def _fits(kind: pl.DataType, value: object) -> bool:
    """Whether a value as YAML gives it belongs in a column of that type."""
    if isinstance(value, list):
        return isinstance(kind, pl.List)
    return type(value) is _PYTHON.get(type(kind))


_PYTHON: dict[type[pl.DataType], type] = {
    pl.String: str,
    pl.Int64: int,
    pl.Boolean: bool,
    pl.Date: dt.date,
}
