"""What a payer pays is inferred from its payments, and only where they agree."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.infer import Inferred, infer
from reclaim.contracts.inference.tables import NOT_SHOWN
from reclaim.contracts.price import price
from reclaim.schema import TABLES

JANUARY = dt.date(2026, 1, 1)
Made = dict[str, Any]
Value = str | int | bool | dt.date | list[str] | None


def paid(allowed: int, count: int = 1, **line: Value) -> list[Made]:
    """So many lines that were allowed so much; one a day, unless a day is given."""
    return [{"allowed_cents": allowed, **line} for _ in range(count)]


def tables(made: Sequence[Made]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """expected_lines and frames.LINES of lines, each on a claim of its own, on days in a row."""
    rows = [
        {
            "claim_id": f"C{number:05d}",
            "line_number": 1,
            "payer": "larkspur",
            "procedure_code": "99213",
            "modifiers": [],
            "place_of_service": "11",
            "service_date": JANUARY + dt.timedelta(days=number % 360),
            "charge_cents": 30000,
            "verdict": "unpriced",
            "why_not": "no contract",
            **line,
        }
        for number, line in enumerate(made)
    ]
    schema = TABLES["expected_lines"].polars_schema
    expected = pl.DataFrame(
        [{name: value for name, value in row.items() if name in schema} for row in rows],
        schema=schema,
    )
    lines = pl.DataFrame(
        [{name: row[name] for name in LINES if name in row} for row in rows], schema=LINES
    )
    return expected, lines


def inferred(made: Sequence[Made]) -> Inferred:
    found = infer(*tables(made))
    assert len(found) == 1
    return found[0]


def shown(found: Inferred) -> list[tuple[Any, ...]]:
    """Code, modifier, setting, first day, rate in dollars."""
    columns = ["code", "modifier", "setting", "effective_from", "rate_micros"]
    return [
        (*row[:4], Decimal(row[4]) / 10**6) for row in found.evidence.select(columns).iter_rows()
    ]


def days(first: dt.date, count: int) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range(count))


def test_the_amount_that_most_lines_have_is_the_rate() -> None:
    found = inferred([*paid(9163, 18), *paid(8000), *paid(9500)])
    assert shown(found) == [("99213", None, None, JANUARY, Decimal("91.63"))]
    row = found.evidence.row(0, named=True)
    assert (row["lines"], row["fits"], row["share_percent"]) == (20, 18, 90)


def test_a_line_below_the_usual_amount_is_suspected_and_one_above_is_not() -> None:
    found = inferred([*paid(9163, 18), *paid(8000), *paid(9500)])
    assert found.departures.to_dicts() == [
        {
            "claim_id": "C00018",
            "line_number": 1,
            "code": "99213",
            "usual_cents": 9163,
            "allowed_cents": 8000,
            "variance_cents": 1163,
            "lines": 20,
            "share_percent": 90,
        }
    ]


@pytest.mark.parametrize(("lines", "rates"), [(9, 0), (10, 1)])
def test_no_rate_is_inferred_from_few_lines(lines: int, rates: int) -> None:
    found = inferred(paid(9163, lines))
    assert found.evidence.height == rates
    assert (found.contract is None) == (rates == 0)


def test_two_lines_are_never_a_rate() -> None:
    found = inferred(paid(9163, 2))
    assert (found.contract, found.rates.height, found.departures.height) == (None, 0, 0)


@pytest.mark.parametrize(("others", "rates"), [(30, 1), (31, 0)])
def test_a_clear_majority_is_asked_for(others: int, rates: int) -> None:
    spread = [line for number in range(others) for line in paid(5000 + 7 * number)]
    assert inferred([*paid(9163, 70), *spread]).evidence.height == rates


def test_what_was_allowed_in_full_shows_no_rate() -> None:
    found = inferred(paid(9000, 40, charge_cents=9000))
    assert (found.looked_at, found.at_charge, found.contract) == (0, 40, None)


def test_lines_at_their_charge_are_no_departures() -> None:
    found = inferred([*paid(9163, 20), *paid(6000, 5, charge_cents=6000)])
    assert found.departures.is_empty()
    assert found.contract is not None
    assert found.contract.lesser_of_charge == "line"


def test_a_payer_that_allows_more_than_charges_does_not_stop_at_them() -> None:
    found = inferred(paid(9163, 20, charge_cents=6000))
    assert found.contract is not None
    assert found.contract.lesser_of_charge == "none"


@pytest.mark.parametrize(
    "left_out",
    [
        {"verdict": "denied"},
        {"allowed_cents": 0},
        {"contract": "harbor-2026"},
        {"service_date": None},
        {"procedure_code": None},
        {"minutes": 30},
    ],
)
def test_lines_that_show_nothing_are_left_out(left_out: Made) -> None:
    line = {"allowed_cents": 9163, **left_out}
    assert infer(*tables([line] * 20)) == ()


def test_lines_under_an_inferred_contract_count_again() -> None:
    found = inferred(paid(9163, 20, contract="larkspur-inferred", inferred=True))
    assert found.evidence.height == 1


def test_a_modifier_that_makes_no_difference_is_not_told_apart() -> None:
    found = inferred([*paid(9163, 20), *paid(9163, 20, modifiers=["25"])])
    assert shown(found) == [("99213", None, None, JANUARY, Decimal("91.63"))]
    assert found.evidence["lines"].item() == 40


def test_a_modifier_that_makes_a_difference_has_its_rate() -> None:
    found = inferred(
        [*paid(9163, 20), *paid(4000, 15, modifiers=["26"]), *paid(4000, 3, modifiers=["26", "59"])]
    )
    assert shown(found) == [
        ("99213", None, None, JANUARY, Decimal("91.63")),
        ("99213", "26", None, JANUARY, Decimal(40)),
    ]
    assert found.evidence["lines"].to_list() == [20, 18]


def test_a_modifier_with_few_other_payments_is_said_to_be_unknown() -> None:
    found = inferred([*paid(9163, 20), *paid(4000, 3, modifiers=["52"])])
    unknown = found.rates.filter(pl.col("rate_micros").is_null())
    assert unknown.select("code", "modifier", "status").rows() == [("99213", "52", NOT_SHOWN)]
    assert found.departures.is_empty()


def test_the_setting_is_told_apart_where_it_matters() -> None:
    office, hospital = paid(9163, 20), paid(6000, 20, place_of_service="22")
    mixed = [line for both in zip(office, hospital, strict=True) for line in both]
    assert [row[2:] for row in shown(inferred(mixed))] == [
        ("facility", JANUARY, Decimal(60)),
        ("nonfacility", JANUARY, Decimal("91.63")),
    ]
    same = [*office, *paid(9163, 20, place_of_service="22")]
    assert [row[2] for row in shown(inferred(same))] == [None]


def test_a_rate_for_a_unit_is_multiplied() -> None:
    found = inferred([*paid(9163, 15), *paid(27489, 15, units_thousandths=3000)])
    assert shown(found)[0][4] == Decimal("91.63")
    assert found.evidence["per"].item() == "unit"


def test_a_rate_of_a_fraction_of_a_cent_is_found_on_many_units() -> None:
    made = [
        line
        for units in (1, 2, 3, 5, 10, 40, 100)
        for line in paid(
            (9_25 * units * 2 + 100) // 200, 3, units_thousandths=units * 1000, charge_cents=90000
        )
    ]
    assert shown(inferred(made))[0][4] == Decimal("0.0925")


def test_a_rate_for_the_line_is_told_from_one_for_a_unit() -> None:
    found = inferred([*paid(9163, 10), *paid(9163, 15, units_thousandths=3000)])
    assert found.evidence["per"].item() == "line"


def test_a_step_in_time_is_found_on_its_day() -> None:
    last_year = paid(9000, 60)
    made = [
        {**line, "service_date": day}
        for line, day in zip(
            [*last_year, *paid(9300, 60)], days(dt.date(2025, 11, 2), 120), strict=True
        )
    ]
    assert [row[3:] for row in shown(inferred(made))] == [
        (dt.date(2025, 11, 2), Decimal(90)),
        (JANUARY, Decimal(93)),
    ]


def test_sparse_steps_of_several_codes_agree_on_a_day() -> None:
    made = []
    for code, every in (("99213", 2), ("99214", 11), ("99215", 13)):
        for day in list(days(dt.date(2025, 6, 1), 400))[::every]:
            allowed = 9000 if day < JANUARY else 9300
            made += paid(allowed, procedure_code=code, service_date=day)
    firsts = {row[3] for row in shown(inferred(made)) if row[4] == 93}
    assert firsts == {JANUARY}


def test_payments_that_go_back_and_forth_are_no_step() -> None:
    made = [paid(9000 if number % 2 else 9300)[0] for number in range(100)]
    assert inferred(made).evidence.is_empty()


def test_a_share_of_charges_is_recognised_where_charges_vary() -> None:
    random = np.random.default_rng(3)
    made = []
    for charge in random.integers(5000, 90000, 60).tolist():
        made += paid((charge * 45 + 50) // 100, charge_cents=charge)
    found = inferred([*made, *paid(100, charge_cents=50000)])
    assert found.percent == 45
    assert found.contract is not None
    assert found.contract.terms[0].price.method == "percent_of_charges"
    assert found.departures.select("usual_cents", "allowed_cents").rows() == [(22500, 100)]


def test_a_share_of_charges_that_never_change_is_not_told_from_a_rate() -> None:
    made = [
        *paid(13500, 30, charge_cents=30000),
        *paid(9000, 30, procedure_code="99212", charge_cents=20000),
    ]
    found = inferred(made)
    assert found.percent is None
    assert found.evidence.height == 2


def test_rates_that_stay_while_charges_vary_are_rates() -> None:
    made = [paid(9163, charge_cents=20000 + 100 * number)[0] for number in range(40)]
    found = inferred(made)
    assert (found.percent, found.evidence.height) == (None, 1)


def test_payers_are_kept_apart() -> None:
    made = [*paid(9163, 20), *paid(7000, 20, payer="cobalt")]
    assert [(found.payer, shown(found)[0][4]) for found in infer(*tables(made))] == [
        ("cobalt", Decimal(70)),
        ("larkspur", Decimal("91.63")),
    ]


def practice() -> list[Made]:
    random = np.random.default_rng(11)
    made: list[Made] = []
    for number in range(600):
        code = ["99213", "99214", "20610"][number % 3]
        units = int(random.integers(1, 4))
        rate = {"99213": 9163, "99214": 12953, "20610": 6583}[code]
        erring = random.integers(0, 100) < 3
        allowed = rate * units - (int(random.integers(100, 2000)) if erring else 0)
        made += paid(
            allowed, procedure_code=code, units_thousandths=units * 1000, charge_cents=99999
        )
    return made


def test_the_order_of_lines_makes_no_difference() -> None:
    expected, lines = tables(practice())
    first = infer(expected, lines)[0]
    again = infer(expected.reverse(), lines.sample(fraction=1, shuffle=True, seed=4))[0]
    assert_frame_equal(first.evidence, again.evidence)
    assert_frame_equal(first.departures, again.departures)
    assert first.contract == again.contract


def test_the_inferred_contract_prices_the_lines_it_was_made_from() -> None:
    made = practice()
    expected, lines = tables(made)
    found = infer(expected, lines)[0]
    claims = expected.select(
        "claim_id",
        "payer",
        form=pl.lit("professional"),
        claim_date="service_date",
        claim_charge_cents="charge_cents",
    ).match_to_schema(CLAIMS, missing_columns="insert")
    wide = lines.drop("code").join(
        expected.select("claim_id", code="procedure_code"), on="claim_id"
    )
    priced = price(claims, wide.select(LINES.names()), found.book)
    assert priced["inferred"].all()
    both = priced.join(expected.select("claim_id", "allowed_cents"), on="claim_id")
    under = both.filter(pl.col("expected_cents") > pl.col("allowed_cents"))
    assert set(under["claim_id"]) == set(found.departures["claim_id"])
    assert both.filter(pl.col("expected_cents") < pl.col("allowed_cents")).is_empty()
