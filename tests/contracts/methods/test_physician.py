"""Medicare's physician fees: CMS's own amounts, every reason for none, and a model in fractions."""

import datetime as dt
import math
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.frames import PRICED, WHY_NOT
from reclaim.contracts.methods.physician import physician_rates, published_amounts
from tests.contracts.methods.services import (
    DATA,
    DAY,
    cents,
    indices,
    lines,
    published,
    rvus,
    step,
    why,
)

OCTOBER = published("physician-2025-october.csv", "physician")
PLACES = published("indices-2025.csv", "indices")


def _fees(*given: dict[str, object], as_of: dt.date | None = None) -> pl.DataFrame:
    return physician_rates(lines(*given), OCTOBER, PLACES, as_of=as_of)


def _stated() -> pl.DataFrame:
    """CMS's own amounts of one code in every locality, in cents."""
    text = pl.read_csv(DATA / "published-2025-october.csv", schema_overrides=[pl.String] * 4)
    return text.select(
        "code",
        "locality",
        *(
            pl.col(setting)
            .str.replace(".", "", literal=True)
            .cast(pl.Int64)
            .alias(f"{setting}_cents")
            for setting in ("nonfacility", "facility")
        ),
    )


def _one(**values: object) -> pl.DataFrame:
    return _fees({"code": "99213", **values})


# -- CMS's own amounts -------------------------------------------------------------------------


def test_medicare_prices_equal_cms_published_amounts_to_the_cent_for_every_row() -> None:
    stated = _stated()
    ours = published_amounts(OCTOBER, PLACES, day=DAY).filter(code="76145").drop("modifier")

    assert stated.height == 109
    assert ours.sort("locality").rows() == stated.sort("locality").rows()


def test_a_line_has_the_published_amount_of_its_locality() -> None:
    stated = _stated()
    asked = [{"code": "76145", "locality": locality} for locality in stated["locality"]]

    assert cents(_fees(*asked)) == stated["nonfacility_cents"].to_list()


def test_every_row_has_a_published_amount_in_every_locality() -> None:
    fees = published_amounts(OCTOBER, PLACES, day=DAY)
    paid = OCTOBER.filter(pl.col("status") == "A").height

    assert fees.height == paid * 109
    assert fees.null_count().select(pl.exclude("modifier")).row(0) == (0, 0, 0, 0)
    assert fees.schema.names() == [
        "code", "modifier", "locality", "nonfacility_cents", "facility_cents",
    ]  # fmt: skip


@pytest.mark.parametrize("day", [dt.date(2025, 9, 30), dt.date(2026, 1, 1)])
def test_nothing_is_published_outside_of_the_release(day: dt.date) -> None:
    assert published_amounts(OCTOBER, PLACES, day=day).is_empty()


def test_the_worked_example_of_physical_therapy_in_arizona_2013() -> None:
    table = rvus(
        {
            "code": "97110",
            "work_millionths": 450_000,
            "nonfacility_millionths": 480_000,
            "malpractice_millionths": 10_000,
            "conversion_millionths": 34_023_000,
        }
    )
    places = indices({"practice_millionths": 978_000, "malpractice_millionths": 1_015_000})
    asked = lines({"code": "97110", "day": dt.date(2013, 5, 6)})

    assert cents(physician_rates(asked, table, places, as_of=None)) == [3163]


def test_the_worked_example_of_a_dot_product() -> None:
    table = rvus(
        {
            "work_millionths": 6_260_000,
            "nonfacility_millionths": 4_360_000,
            "malpractice_millionths": 990_000,
            "conversion_millionths": 32_744_000,
        }
    )
    places = indices({"practice_millionths": 883_000, "malpractice_millionths": 1_125_000})
    priced = physician_rates(lines({"code": "99213"}), table, places, as_of=None)

    assert cents(priced) == [36751]
    assert "= 11.22363\n" in step(priced)


# -- the trace ---------------------------------------------------------------------------------


def test_the_trace_can_be_followed_with_a_pocket_calculator() -> None:
    values, fee = step(_one()).split("\n")

    assert values == (
        "work 1.30 x 1.017 + practice (nonfacility) 1.35 x 1.093 + malpractice 0.10 x 0.662"
        " = 2.86385"
    )
    assert fee == (
        "x conversion factor 32.3465 = 92.6355..., rounded 92.64"
        " (release 2025 October, locality 01112-54)"
    )


def test_a_schedule_without_releases_names_none() -> None:
    priced = physician_rates(lines({"code": "99213"}), rvus({}), indices({}), as_of=None)

    assert step(priced).endswith("rounded 88.95 (locality 01112-54)")


