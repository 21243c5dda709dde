"""Tries rules about postings on the cases they bring, and says where another answer comes out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import get_args

import polars as pl

from reclaim.rules.posting_columns import GIVEN, POLICY, About
from reclaim.rules.posting_derived import derived
from reclaim.rules.posting_model import PostingRule, PostingTest
from reclaim.rules.posting_policy import DEFAULT, PostingPolicy
from reclaim.rules.postings import rules_about
from reclaim.rules.trial import Failure

SHIPPED = PostingPolicy()
"""Cases are tried by the defaults, save what they state themselves."""

Case = tuple[PostingRule, PostingTest]


def failures(every: Sequence[PostingRule]) -> list[Failure]:
    """The cases of all rules that fail, in order; each is tried against its own rule."""
    found = []
    for about in get_args(About):
        for rule in rules_about(every, about):
            answers = tried(rule, [test.input for test in rule.tests])
            for test, answer in zip(rule.tests, answers.iter_rows(named=True), strict=True):
                found += _differences(rule, test, answer)
    return found


def tried(rule: PostingRule, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """What the rule says of each row: `found`, `amount`, `reverse`, in whole cents."""
    reverse = pl.sql_expr(rule.reverse) if rule.reverse else pl.lit(0)
    return frame(rule.about, rows).select(
        found=rule.condition, amount=pl.sql_expr(rule.amount), reverse=reverse
    )


def frame(about: About, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """The rows with every column that a rule may ask; what a row does not name is null.

    What stands of a write-off is what was posted where a row does not say otherwise, and the
    default of a policy holds where a row does not state the practice's own.
    """
    schema = {name: kind for name, (_, kind) in GIVEN[about].items()}
    given = [{**dict.fromkeys(schema), **_usual(about, row), **_own(row, schema)} for row in rows]
    plain = pl.DataFrame(given, schema=schema)
    whole = plain.with_columns(derived(about, SHIPPED)).with_columns(SHIPPED.columns())
    stated = [{name: row.get(name) for name in POLICY} for row in rows]
    kinds = {name: kind for name, (_, kind) in POLICY.items()}
    own = pl.DataFrame(stated, schema=kinds)
    taken = [
        pl.Series(name, [name in row for row in rows]) for name in POLICY if not _is_default(name)
    ]
    return whole.with_columns(
        part
        for flag in taken
        for part in (
            pl.when(flag).then(own[flag.name]).otherwise(pl.col(flag.name)).alias(flag.name),
            (pl.col(DEFAULT + flag.name) & ~flag).alias(DEFAULT + flag.name),
        )
    )


def _usual(about: About, row: Mapping[str, object]) -> Mapping[str, object]:
    if about not in ("split", "write_off"):
        return {"as_of": dt.date(2026, 2, 1)}
    posted = row.get("posted_cents", row.get("split_cents", 10_000))
    return {"as_of": dt.date(2026, 2, 1), "posted_cents": posted, "standing_cents": posted}


def _own(row: Mapping[str, object], schema: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in row.items() if name in schema}


def _is_default(name: str) -> bool:
    return name.startswith(DEFAULT)


def _differences(
    rule: PostingRule, test: PostingTest, answer: Mapping[str, object]
) -> list[Failure]:
    expected = test.expect.model_dump(exclude_none=True)
    return [
        Failure(rule.id, test.name, f"{name} {wanted}", str(answer[name]))
        for name, wanted in expected.items()
        if answer[name] != wanted
    ]
