"""The facts: what each asks, where its answer comes from, and the answer in a sentence."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter

import polars as pl
from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

PLACEHOLDERS = frozenset(("on", "limit", "detail"))
A_DAY = "a day that is not given"
NOTHING = " ()"
"""What is left of a detail in parentheses when there is none."""


class FactWords(BaseModel):
    """One fact. In `yes` and `no`, {on}, {limit} and {detail} stand for what was found.

    `codes` are the codes it rests on, by the kind of code; they need a citation.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fact: str
    asks: str
    input: str
    yes: str
    no: str
    unknown: str
    codes: dict[str, tuple[str, ...]] = {}
    cite: str | None = None

    @field_validator("yes", "no", "unknown")
    @classmethod
    def _known_placeholders(cls, sentence: str) -> str:
        named = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        if named - PLACEHOLDERS:
            raise ValueError(f"only {', '.join(sorted(PLACEHOLDERS))} may stand in braces")
        return sentence

    @model_validator(mode="after")
    def _codes_are_cited(self) -> "FactWords":
        if self.codes and not self.cite:
            raise ValueError("codes need a citation")
        return self


def read_fact_words(source: Traversable) -> tuple[FactWords, ...]:
    """The facts of a file, in its order.

    Raises:
        ReclaimError: RULE-FILE, when it cannot be understood, or names a fact twice.
    """
    found = read_rules(source, FactWords, key="fact")
    refuse_duplicates(source.name, [words.fact for words in found])
    return tuple(found)


@cache
def fact_words() -> dict[str, FactWords]:
    """The shipped facts by name, in the order of the file."""
    found = read_fact_words(files("reclaim.data").joinpath("facts.yaml"))
    return {words.fact: words for words in found}


def fact_codes(name: str, kind: str) -> list[str]:
    """The codes of one kind on which a fact rests.

    Raises:
        ReclaimError: RULE-FILE, when the fact has none.
    """
    words = fact_words().get(name)
    if words is None or kind not in words.codes:
        why = "it is decided by them"
        raise rule_error("facts.yaml", f"the fact {name} has no codes of kind {kind}", why)
    return list(words.codes[kind])


def statement() -> pl.Expr:
    """Each row's answer as a sentence; null for a fact without words.

    Needs `fact`, `holds` (null: not known), `on`, `limit` and `detail`.
    """
    holds = pl.col("holds")
    sentence = pl.when(holds).then(_sentence("yes")).when(~holds).then(_sentence("no"))
    return _filled(sentence.otherwise(_sentence("unknown"))).alias("statement")


def _sentence(answer: str) -> pl.Expr:
    words: Iterable[FactWords] = fact_words().values()
    sentences = {one.fact: getattr(one, answer) for one in words}
    return pl.col("fact").replace_strict(sentences, default=None, return_dtype=pl.String)


def _filled(sentence: pl.Expr) -> pl.Expr:
    for name in ("on", "limit"):
        day = pl.col(name).dt.to_string("%Y-%m-%d").fill_null(A_DAY)
        sentence = sentence.str.replace(f"{{{name}}}", day, literal=True)
    detail = pl.col("detail").fill_null("")
    return sentence.str.replace("{detail}", detail, literal=True).str.replace(
        NOTHING, "", literal=True
    )
