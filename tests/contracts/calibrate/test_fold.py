"""Pricing claims that are told apart gives what pricing every claim gives."""

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest

from reclaim.contracts.calibrate.desk import Desk
from reclaim.contracts.calibrate.fold import fold, steps_in_time, way_of
from reclaim.contracts.calibrate.rows import UNKNOWN, rows_of
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from tests.contracts.calibrate.practice import (
    LOCALITIES,
    NPIS,
    SURGERIES,
    Practice,
    contract,
    practice,
    services,
)

MADE = practice(seed=5, claims=400)
BY_LINE = {"clause": "B 1", "codes": SURGERIES, "percents": [100, 50, 25], "rank_by": "line"}
DATED = {**services(percent=110), "id": "old", "effective_to": dt.date(2026, 2, 17)}
RISE = {"effective_from": dt.date(2026, 3, 12), "percent": 103, "clause": "C 1"}
DAY = {"method": "flat", "amount": "80", "per": "day"}
STAY = {"method": "case_rate", "amount": "5000"}

CONTRACTS: dict[str, dict[str, Any]] = {
    "alone": {},
    "dated": {"terms": [DATED, services()]},
    "escalated": {"escalators": [RISE]},
    "limited": {"lesser_of_charge": "line"},
    "ranked": {"policies": {"multiple_procedures": [BY_LINE]}},
    "by provider": {
        "policies": {"non_physician": {"clause": "x", "percent": 85, "rendering_npis": [NPIS[1]]}}
    },
    "by the day": {"terms": [{"id": "day", "clause": "x", "price": DAY}]},
    "whole claims": {"terms": [{"id": "case", "clause": "x", "price": STAY}]},
    "claim charges": {
        "terms": [{**services(), "when": {"claim_charge_over": "900"}}],
    },
}


def desk(of: Contract, made: Practice) -> Desk:
    expected = made.audited(of, of)
    rows = rows_of(of, made.claims, made.lines, expected)
    return Desk.laid_out(rows, made.claims, made.lines, made.tables, {}, price)


@pytest.mark.parametrize("name", CONTRACTS)
def test_folded_claims_have_the_prices_of_all_claims(name: str) -> None:
    of = contract(**CONTRACTS[name])
    made = desk(of, MADE)
    assert len(made.rows) > 0
    assert np.array_equal(made.expected(of).cents, made.rows.expected)
    terms = {term.id: place for place, term in enumerate(of.terms)}
    known = made.rows.frame["term"].replace_strict(terms, default=UNKNOWN, return_dtype=pl.Int64)
    assert np.array_equal(made.expected(of).term, known.fill_null(UNKNOWN).to_numpy())


@pytest.mark.parametrize("name", ["alone", "escalated", "ranked"])
def test_lines_are_folded(name: str) -> None:
    of = contract(**CONTRACTS[name])
    keys = MADE.lines.select("claim_id", "line_number").with_row_index("row")
    steps = steps_in_time(of, MADE.tables)
    folded = fold(MADE.claims, MADE.lines, keys, way_of(of, MADE.tables), steps)
    assert folded.lines.height < MADE.lines.height
    assert folded.places.height == MADE.lines.height


def test_every_locality_is_priced_as_if_it_were_the_contracts() -> None:
    of = contract()
    made = desk(of, MADE)
    at_once = made.expected_in(of, LOCALITIES)
    for locality, found in zip(LOCALITIES, at_once, strict=True):
        alone = made.expected(contract(locality=locality))
        assert np.array_equal(found.cents, alone.cents)
        assert np.array_equal(found.term, alone.term)


def test_days_of_a_month_with_a_step_are_kept_apart() -> None:
    of = contract(escalators=[RISE])
    keys = MADE.lines.select("claim_id", "line_number").with_row_index("row")
    steps = steps_in_time(of, MADE.tables)
    folded = fold(MADE.claims, MADE.lines, keys, way_of(of, MADE.tables), steps)
    days = set(folded.lines["service_date"].to_list())
    assert {dt.date(2026, 3, 1), dt.date(2026, 3, 12), dt.date(2026, 4, 1)} <= days
    assert len(days) == 7
