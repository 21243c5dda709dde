"""A practice's write-off policy: what it says, and the default where it says nothing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, NamedTuple

import polars as pl
from pydantic import BaseModel, Field, field_validator, model_validator

from reclaim.intake.posting_files import PostingFiles
from reclaim.money import parse_cents
from reclaim.rules.conditions import ALWAYS
from reclaim.rules.payer_map import STRICT, PayerKind
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

Unit = Literal["dollars", "days", "statements", "percent", "yes_or_no"]
Grade = Literal["law", "secondary", "judgement"]

OWN = "policies/posting.yaml"
DEFAULT = "default_"
"""Before the name of a policy column: whether its value on a row is a default."""

Written = int | float | str
"""A value as YAML has it."""


class PolicyValue(BaseModel):
    """A value in the unit of its question, the first day on which it holds, and its source."""

    model_config = STRICT

    from_date: Annotated[dt.date, Field(alias="from")]
    value: Written
    cite: Annotated[str, Field(min_length=3)]


class PolicyQuestion(BaseModel):
    """A question that a policy answers, and the value that is taken until the practice does.

    Questions with the same `column` are one: the value for a kind of payer goes before the one for
    all. Dollars are held in whole cents.
    """

    model_config = STRICT

    id: str
    column: Annotated[str, Field(pattern=r"^policy_[a-z_]+$")]
    asks: Annotated[str, Field(pattern=r"\?$")]
    unit: Unit
    kinds: tuple[PayerKind, ...] = ()
    grade: Grade
    values: tuple[PolicyValue, ...]

    @model_validator(mode="after")
    def _in_order(self) -> "PolicyQuestion":
        starts = [value.from_date for value in self.values]
        if starts != sorted(set(starts)):
            raise ValueError("the values must stand in order of their dates, each date once")
        for value in self.values:
            in_unit(value.value, self.unit)
        return self


class DocumentWords(BaseModel):
    """The words by which a document is known to prove something."""

    model_config = STRICT

    id: str
    asks: Annotated[str, Field(pattern=r"\?$")]
    words: Annotated[tuple[str, ...], Field(min_length=1)]
    cite: str


class OwnPolicy(BaseModel):
    """An answer of the practice: a value, or further words for documents."""

    model_config = STRICT

    id: str
    value: Written | None = None
    words: tuple[str, ...] = ()
    from_date: Annotated[dt.date, Field(alias="from")] = ALWAYS
    kinds: tuple[PayerKind, ...] = ()
    cite: Annotated[str, Field(min_length=3)]

    @field_validator("value", mode="before")
    @classmethod
    def _no_truth(cls, value: object) -> object:
        return int(value) if isinstance(value, bool) else value

    @model_validator(mode="after")
    def _says_one_thing(self) -> "OwnPolicy":
        if (self.value is None) == (not self.words):
            raise ValueError("give either value or words")
        return self


class Answer(NamedTuple):
    """What holds for some kinds of payers, or for all, since a day. Dollars are in whole cents."""

    kinds: tuple[PayerKind, ...]
    since: dt.date
    value: int
    default: bool = False

    @property
    def holds(self) -> pl.Expr:
        """Whether it is about a row, by `posted_date` and `payer_kind`; a row without a day is."""
        day = pl.col("posted_date")
        held = pl.lit(value=True)
        if self.since > ALWAYS:
            held = (day >= self.since).fill_null(value=True)
        return held & pl.col("payer_kind").is_in(self.kinds) if self.kinds else held


@dataclass(frozen=True)
class PostingPolicy:
    """What postings are held to: the practice's answers over the defaults, and its files."""

    own: tuple[OwnPolicy, ...] = ()
    kept: PostingFiles = field(default_factory=PostingFiles)

    def columns(self) -> list[pl.Expr]:
        """The policy columns, by the day on which a row was posted and its `payer_kind`.

        For each column two: the value, in whole cents where dollars, null where neither the
        practice nor a default answers; and `default_` and its name, whether that is a default.
        """
        return [part for column in policy_columns() for part in self._answer(column)]

    def answers(self, column: str) -> list["Answer"]:
        """Every answer to a column's questions; the first that holds on a row decides.

        One for the kind of payer goes before one for all; then the practice's own; then the later.
        """
        found = []
        for question in _by_column()[column]:
            own = [one for one in self.own if _by_id().get(one.id) is question]
            found += [
                Answer(
                    one.kinds or question.kinds, one.from_date, in_unit(one.value, question.unit)
                )
                for one in own
                if one.value is not None
            ]
            found += [
                Answer(
                    question.kinds, one.from_date, in_unit(one.value, question.unit), default=True
                )
                for one in question.values
            ]
        return sorted(found, key=lambda one: (not one.kinds, one.default, -one.since.toordinal()))

    @cached_property
    def hardship_words(self) -> tuple[str, ...]:
        """Words of documents that show that somebody decided on the patient's need."""
        return self._words("documents/hardship")

    def _words(self, words_id: str) -> tuple[str, ...]:
        own = [word for one in self.own if one.id == words_id for word in one.words]
        return tuple(_plain(word) for word in (*_documents()[words_id].words, *own))

    def _answer(self, column: str) -> tuple[pl.Expr, pl.Expr]:
        answers = self.answers(column)
        none = pl.lit(None, dtype=pl.Int64)
        values = [pl.when(one.holds).then(pl.lit(one.value, pl.Int64)) for one in answers]
        defaults = [pl.when(one.holds).then(pl.lit(one.default)) for one in answers]
        return (
            pl.coalesce(*values, none).alias(column),
            pl.coalesce(*defaults, pl.lit(value=False)).alias(DEFAULT + column),
        )