# -- which row ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "modifiers", "modifier"),
    [
        ("71046", [], None),
        ("71046", ["26"], "26"),
        ("71046", ["59", "TC"], "TC"),
        ("45378", ["53"], "53"),
        ("45378", ["26", "53"], "26"),
        ("99213", ["53"], None),
        ("99213", ["25"], None),
    ],
)
def test_a_line_takes_the_row_of_its_pricing_modifier(
    code: str, modifiers: list[str], modifier: str | None
) -> None:
    priced = _one(code=code, modifiers=modifiers)
    row = OCTOBER.filter(
        pl.col("code") == code, pl.col("modifier").eq_missing(pl.lit(modifier, pl.String))
    )

    if row.is_empty():
        assert why(priced) == ["no rate: with modifier 26"]
    else:
        work = row["work_millionths"].item() / 10**6
        assert step(priced).startswith(f"work {work:.2f} x")
        assert priced["rate_modifier"].to_list() == [modifier]


def test_a_component_never_takes_the_fee_of_the_whole() -> None:
    assert why(_one(modifiers=["26"])) == ["no rate: with modifier 26"]
    assert why(_one(modifiers=["TC"])) == ["no rate: with modifier TC"]


def test_a_line_with_both_components_has_two_fees_and_so_none() -> None:
    assert why(_one(code="71046", modifiers=["26", "TC"])) == [
        "two rates: of 26 and of TC, and the line carries both"
    ]


def test_the_setting_decides_the_practice_expense() -> None:
    assert cents(_fees({"code": "99213"}, {"code": "99213", "setting": "facility"})) == [9264, 6506]


@pytest.mark.parametrize(
    ("day", "priced"),
    [
        (dt.date(2025, 9, 30), False),
        (dt.date(2025, 10, 1), True),
        (dt.date(2025, 12, 31), True),
        (dt.date(2026, 1, 1), False),
    ],
)
def test_a_release_holds_from_its_first_day_to_its_last(day: dt.date, *, priced: bool) -> None:
    assert why(_one(day=day)) == [None if priced else "no rate"]


def test_a_later_release_replaces_from_its_first_day() -> None:
    table = rvus(
        {"effective_to": dt.date(2025, 6, 30)},
        {"effective_from": dt.date(2025, 7, 1), "work_millionths": 2_300_000},
    )
    days = [{"code": "99213", "day": dt.date(2025, 6, 30)}]
    days += [{"code": "99213", "day": dt.date(2025, 7, 1)}]

    assert cents(physician_rates(lines(*days), table, indices({}), as_of=None)) == [8895, 12130]


def test_a_frozen_day_holds_whatever_the_day_of_service() -> None:
    unknown = _fees({"code": "99213", "day": None}, {"code": "99213", "day": dt.date(2031, 1, 1)})
    frozen = _fees(
        {"code": "99213", "day": None}, {"code": "99213", "day": dt.date(2031, 1, 1)}, as_of=DAY
    )

    assert why(unknown) == ["not stated: day of service", "no rate"]
    assert cents(frozen) == [9264, 9264]


def test_two_rows_that_say_the_same_are_one_and_two_that_do_not_are_none() -> None:
    equal = rvus({"release": "a"}, {"release": "b"})
    apart = rvus({}, {"work_millionths": 1_310_000})
    asked = lines({"code": "99213"})

    assert cents(physician_rates(asked, equal, indices({}), as_of=None)) == [8895]
    assert why(physician_rates(asked, apart, indices({}), as_of=None)) == ["two rates"]
    two_places = indices({}, {"work_millionths": 10**6 + 1})
    assert why(physician_rates(asked, rvus({}), two_places, as_of=None)) == [
        "two rates: of 01112-54"
    ]


# -- why there is no fee -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"code": None}, "not stated: code"),
        ({"day": None}, "not stated: day of service"),
        ({"code": "99999"}, "no rate"),
        ({"code": "00400"}, "not priced by this schedule: status J"),
        ({"setting": None}, "not stated: place of service"),
        (
            {"code": "71046", "setting": "facility"},
            "not priced by this schedule: not valued in the setting facility",
        ),
        ({"code": "27447"}, "not priced by this schedule: not valued in the setting nonfacility"),
        ({"locality": None}, "no locality"),
        ({"locality": "99999-99"}, "no locality: no indices of 99999-99"),
    ],
)
def test_a_line_without_a_fee_says_why(values: dict[str, object], reason: str) -> None:
    priced = _one(**values)

    assert why(priced) == [reason]
    assert priced.select("exact", "step", "rate_modifier").row(0) == (None, None, None)
    assert reason.split(":", maxsplit=1)[0] in WHY_NOT


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": "A"}, None),
        ({"status": "R"}, None),
        ({"status": "T"}, None),
        ({"status": None}, None),
        ({"status": "C"}, "not priced by this schedule: status C"),
        ({"status": "X"}, "not priced by this schedule: status X"),
        ({"work_millionths": None}, "not priced by this schedule: no relative values"),
        ({"work_millionths": 0}, None),
        (
            {"work_millionths": 0, "nonfacility_millionths": 0, "malpractice_millionths": 0},
            "not priced by this schedule: no relative values",
        ),
        ({"nonfacility_na": None}, None),
        ({"facility_na": True}, None),
    ],
)
def test_only_what_has_values_and_a_status_with_a_fee_has_one(
    values: dict[str, object], reason: str | None
) -> None:
    priced = physician_rates(lines({"code": "99213"}), rvus(values), indices({}), as_of=None)

    assert why(priced) == [reason]


