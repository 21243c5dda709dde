"""Anesthesia by contract: units, factor, shares, each on both sides of its limits."""

import datetime as dt
import math
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.exact import PER_CENT, rounded
from reclaim.contracts.frames import PRICED, WHY_NOT
from reclaim.contracts.methods.anesthesia import anesthesia
from reclaim.contracts.model.prices import Anesthesia
from reclaim.intake.rates.kinds import BASE_UNITS, FACTORS
from tests.contracts.methods.services import lines, step, under, why

BASE = pl.DataFrame(
    [{"code": "00400", "units_thousandths": 3000}, {"code": "00142", "units_thousandths": 4500}],
    schema=BASE_UNITS,
)
BY_PLACE = pl.DataFrame(
    [
        {
            "locality": "01112-54",
            "effective_from": dt.date(2025, 1, 1),
            "effective_to": dt.date(2025, 12, 31),
            "conversion_millionths": 20_120_000,
        }
    ],
    schema=FACTORS,
)
TABLES = {"base": BASE, "places": BY_PLACE}
SHARES = {"AA": 100, "QK": 50, "QX": 50, "QY": 50, "QZ": 100, "AD": 100}


def _price(**said: object) -> Anesthesia:
    usual: dict[str, object] = {"method": "anesthesia", "base_units": "base"}
    if "schedule" not in said:
        usual["conversion_factor"] = "20.00"
    return Anesthesia.model_validate({**usual, **said})


def _priced(price: Anesthesia, *given: dict[str, object]) -> pl.DataFrame:
    asked = [{"code": "00400", "minutes": 17, **values} for values in given]
    return anesthesia(lines(*asked), price, under(TABLES))


def _cents(price: Anesthesia, **values: object) -> int | None:
    priced = _priced(price, values).select(rounded(pl.col("exact"), "half_up_per_line"))
    found = priced.item()
    return None if found is None else int(found)


# -- time --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "minutes", "time"),
    [
        ("exact", 17, "1.133333..."),
        ("exact", 30, "2"),
        ("hundredths", 17, "1.13"),
        ("tenths", 17, "1.1"),
        ("tenths", 0, "0"),
        ("whole_up", 15, "1"),
        ("whole_up", 16, "2"),
        ("whole_half_up", 22, "1"),
        ("whole_half_up", 23, "2"),
    ],
)
def test_seventeen_minutes_are_as_many_units_as_the_contract_says(
    rounding: str, minutes: int, time: str
) -> None:
    said = step(_priced(_price(time_units=rounding), {"minutes": minutes}))

    assert f"+ time {time} ({minutes} minutes / 15" in said


@pytest.mark.parametrize(
    ("rounding", "cents"),
    [
        ("exact", 8267),
        ("hundredths", 8260),
        ("tenths", 8200),
        ("whole_up", 10000),
        ("whole_half_up", 8000),
    ],
)
def test_the_rounding_of_time_decides_the_price(rounding: str, cents: int) -> None:
    assert _cents(_price(time_units=rounding)) == cents


@pytest.mark.parametrize(("minutes", "cents"), [(22, 8000), (23, 10000)])
def test_half_a_unit_of_an_odd_number_of_minutes_lies_between_two_minutes(
    minutes: int, cents: int
) -> None:
    assert _cents(_price(time_units="whole_half_up"), minutes=minutes) == cents


@pytest.mark.parametrize(("minutes", "cents"), [(4, 6000), (5, 8000)])
def test_a_unit_may_have_other_than_fifteen_minutes(minutes: int, cents: int) -> None:
    assert _cents(_price(time_units="whole_half_up", minutes_per_unit=10), minutes=minutes) == cents


# -- shares and further units ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modifiers", "cents"),
    [
        ([], 8200),
        (["AA"], 8200),
        (["QZ"], 8200),
        (["QK"], 4100),
        (["QX", "QS"], 4100),
        (["QS"], 8200),
        (["QY", "P3"], 5100),
        (["AD"], 6000),
        (["AD", "P3"], 8000),
    ],
)
def test_who_gave_it_decides_the_share(modifiers: list[str], cents: int) -> None:
    price = _price(shares=SHARES, physical_status={"P3": 1})

    assert _cents(price, modifiers=modifiers) == cents


def test_shares_that_stand_together_multiply_without_a_loss() -> None:
    price = _price(shares={"QX": "33.3333", "GC": "33.3333"}, conversion_factor="30")
    priced = _priced(price, {"modifiers": ["QX", "GC"], "minutes": 0})

    assert priced["exact"].item() == Fraction(333333, 10**6) ** 2 * 9000 * PER_CENT


def test_a_supervised_procedure_needs_no_time() -> None:
    price = _price(shares=SHARES)

    assert _cents(price, modifiers=["AD"], minutes=None) == 6000
    assert _cents(_price(shares=SHARES, supervised_units=4), modifiers=["AD"]) == 8000


