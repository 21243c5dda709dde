"""The rules about postings: loaded, checked, laid over by a practice's own."""

from collections.abc import Container, Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from reclaim.rules.chances import Prior, read_priors
from reclaim.rules.overlay import overlay
from reclaim.rules.posting_columns import ASKED, About
from reclaim.rules.posting_model import PostingRule
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

__all__ = [
    "PostingRule",
    "posting_priors",
    "posting_rules",
    "read_own_postings",
    "read_postings",
    "rules_about",
]


def read_postings(sources: Iterable[Traversable]) -> tuple[PostingRule, ...]:
    """The rules of several files, in the order of the file names and then of the files.

    Raises:
        ReclaimError: RULE-FILE, for a file, field, condition or word that cannot be understood,
            or an id given twice.
    """
    found: list[PostingRule] = []
    for source in sorted(sources, key=lambda source: source.name):
        for rule in read_rules(source, PostingRule):
            _check(source.name, rule)
            found.append(rule)
    refuse_duplicates("postings", [rule.id for rule in found])
    return tuple(found)


@cache
def posting_rules() -> tuple[PostingRule, ...]:
    """The shipped rules, in order: the first about some money counts it."""
    folder = files("reclaim.data").joinpath("rules", "postings")
    return read_postings(file for file in folder.iterdir() if file.name.endswith(".yaml"))


def read_own_postings(folder: Traversable | None) -> tuple[PostingRule, ...]:
    """The shipped rules with those of a practice laid over them: `rules/postings/*.yaml`.

    Raises:
        ReclaimError: RULE-FILE, for a file, rule or override that cannot be understood.
    """
    below = folder.joinpath("rules").joinpath("postings") if folder else None
    if below is None or not below.is_dir():
        return posting_rules()
    own = read_postings(file for file in below.iterdir() if file.name.endswith((".yaml", ".yml")))
    return overlay(posting_rules(), own)


def rules_about(every: Sequence[PostingRule], about: About) -> tuple[PostingRule, ...]:
    """The rules about one thing, in order."""
    return tuple(rule for rule in every if rule.about == about)


@cache
def posting_priors() -> dict[str, Prior]:
    """How often money that was written off wrongly still comes in, by the key that rules name."""
    source = files("reclaim.data").joinpath("rules", "posting_chances.yaml")
    return {prior.prior: prior for prior in read_priors(source)}


def _check(where: str, rule: PostingRule) -> None:
    _check_sql(where, rule, "when", rule.when, pl.Boolean())
    _check_sql(where, rule, "amount", rule.amount, pl.Int64())
    _check_sql(where, rule, "reverse", rule.reverse, pl.Int64())
    _check_sql(where, rule, "deadline", rule.deadline, pl.Date())
    if rule.prior is not None and rule.prior not in posting_priors():
        keys = ", ".join(sorted(posting_priors()))
        raise rule_error(where, f"rule {rule.id}, prior: unknown key {rule.prior}", keys)


def _check_sql(
    where: str, rule: PostingRule, part: str, sql: str | None, kind: pl.DataType
) -> None:
    """Raise RULE-FILE for SQL that asks for what there is not, or gives what cannot be taken."""
    if sql is None:
        return
    schema = {name: of for name, (_, of) in ASKED[rule.about].items()}
    stated = f"rule {rule.id}, {part}"
    try:
        found = pl.DataFrame(schema=schema).select(found=pl.sql_expr(sql)).schema["found"]
    except pl.exceptions.ColumnNotFoundError:
        name = _first_unknown(sql, schema)
        raise rule_error(where, f"{stated}: unknown column {name}", _ASKED) from None
    except pl.exceptions.PolarsError as error:
        raise rule_error(where, f"{stated}: {error}", "it must be SQL") from None
    if found != kind and not (kind == pl.Int64() and found.is_integer()):
        raise rule_error(where, f"{stated} gives {found}", f"it must give {kind}")


def _first_unknown(sql: str, known: Container[str]) -> str:
    return next(name for name in pl.sql_expr(sql).meta.root_names() if name not in known)


_ASKED = "docs/reference/postings.md lists what a rule may ask"
