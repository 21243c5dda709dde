"""Every fact has its words, and they can be filled in."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from reclaim.errors import ReclaimError
from reclaim.rules.fact_words import fact_codes, fact_words, read_fact_words, statement

DAY = dt.date(2026, 1, 5)
SCHEMA = {
    "fact": pl.String,
    "holds": pl.Boolean,
    "on": pl.Date,
    "limit": pl.Date,
    "detail": pl.String,
}


def said(fact: str, holds: bool | None, *, detail: str | None = "A2 20") -> str:  # noqa: FBT001 - an answer
    on = None if holds is None else DAY
    rows = pl.DataFrame([(fact, holds, on, DAY, detail)], schema=SCHEMA, orient="row")
    found: str = rows.select(statement()).item()
    return found


def test_an_answer_is_a_sentence() -> None:
    assert said("accepted_in_time", holds=True) == (
        "The payer accepted the claim on 2026-01-05; the last day was 2026-01-05 (A2 20)."
    )


def test_a_detail_that_is_not_there_leaves_no_trace() -> None:
    assert said("emergency", holds=True, detail=None) == "The claim as sent says emergency."


def test_what_is_not_known_is_said_too() -> None:
    assert said("emergency", holds=None) == "The claim as sent has not been read."


@pytest.mark.parametrize("fact", fact_words())
@pytest.mark.parametrize("holds", [True, False, None])
def test_every_sentence_can_be_filled(fact: str, holds: bool | None) -> None:  # noqa: FBT001 - an answer
    sentence = said(fact, holds)
    assert sentence.endswith(".")
    assert not set("{}") & set(sentence)


def test_a_fact_without_words_has_no_sentence() -> None:
    rows = pl.DataFrame([("no_such", True, DAY, DAY, "x")], schema=SCHEMA, orient="row")
    assert rows.select(statement()).item() is None


def test_codes_that_nobody_declared_are_refused() -> None:
    with pytest.raises(ReclaimError, match="RULE-FILE"):
        fact_codes("sent_in_time", "category")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("yes: It is {so}.", "only detail, limit, on may stand in braces"),
        ("codes: {category: [A2]}", "codes need a citation"),
        ("wrong: 1", "wrong"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: str, what: str) -> None:
    entry = {"fact": "f", "asks": "?", "input": "835", "yes": "y.", "no": "n.", "unknown": "u."}
    key = change.split(":", maxsplit=1)[0]
    lines = [f"  {name}: '{value}'" for name, value in entry.items() if name != key]
    path = tmp_path / "facts.yaml"
    path.write_text("-\n" + "\n".join([*lines, f"  {change}"]), "utf-8")
    with pytest.raises(ReclaimError) as caught:
        read_fact_words(path)
    assert what in caught.value.why
