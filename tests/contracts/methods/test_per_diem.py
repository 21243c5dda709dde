"""Prices by the day: tiers by day of the stay, and by revenue code."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.exact import exact, rounded, times
from reclaim.contracts.frames import CLAIM_PRICED
from reclaim.contracts.methods.per_diem import per_diem
from reclaim.contracts.model.prices import PerDiem, Tier
from tests.contracts.stays import lines, only, rooms, stay, steps, under


def tiers(*given: tuple[int, tuple[str, ...], int, int | None]) -> PerDiem:
    """A price of tiers: amount, revenue codes, first and last day."""
    return PerDiem(
        method="per_diem",
        tiers=tuple(
            Tier(amount=Decimal(amount), revenue_codes=codes, first_day=first, last_day=last)
            for amount, codes, first, last in given
        ),
    )


def priced(frame: pl.DataFrame, price: PerDiem) -> dict[str, object]:
    found = per_diem(frame, price, under())
    assert found.schema == CLAIM_PRICED
    return only(found)


FLAT = tiers((2000, (), 1, None))
BANDS = tiers((3000, (), 1, 3), (2000, (), 4, None))
CARE = tiers((5000, ("020*",), 1, None), (2000, ("0110-0169",), 1, None))
CARE_BANDS = tiers((5000, ("020*",), 1, None), (3000, ("012*",), 1, 2), (2000, ("012*",), 3, None))


@pytest.mark.parametrize(
    ("days", "dollars"), [(0, 3000), (1, 3000), (3, 9000), (4, 11000), (10, 23000)]
)
def test_a_day_has_the_tier_of_its_place_in_the_stay(days: int, dollars: int) -> None:
    assert priced(stay(days), BANDS)["exact"] == exact(Decimal(dollars))


def test_the_days_are_shown_tier_by_tier() -> None:
    assert steps(priced(stay(5), BANDS)) == [
        "5 days, 2026-03-01 to 2026-03-06",
        "3 days x 3,000.00 = 9,000.00",
        "2 days x 2,000.00 = 4,000.00",
        "together 13,000.00",
    ]
    assert steps(priced(stay(1), FLAT)) == [
        "1 day, 2026-03-01 to 2026-03-02",
        "1 day x 2,000.00 = 2,000.00",
    ]


def test_of_two_tiers_that_fit_the_first_holds() -> None:
    overlapping = tiers((3000, (), 2, 4), (2000, (), 1, None))
    assert priced(stay(5), overlapping)["exact"] == exact(Decimal(3 * 3000 + 2 * 2000))


@pytest.mark.parametrize(("days", "why_not"), [(20, None), (21, "no rate: day 21")])
def test_a_day_without_a_tier_has_no_rate(days: int, why_not: str | None) -> None:
    row = priced(stay(days), tiers((2000, (), 1, 20)))
    assert row["why_not"] == why_not
    assert (row["exact"] is None) == (why_not is not None)


def test_a_stay_without_an_end_has_no_price() -> None:
    row = priced(stay(None), FLAT)
    assert row["why_not"] == "not stated: days of the stay"
    assert row["exact"] is None
    assert row["step"] is None


def test_rooms_count_by_their_units_whatever_their_order() -> None:
    row = priced(rooms(("0200", 2, None), ("0120", 3, None), ("0250", 9, None)), CARE)
    assert row["exact"] == exact(Decimal(2 * 5000 + 3 * 2000))
    assert sorted(steps(row)[:2]) == [
        "2 days of revenue code 0200 x 5,000.00 = 10,000.00",
        "3 days of revenue code 0120 x 2,000.00 = 6,000.00",
    ]
    assert steps(row)[-1] == "together 16,000.00"


def test_a_revenue_code_of_three_digits_is_the_same_code() -> None:
    assert priced(rooms(("120", 3, None)), CARE)["exact"] == exact(Decimal(6000))


def test_bands_of_rooms_follow_the_dates() -> None:
    first_care = rooms(("0120", 3, 3), ("0200", 2, 1))
    assert priced(first_care, CARE_BANDS)["exact"] == exact(Decimal(2 * 5000 + 3 * 2000))
    last_care = rooms(("0120", 3, 1), ("0200", 2, 4))
    assert priced(last_care, CARE_BANDS)["exact"] == exact(Decimal(2 * 3000 + 2000 + 2 * 5000))


@pytest.mark.parametrize(
    "frame",
    [
        rooms(("0120", 3, None), ("0200", 2, None)),
        rooms(("0120", 3, 1), ("0200", 2, 1)),
        rooms(("0120", 3, 1), ("0200", 2, None)),
    ],
)
def test_rooms_in_an_unknown_order_have_no_price_where_it_matters(frame: pl.DataFrame) -> None:
    assert priced(frame, CARE_BANDS)["why_not"] == "not stated: days of each room and board line"


def test_one_kind_of_room_needs_no_dates() -> None:
    row = priced(rooms(("0120", 1, None), ("0121", 3, None)), CARE_BANDS)
    assert row["exact"] == exact(Decimal(2 * 3000 + 2 * 2000))


def test_a_room_that_no_tier_names_has_no_rate_and_leave_is_no_day() -> None:
    row = priced(rooms(("0120", 3, None), ("0170", 2, None)), CARE)
    assert row["why_not"] == "no rate: day 4 of revenue code 0170"
    assert priced(rooms(("0120", 3, None), ("0180", 2, None)), CARE)["exact"] == exact(
        Decimal(6000)
    )


def test_a_tier_without_codes_takes_the_other_rooms() -> None:
    price = tiers((5000, ("020*",), 1, None), (1500, (), 1, None))
    row = priced(rooms(("0200", 1, None), ("0170", 2, None), ("0250", 7, None)), price)
    assert row["exact"] == exact(Decimal(5000 + 2 * 1500))


def test_what_rooms_do_not_say_leaves_no_price() -> None:
    assert priced(rooms(("0250", 2, None)), CARE)["why_not"] == (
        "not stated: room and board by revenue code"
    )
    half = lines({"revenue_code": "0120", "units_thousandths": 2500})
    assert priced(half, CARE)["why_not"] == "not stated: whole days of room and board"
    back = lines({"revenue_code": "0120", "units_thousandths": -1000})
    assert priced(back, CARE)["why_not"] == "not stated: whole days of room and board"
    unsaid = lines({"revenue_code": "0120"})
    assert priced(unsaid, CARE)["exact"] == exact(Decimal(2000))


def test_a_published_transfer_per_diem() -> None:
    """New York, transfer: 1,549.98 a day for three days, and 7.04 percent on it, cents cut off."""
    row = priced(stay(3), PerDiem(method="per_diem", tiers=(Tier(amount=Decimal("1549.98")),)))
    assert row["exact"] == exact(Decimal("4649.94"))
    amount = pl.select(pl.lit(row["exact"], pl.Int128).alias("amount"))
    with_surcharge = rounded(times(pl.col("amount"), 1_070_400), "truncate_per_line")
    assert amount.select(with_surcharge).item() == 497_729


ROOM = st.tuples(st.sampled_from(["0120", "0200", "0170"]), st.integers(1, 9))
TIER = st.tuples(
    st.integers(1, 5000),
    st.sampled_from([(), ("020*",), ("0120", "017*"), ("01*",)]),
    st.integers(1, 8),
    st.none() | st.integers(8, 12),
)


@settings(max_examples=60)
@given(st.lists(ROOM, min_size=1, max_size=4), st.lists(TIER, min_size=1, max_size=4))
def test_against_a_walk_through_the_days(
    stays: list[tuple[str, int]],
    given_tiers: list[tuple[int, tuple[str, ...], int, int | None]],
) -> None:
    price = tiers(*given_tiers)
    by_room = any(tier.revenue_codes for tier in price.tiers)
    days = [code for code, count in stays for _ in range(count)]
    slow = _walk(days, price)
    if by_room:
        dated = [(code, count, on) for on, (code, count) in enumerate(stays, 1)]
        frame = rooms(*dated)
    else:
        frame = stay(len(days))
    row = priced(frame.reverse(), price)
    assert row["exact"] == (None if slow is None else exact(Decimal(slow)))
    assert (row["why_not"] is None) == (slow is not None)


def _walk(days: list[str], price: PerDiem) -> int | None:
    total = 0
    for number, code in enumerate(days, 1):
        for tier in price.tiers:
            named = [pattern.removesuffix("*") for pattern in tier.revenue_codes]
            room = not named or any(code.startswith(beginning) for beginning in named)
            if room and tier.first_day <= number <= (tier.last_day or 10**6):
                total += int(tier.amount)
                break
        else:
            return None
    return total