# -- the conversion factor ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "stated", "used"),
    [
        (dt.date(2024, 3, 8), None, "32.7442"),
        (dt.date(2024, 3, 9), None, "33.2875"),
        (dt.date(2024, 3, 8), 33_287_500, "32.7442"),
        (dt.date(2024, 3, 9), 32_744_200, "33.2875"),
        (dt.date(2024, 3, 9), 50_000_000, "50.0000"),
        (dt.date(2020, 1, 1), None, "36.0896"),
        (dt.date(2026, 12, 31), None, "33.4009"),
        (dt.date(2026, 12, 31), 33_567_500, "33.5675"),
        (dt.date(2027, 1, 1), 35_000_000, "35.0000"),
    ],
)
def test_the_factor_is_the_files_own_but_where_it_has_none_or_the_year_had_two(
    day: dt.date, stated: int | None, used: str
) -> None:
    table = rvus({"conversion_millionths": stated})
    priced = physician_rates(lines({"code": "99213", "day": day}), table, indices({}), as_of=None)

    assert f"\nx conversion factor {used} = " in step(priced)


@pytest.mark.parametrize("day", [dt.date(2019, 12, 31), dt.date(2027, 1, 1)])
def test_a_year_whose_factor_is_not_known_has_no_fee(day: dt.date) -> None:
    table = rvus({"conversion_millionths": None})
    priced = physician_rates(lines({"code": "99213", "day": day}), table, indices({}), as_of=None)

    assert why(priced) == ["not priced by this schedule: no conversion factor of the day"]


# -- against a model in fractions --------------------------------------------------------------

Three = tuple[int, int, int]

hundredths = st.integers(0, 40_000).map(lambda value: value * 10_000)
thousandths = st.integers(300, 3_000).map(lambda value: value * 1_000)


case = st.tuples(
    st.tuples(hundredths, hundredths, hundredths),
    st.tuples(thousandths, thousandths, thousandths),
    st.integers(1, 999_999).map(lambda value: value * 100),
)


def _model(values: Three, by: Three, factor: int) -> int | None:
    """Whole cents, as fractions say; no fee where all values are zero."""
    points = sum(Fraction(value * index, 10**12) for value, index in zip(values, by, strict=True))
    fee = points * Fraction(factor, 10**6) * 100
    return math.floor(fee + Fraction(1, 2)) if any(values) else None


@settings(max_examples=10)
@given(cases=st.lists(case, min_size=1, max_size=30))
def test_a_fee_is_what_fractions_rounded_once_say(cases: list[tuple[Three, Three, int]]) -> None:
    names = ("work_millionths", "nonfacility_millionths", "malpractice_millionths")
    columns = ("work_millionths", "practice_millionths", "malpractice_millionths")
    keys = [f"{number:05d}" for number in range(len(cases))]
    table = rvus(
        *(
            {"code": key, **dict(zip(names, values, strict=True)), "conversion_millionths": factor}
            for key, (values, _, factor) in zip(keys, cases, strict=True)
        )
    )
    places = indices(
        *(
            {"locality": key, **dict(zip(columns, by, strict=True))}
            for key, (_, by, _) in zip(keys, cases, strict=True)
        )
    )
    asked = lines(*({"code": key, "locality": key} for key in keys))

    fees = cents(physician_rates(asked, table, places, as_of=None))
    assert fees == [_model(*one) for one in cases]


def test_half_a_cent_goes_up() -> None:
    table = rvus(
        {
            "work_millionths": 1_000_000,
            "nonfacility_millionths": 0,
            "malpractice_millionths": 0,
            "conversion_millionths": 10_005_000,
        }
    )
    below = table.with_columns(conversion_millionths=pl.lit(10_004_900, pl.Int64))
    asked = lines({"code": "99213"})

    assert cents(physician_rates(asked, table, indices({}), as_of=None)) == [1001]
    assert cents(physician_rates(asked, below, indices({}), as_of=None)) == [1000]


def test_the_order_of_the_lines_does_not_matter() -> None:
    asked = lines(*({"code": code} for code in ("99213", "76145", "99213", "99999")))
    there = physician_rates(asked, OCTOBER, PLACES, as_of=None)
    back = physician_rates(asked.reverse(), OCTOBER, PLACES, as_of=None)

    assert there.equals(back.sort("row"))
    assert there.select(PRICED.names()).schema == PRICED


def test_no_lines_have_no_fees() -> None:
    assert physician_rates(lines(), OCTOBER, PLACES, as_of=None).is_empty()
