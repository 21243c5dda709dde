"""Tries signals on the cases they bring, and says where another answer comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.codes import categories
from reclaim.rules.signal_columns import SCHEMA
from reclaim.rules.signal_model import NONE, Signal, SignalTest
from reclaim.rules.signals import first_match

KEPT = ("category", "necessary", "recoverable")
"""What a signal keeps as the placement rule said it, where it says nothing itself."""


@dataclass(frozen=True)
class Failure:
    """A case of a rule that does not come out as it says."""

    rule_id: str
    case: str
    expected: str
    found: str


def failures(every: Sequence[Signal]) -> list[Failure]:
    """The cases of all signals that fail, in order; each is tried against all signals together."""
    cases = [(signal, test) for signal in every for test in signal.tests]
    if not cases:
        return []
    chosen = frame([test.input for _, test in cases]).select(first_match(every)).to_series()
    return [
        Failure(signal.id, test.name, expected, found)
        for (signal, test), at in zip(cases, chosen, strict=True)
        for expected, found in _differences(test, None if at is None else every[at])
    ]


def frame(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """The rows with every column that a signal may ask; what a row does not name is null.

    The place follows from the category, the level is the line, and no remark is an empty list.
    """
    places = dict(categories().select("category", "place").iter_rows())
    return pl.DataFrame([_whole(row, places) for row in rows], schema=SCHEMA)


def _whole(row: Mapping[str, object], places: Mapping[str, str]) -> dict[str, object]:
    usual: dict[str, object] = {
        "level": "line",
        "rarcs": [],
        "place": places.get(str(row.get("category"))),
    }
    return {**dict.fromkeys(SCHEMA), **usual, **row}


def _differences(test: SignalTest, signal: Signal | None) -> list[tuple[str, str]]:
    found = signal.id if signal else NONE
    if found != test.expect.signal:
        return [(f"signal {test.expect.signal}", found)]
    expected = test.expect.model_dump(exclude={"signal"}, exclude_none=True)
    answers = {name: _answer(test, signal, name) for name in expected}
    return [
        (f"{name} {wanted}", str(answers[name]))
        for name, wanted in expected.items()
        if answers[name] != wanted
    ]


def _answer(test: SignalTest, signal: Signal | None, name: str) -> object:
    stated = getattr(signal, name, None)
    return test.input.get(name) if stated is None and name in KEPT else stated
