"""The shipped signals: each decides its own cases, all rows are judged, hard stops are hard."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.codes import categories
from reclaim.rules.conditions import ALWAYS
from reclaim.rules.signal_columns import FACTS
from reclaim.rules.signals import Signal, about, candidates, decision, signals
from reclaim.rules.trial import failures, frame

WRONG = failures(signals())


@pytest.mark.parametrize("signal", signals(), ids=lambda signal: signal.id)
def test_every_signal_decides_its_own_cases(signal: Signal) -> None:
    assert [failure for failure in WRONG if failure.rule_id == signal.id] == []


def test_every_published_signal_is_there() -> None:
    numbers = {f"R{number:02}" for number in range(1, 51)}
    assert {signal.signal for signal in signals()} - {None} == numbers


@pytest.mark.parametrize("signal", signals(), ids=lambda signal: signal.id)
def test_each_has_a_case_in_which_it_decides_and_one_in_which_it_does_not(signal: Signal) -> None:
    decides = [test.expect.signal == signal.id for test in signal.tests]
    assert signal.about != "disposition" or {True, False} <= set(decides)


ANSWERED_ELSEWHERE = {"hard-stop/undecided", "necessity/patient-signed"}
"""Signals that a code of the remittance answers as well as the evidence does."""


@pytest.mark.parametrize("signal", about(signals(), "disposition"), ids=lambda signal: signal.id)
def test_without_the_evidence_it_asks_for_it_does_not_decide(signal: Signal) -> None:
    asked = set(signal.condition.meta.root_names()) & set(FACTS)
    rows = frame([{**test.input, **dict.fromkeys(asked)} for test in signal.tests])
    chosen = rows.select(decision()).to_series()
    decided = [test.expect.signal == signal.id for test in signal.tests]
    changed = [signals()[at].id != signal.id for at in chosen.filter(pl.Series(decided))]
    assert not asked or all(changed) or signal.id in ANSWERED_ELSEWHERE


@pytest.mark.parametrize("signal", signals(), ids=lambda signal: signal.id)
def test_each_date_is_tried_on_both_sides(signal: Signal) -> None:
    tried = {test.input.get("payment_date") for test in signal.tests}
    for boundary in (signal.from_date, signal.until):
        if boundary not in (None, ALWAYS):
            assert {boundary, boundary - dt.timedelta(days=1)} <= tried


JUDGED = ("denial", "payer_reduction", "unknown", "pending")
JUDGED_CATEGORIES = (
    "contractual/second_cut",
    "contractual/other",
    "patient/noncovered",
    "patient/other",
)
ROWS = [
    {"category": category, "place": place, "recoverable": recoverable}
    for category, place in categories().select("category", "place").iter_rows()
    if place in JUDGED or category in JUDGED_CATEGORIES
    for recoverable in ("yes", "no", "maybe", None)
]


def test_every_loss_is_judged_whatever_its_codes() -> None:
    rows = frame(ROWS)
    unjudged = rows.filter(decision().is_null())
    assert unjudged.select("category", "recoverable").rows() == []
    assert rows.filter(~candidates(signals())).is_empty()


@pytest.mark.parametrize("category", ["contractual/unverified", "patient/copay", "paid/insurer"])
def test_what_is_no_loss_is_left_alone(category: str) -> None:
    row = frame([{"category": category, "group_code": "CO", "carc": "45", "network": "in"}])
    assert row.select(decision()).item() is None
    assert row.filter(candidates(signals())).is_empty()


DEGREES = ("yes", "no", "maybe", None)
MAYBE = (True, False, None)
CARCS = (
    *("16", "18", "22", "24", "26", "27", "29", "39", "44", "45", "50", "59", "96", "97", "104"),
    *("131", "147", "151", "193", "197", "198", "204", "209", "226", "227", "232", "236", "276"),
    *("284", "286", "B7", "B13", "P24"),
)
OTHER_REMARKS = ("M51", "N479", "N115", "N362", "N425", "N522", "N525", "N781", "N877", "MA46")
COLUMNS: dict[str, tuple[object, ...]] = {
    "category": tuple(dict.fromkeys(row["category"] for row in ROWS)),
    "group_code": ("CO", "PR", "OA", "PI"),
    "carc": CARCS,
    "recoverable": DEGREES,
    "network": ("in", "out", None),
    "payer_kind": ("medicare", "medicare_advantage", "commercial", None),
    "contract_on_file": MAYBE,
    **dict.fromkeys(FACTS, MAYBE),
}
HARD_STOPS: tuple[dict[str, object], ...] = (
    {"rarcs": "MA130"},
    {"rarcs": "N211"},
    {"rarcs": "MA44"},
    {"rarcs": "N185"},
    {"rarcs": "N938"},
    {"carc": "174"},
    {"carc": "213"},
    {"carc": "303"},
    {"group_code": "PR", "carc": "1"},
    {"group_code": "PR", "carc": "2"},
    {"group_code": "PR", "carc": "3"},
    {"group_code": "OA", "carc": "23"},
    {"carc": "236", "pair_never_parts": True},
    {
        "category": "payer_reduction/sequestration",
        "carc": "253",
        "rule_id": "sequestration/on-rate",
    },
)


def drawn_row(draw: np.random.Generator, stop: dict[str, object]) -> dict[str, object]:
    """Any loss with any evidence, and one reason never to appeal it."""
    row: dict[str, object] = {
        name: choices[draw.integers(len(choices))] for name, choices in COLUMNS.items()
    }
    remark = OTHER_REMARKS[draw.integers(len(OTHER_REMARKS))]
    named = stop.get("rarcs")
    return {**row, **stop, "rarcs": [remark, named] if named else [remark]}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_hard_stop_is_never_appealed_whatever_else_is_known(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = [drawn_row(draw, stop) for stop in HARD_STOPS * 10]
    chosen = frame(rows).select(decision()).to_series()
    for row, at in zip(rows, chosen, strict=True):
        assert at is not None, row
        signal = signals()[at]
        assert signal.hard_stop, (signal.id, row)
        assert signal.action != "appeal", (signal.id, row)


def test_each_signal_is_reached_from_some_case() -> None:
    """A signal that stands behind another one with the same question would never decide."""
    inputs = [test.input for signal in signals() for test in signal.tests]
    reached = set(frame(inputs).select(decision()).to_series().drop_nulls().to_list())
    judging = {at for at, signal in enumerate(signals()) if signal.about == "disposition"}
    assert reached == judging


def test_the_decision_does_not_depend_on_the_other_rows() -> None:
    rows = frame([test.input for signal in signals() for test in signal.tests])
    whole = rows.select(decision()).to_series()
    halves = [rows[:100].select(decision()).to_series(), rows[100:].select(decision()).to_series()]
    assert pl.concat(halves).to_list() == whole.to_list()