def test_a_contract_that_does_not_name_supervision_says_nothing_about_it() -> None:
    priced = _priced(_price(shares={"QK": 50}), {"modifiers": ["AD"]})

    assert why(priced) == ["algorithm unknown: the shares do not name AD"]


@pytest.mark.parametrize(("units", "cents"), [(None, 4000), (1000, 4000), (2000, 8000)])
def test_a_qualifying_circumstance_has_only_its_own_units(units: int | None, cents: int) -> None:
    price = _price(qualifying={"99140": 2}, physical_status={"P3": 1})
    line = {"code": "99140", "minutes": None, "units_thousandths": units, "modifiers": ["P3"]}

    assert _cents(price, **line) == cents


def test_a_circumstance_is_no_circumstance_where_the_contract_does_not_name_it() -> None:
    assert why(_priced(_price(), {"code": "99140"})) == ["no rate: no base units"]


# -- factor by locality ------------------------------------------------------------------------


def test_the_factor_may_hang_on_the_locality() -> None:
    price = _price(schedule="places")

    assert _cents(price) == 8249
    assert _cents(price, locality=None) is None
    assert _cents(_price(schedule="places", locality="01112-54"), locality=None) == 8249


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"code": None}, "not stated: code"),
        ({"day": None}, "not stated: day of service"),
        ({"code": "00999"}, "no rate: no base units"),
        ({"minutes": None}, "not stated: minutes of anesthesia"),
        ({"minutes": -1}, "not stated: minutes of anesthesia"),
        ({"code": "99140", "minutes": 5}, "not stated: units of service"),
        ({"locality": None}, "no locality"),
        ({"locality": "99999-99"}, "no locality: no factor of 99999-99"),
        ({"day": dt.date(2024, 12, 31)}, "no locality: no factor of 01112-54"),
        ({"day": dt.date(2025, 1, 1)}, None),
    ],
)
def test_a_line_without_a_price_says_why(values: dict[str, object], reason: str | None) -> None:
    priced = _priced(_price(schedule="places", qualifying={"99140": 2}), values)

    assert why(priced) == [reason]
    assert reason is None or reason.split(":", maxsplit=1)[0] in WHY_NOT
    assert (priced["exact"].item() is None) == (reason is not None)


def test_two_base_units_of_one_day_are_none() -> None:
    twice = pl.concat([BASE, BASE.with_columns(units_thousandths=pl.lit(9000, pl.Int64))])
    priced = anesthesia(lines({"code": "00400", "minutes": 15}), _price(), under({"base": twice}))

    assert why(priced) == ["two rates: of base units"]


# -- the trace ---------------------------------------------------------------------------------


def test_the_trace_can_be_followed_with_a_pocket_calculator() -> None:
    price = _price(schedule="places", shares=SHARES, physical_status={"P3": 1})
    said = step(_priced(price, {"code": "00142", "modifiers": ["QK", "P3"]}))

    assert said.split("\n") == [
        "base 4.5 + time 1.1 (17 minutes / 15, to tenths) + P3 1 = 6.6 units",
        "x conversion factor 20.12 (01112-54) = 132.792",
        "QK: x 50 percent = 66.396",
    ]


def test_the_trace_of_other_kinds_says_what_they_are() -> None:
    price = _price(shares=SHARES, qualifying={"99140": 2})
    supervised = step(_priced(price, {"modifiers": ["AD"]}))
    qualifying = step(_priced(price, {"code": "99140", "minutes": None}))

    assert supervised == "supervised (AD) 3 = 3 units\nx conversion factor 20.00 = 60.00"
    assert qualifying == "qualifying 2 = 2 units\nx conversion factor 20.00 = 40.00"


# -- against a model in fractions --------------------------------------------------------------

case = st.tuples(
    st.integers(0, 900), st.integers(0, 30_000), st.integers(1, 9_999_999), st.booleans()
)


@settings(max_examples=8)
@given(cases=st.lists(case, min_size=1, max_size=20))
def test_exact_time_is_what_fractions_say(cases: list[tuple[int, int, int, bool]]) -> None:
    for minutes, base, factor, directed in cases[:3]:
        price = _price(
            time_units="exact", conversion_factor=f"{factor / 10_000:.4f}", shares={"QK": 50}
        )
        table = pl.DataFrame([{"code": "00400", "units_thousandths": base}], schema=BASE_UNITS)
        asked = lines(
            {"code": "00400", "minutes": minutes, "modifiers": ["QK"] if directed else []}
        )
        priced = anesthesia(asked, price, under({"base": table}))
        units = Fraction(base, 1000) + Fraction(minutes, 15)
        whole = units * Fraction(factor, 100) * (Fraction(1, 2) if directed else 1)

        assert priced["exact"].item() == math.floor(whole * PER_CENT)
        assert priced.schema == PRICED
