"""The priors: how often a loss of a kind is won back, before anything is known of this client."""

import datetime as dt
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, Field, model_validator

from reclaim.rules.dated import DatedValue
from reclaim.rules.payer_map import STRICT, PayerKind
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

Grade = Literal["published", "other_population", "judgement"]
CERTAIN = 10_000
"""Hundredths of a percent."""

GRADES: dict[Grade, str] = {
    "published": "published",
    "other_population": "other population",
    "judgement": "our judgement",
}


class Prior(BaseModel):
    """A rate of success, what it was counted on, and how many own outcomes it weighs as much as.

    `prior` is the key that a signal names, `also` further keys for which nothing better is known.
    With `kinds` it is about payers of those kinds only, and comes before one without.
    """

    model_config = STRICT

    id: str
    prior: str
    also: tuple[str, ...] = ()
    kinds: tuple[PayerKind, ...] = ()
    asks: str
    of: str
    unit: Literal["hundredths of a percent"]
    grade: Grade
    strength: Annotated[int, Field(ge=1)]
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rates_in_order(self) -> "Prior":
        starts = [value.from_date for value in self.values]
        if starts != sorted(set(starts)):
            raise ValueError("the values must stand in order of their dates, each date once")
        if any(not 0 < value.value < CERTAIN for value in self.values):
            raise ValueError(f"a rate lies between 0 and {CERTAIN}: nothing is certain")
        return self

    def on(self, day: dt.date) -> DatedValue | None:
        """The rate in force on a day; null before the first."""
        held = [value for value in self.values if value.from_date <= day]
        return held[-1] if held else None


class PriorChance(NamedTuple):
    """A prior on a day: its rate, its weight in outcomes, and both as a person reads them."""

    rate_bp: int
    strength: int
    basis: str


def prior_chance(key: str, payer_kind: str | None, *, as_of: dt.date) -> PriorChance | None:
    """The prior of a key for a kind of payer, in force on a day; null when there is none."""
    found = (prior for prior in priors() if _named(prior, key))
    fitting = [prior for prior in found if not prior.kinds or payer_kind in prior.kinds]
    for prior in sorted(fitting, key=lambda prior: not prior.kinds):
        rate = prior.on(as_of)
        if rate:
            basis = f"{rate.cite}: {prior.of} ({GRADES[prior.grade]}), weight {prior.strength}"
            return PriorChance(rate.value, prior.strength, f"prior: {basis}")
    return None


def prior_keys() -> frozenset[str]:
    """Every key that a signal may name."""
    return frozenset(key for prior in priors() for key in (prior.prior, *prior.also))


def read_priors(source: Traversable) -> tuple[Prior, ...]:
    """The priors of a file.

    Raises:
        ReclaimError: RULE-FILE, for a field that cannot be understood, an id given twice, or a
            key that is both another's and its own.
    """
    found = read_rules(source, Prior)
    refuse_duplicates(source.name, [prior.id for prior in found])
    own = {prior.prior for prior in found}
    for prior in found:
        for key in own.intersection(prior.also):
            raise rule_error(
                source.name,
                f"rule {prior.id}: the key {key} has priors of its own",
                "it could have two rates",
            )
    return tuple(found)


@cache
def priors() -> tuple[Prior, ...]:
    """The shipped priors."""
    return read_priors(files("reclaim.data").joinpath("rules", "chances.yaml"))


def _named(prior: Prior, key: str) -> bool:
    """Whether it answers to a key: its own, or one that the same key's general prior lists."""
    return key == prior.prior or prior.prior in _stands_in().get(key, ())


@cache
def _stands_in() -> dict[str, tuple[str, ...]]:
    """For each further key the keys whose priors stand in for it."""
    stands: dict[str, tuple[str, ...]] = {}
    for prior in priors():
        for key in prior.also:
            stands[key] = (*stands.get(key, ()), prior.prior)
    return stands