def read_posting_policy(folder: Traversable | None, kept: PostingFiles) -> PostingPolicy:
    """The policy of a practice: `policies/posting.yaml` below `folder`, which may be missing.

    Raises:
        ReclaimError: RULE-FILE, for a file that cannot be understood, an answer to no question, or
            a value that is not in the question's unit.
    """
    path = folder.joinpath("policies").joinpath("posting.yaml") if folder else None
    if path is None or not path.is_file():
        return PostingPolicy(kept=kept)
    own = tuple(read_rules(path, OwnPolicy))
    for one in own:
        _check(one)
    refuse_duplicates(OWN, [f"{one.id} from {one.from_date} {one.kinds}" for one in own])
    return PostingPolicy(own, kept)


@cache
def policy_questions() -> tuple[PolicyQuestion, ...]:
    """Every question that a policy answers, with its defaults."""
    source = files("reclaim.data").joinpath("rules", "posting_policy.yaml")
    found = read_rules(source, PolicyQuestion)
    refuse_duplicates(source.name, [question.id for question in found])
    return tuple(found)


@cache
def document_words() -> tuple[DocumentWords, ...]:
    """The shipped words by which documents are known."""
    return tuple(
        read_rules(files("reclaim.data").joinpath("rules", "posting_documents.yaml"), DocumentWords)
    )


def policy_columns() -> tuple[str, ...]:
    """The policy columns, each once, in the order of the questions."""
    return tuple(_by_column())


def in_unit(value: Written, unit: Unit) -> int:
    """A value as it is kept: dollars as whole cents.

    Raises:
        ValueError: for a value that is none of that unit, or below 0.
    """
    if unit == "dollars":
        kept = parse_cents(str(value))
    elif isinstance(value, int):
        kept = value
    else:
        raise ValueError(f"{value!r} is no whole number of {unit}")
    if kept < 0 or (unit == "yes_or_no" and kept > 1):
        raise ValueError(f"{value!r} is no value in {unit}")
    return kept


def proves(names: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Whether the name of a document holds one of the words; null without a name."""
    plain = names.str.to_lowercase().str.replace_all("[_-]", " ")
    return plain.str.contains_any(list(words))


def _plain(word: str) -> str:
    return word.lower().replace("_", " ").replace("-", " ")


def _check(one: OwnPolicy) -> None:
    question = _by_id().get(one.id)
    if question is None and one.id not in _documents():
        raise rule_error(
            OWN, f"there is no question {one.id}", "docs/reference/postings.md lists them"
        )
    if (question is None) == (one.value is not None):
        raise rule_error(OWN, f"{one.id} is answered by {_how(question)}", "it was given otherwise")
    if question is not None and one.value is not None:
        try:
            in_unit(one.value, question.unit)
        except ValueError as error:
            raise rule_error(OWN, f"{one.id}: {error}", f"the unit is {question.unit}") from None


def _how(question: PolicyQuestion | None) -> str:
    return "words" if question is None else "a value"


@cache
def _by_id() -> Mapping[str, PolicyQuestion]:
    return {question.id: question for question in policy_questions()}


@cache
def _by_column() -> Mapping[str, tuple[PolicyQuestion, ...]]:
    found: dict[str, tuple[PolicyQuestion, ...]] = {}
    for question in policy_questions():
        found[question.column] = (*found.get(question.column, ()), question)
    return found


@cache
def _documents() -> Mapping[str, DocumentWords]:
    return {words.id: words for words in document_words()}
