"""Ambulance by contract: base, miles, and the area of the pickup, on both sides of each limit."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.exact import rounded
from reclaim.contracts.frames import WHY_NOT
from reclaim.contracts.methods.ambulance import ambulance
from reclaim.contracts.model.prices import Ambulance
from reclaim.intake.rates.kinds import AREAS
from tests.contracts.methods.services import lines, step, under, why

ZIPS = pl.DataFrame(
    [
        {"zip_code": "00001", "area": "urban"},
        {"zip_code": "00002", "area": "rural"},
        {"zip_code": "00003", "area": "super_rural"},
        {"zip_code": "00004", "area": "urban", "effective_to": dt.date(2025, 6, 30)},
        {"zip_code": "00004", "area": "rural", "effective_from": dt.date(2025, 7, 1)},
        {"zip_code": "00005", "area": "urban"},
        {"zip_code": "00005", "area": "rural"},
    ],
    schema=AREAS,
)
MEDICARE = {"urban_percent": 102, "rural_percent": 103, "super_rural_percent": "122.6"}
RURAL_MILES = {"rural_miles": 17, "rural_mile_percent": 150}
MILES = "A0425"
ALS = "A0427"


def _price(**said: object) -> Ambulance:
    usual: dict[str, object] = {
        "method": "ambulance",
        "conversion_factor": "280.00",
        "relative_values": {ALS: 1.9},
        "practice_expense_index": 1.05,
        "mileage_rates": {MILES: "8.00"},
    }
    return Ambulance.model_validate({**usual, **said})


def _priced(price: Ambulance, **values: object) -> pl.DataFrame:
    return ambulance(lines({"code": ALS, **values}), price, under({"zips": ZIPS}))


def _cents(price: Ambulance, **values: object) -> int | None:
    found = _priced(price, **values).select(rounded(pl.col("exact"), "half_up_per_line")).item()
    return None if found is None else int(found)


# -- the base ----------------------------------------------------------------------------------


def test_the_worked_example_before_and_after_the_urban_add_on() -> None:
    assert _cents(_price()) == 55062
    assert _cents(_price(urban_percent=102, area="urban")) == 56163


def test_the_index_moves_only_its_share() -> None:
    assert _cents(_price(practice_expense_index=1)) == 53200
    assert _cents(_price(practice_expense_percent=50)) == 54530
    assert _cents(_price(practice_expense_percent=0)) == 53200


@pytest.mark.parametrize(("units", "cents"), [(None, 55062), (1000, 55062), (2000, 110124)])
def test_a_transport_counts_by_its_units(units: int | None, cents: int) -> None:
    assert _cents(_price(), units_thousandths=units) == cents


# -- the area of the pickup --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zip_code", "base", "miles"),
    [("00001", 56163, 16320), ("00002", 56714, 16480), ("00003", 69531, 16480)],
)
def test_the_area_adds_to_base_and_miles_and_the_super_rural_one_to_the_base_alone(
    zip_code: str, base: int, miles: int
) -> None:
    price = _price(areas="zips", **MEDICARE)

    assert _cents(price, zip_code=zip_code) == base
    assert _cents(price, code=MILES, zip_code=zip_code, units_thousandths=20_000) == miles


@pytest.mark.parametrize(
    ("zip_code", "units", "cents"),
    [
        ("00001", 20_000, 16000),
        ("00002", 16_900, 20280),
        ("00002", 17_000, 20400),
        ("00002", 17_100, 20480),
        ("00003", 20_000, 22800),
    ],
)
def test_the_first_rural_miles_count_more(zip_code: str, units: int, cents: int) -> None:
    price = _price(areas="zips", **RURAL_MILES)

    assert _cents(price, code=MILES, zip_code=zip_code, units_thousandths=units) == cents


def test_the_area_is_that_of_the_day() -> None:
    price = _price(areas="zips", rural_percent=103)

    assert _cents(price, zip_code="00004", day=dt.date(2025, 6, 30)) == 55062
    assert _cents(price, zip_code="00004", day=dt.date(2025, 7, 1)) == 56714


def test_the_area_of_the_contract_is_that_of_zip_codes_that_are_not_in_the_table() -> None:
    price = _price(areas="zips", area="rural", **MEDICARE)

    assert _cents(price, zip_code="99999") == 56714
    assert _cents(price, zip_code="00001") == 56163


# -- why there is no price ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "values", "reason"),
    [
        ({}, {"code": None}, "not stated: code"),
        ({}, {"code": "A0999"}, "no rate"),
        ({}, {"minutes": 10}, "not stated: units of service"),
        ({}, {"zip_code": None}, None),
        ({"areas": "zips"}, {"zip_code": None}, None),
        (MEDICARE, {}, "not stated: area of the pickup"),
        ({"areas": "zips", **MEDICARE}, {"zip_code": "00001"}, None),
        ({"areas": "zips", **MEDICARE}, {}, "not stated: ZIP code of the pickup"),
        ({"areas": "zips", "area": "urban", **MEDICARE}, {}, "not stated: ZIP code of the pickup"),
        (
            {"areas": "zips", **MEDICARE},
            {"zip_code": "99999"},
            "no rate: the ZIP code of the pickup has no area",
        ),
        (
            {"areas": "zips", **RURAL_MILES},
            {"zip_code": "00005"},
            "two rates: the pickup has two areas",
        ),
    ],
)
def test_a_line_without_a_price_says_why(
    said: dict[str, object], values: dict[str, object], reason: str | None
) -> None:
    priced = _priced(_price(**said), **values)

    assert why(priced) == [reason]
    assert reason is None or reason.split(":", maxsplit=1)[0] in WHY_NOT
    assert (priced["exact"].item() is None) == (priced["step"].item() is None)
    assert (priced["exact"].item() is None) == (reason is not None)


# -- the trace ---------------------------------------------------------------------------------


def test_the_trace_can_be_followed_with_a_pocket_calculator() -> None:
    price = _price(areas="zips", **MEDICARE, **RURAL_MILES)
    base = step(_priced(price, zip_code="00003"))
    miles = step(_priced(price, code=MILES, zip_code="00002", units_thousandths=20_500))

    assert base.split("\n") == [
        "280.00 x 1.9 x (70 percent x 1.05 + 30 percent) = 550.62",
        "super-rural area: x 103 percent = 567.1386",
        "super-rural area: x 122.6 percent = 695.3119...",
    ]
    assert miles.split("\n") == [
        "8.00 a mile x (17 miles x 150 percent + 3.5 miles) = 232.00",
        "rural area: x 103 percent = 238.96",
    ]


@pytest.mark.parametrize(
    ("code", "units", "said"),
    [
        (MILES, 1_000, "8.00 a mile x 1 miles = 8.00"),
        (ALS, 2_000, "280.00 x 1.9 x (70 percent x 1.05 + 30 percent) x 2 units = 1,101.24"),
    ],
)
def test_the_trace_says_how_many(code: str, units: int, said: str) -> None:
    assert step(_priced(_price(), code=code, units_thousandths=units)) == said


# -- what always holds -------------------------------------------------------------------------


@settings(max_examples=20)
@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=20))
def test_more_miles_never_cost_less_and_the_bonus_ends_at_its_limit(miles: list[int]) -> None:
    price = _price(area="rural", **RURAL_MILES)
    asked = lines(*({"code": MILES, "units_thousandths": count} for count in sorted(miles)))
    cents = ambulance(asked, price, under({})).select(rounded(pl.col("exact"), "truncate_per_line"))

    amounts = cents.to_series().to_list()
    expected = [(min(n, 17_000) * 12 + max(n - 17_000, 0) * 8) // 10 for n in sorted(miles)]
    assert amounts == sorted(amounts)
    assert amounts == expected
