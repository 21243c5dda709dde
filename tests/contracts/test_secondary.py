"""What a payer owes as second in line: published examples, limits, and what always holds."""

from fractions import Fraction
from typing import cast

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.secondary import Method, secondary_payment
from tests.contracts.stays import only

AMOUNTS = (
    "charge_cents",
    "primary_allowed_cents",
    "primary_paid_cents",
    "own_allowed_cents",
    "own_deductible_cents",
    "own_coinsurance_cents",
    "own_copay_cents",
    "obligated_cents",
)
METHODS: tuple[Method, ...] = ("lesser_of", "non_duplication", "carve_out", "standard", "msp")


def row(**dollars: float | None) -> pl.DataFrame:
    """A line; what is left out is nothing, and nobody has to accept less than the charge."""
    given_cents = {
        f"{name}_cents": None if value is None else round(value * 100)
        for name, value in dollars.items()
    }
    cents = dict.fromkeys(AMOUNTS, 0) | {"obligated_cents": None} | given_cents
    schema = dict.fromkeys(AMOUNTS, pl.Int64)
    return pl.DataFrame([cents], schema=schema).with_columns(
        claim_id=pl.lit("C1"), line_number=pl.lit(1)
    )


def owed(method: Method, **dollars: float | None) -> float | None:
    cents = only(secondary_payment(row(**dollars), method))["expected_paid_cents"]
    return None if cents is None else int(str(cents)) / 100


def of_hospital(**dollars: float | None) -> dict[str, object]:
    return only(
        secondary_payment(row(**dollars).with_columns(by_fee_schedule=pl.lit(value=False)), "msp")
    )


PHYSICIAN = {
    "charge": 175,
    "primary_allowed": 150,
    "primary_paid": 120,
    "own_allowed": 125,
    "own_coinsurance": 25,
}
"""The example of 42 CFR 411.33(b)."""


def test_medicare_second_for_a_physician() -> None:
    assert owed("msp", **PHYSICIAN) == 30


def test_the_steps_of_medicare_second() -> None:
    assert only(secondary_payment(row(**PHYSICIAN), "msp"))["steps"] == [
        "charge 175.00 less paid before 120.00 = 55.00",
        "own allowed 125.00 less own deductible, coinsurance and copay 25.00 = 100.00",
        "higher allowed 150.00 less paid before 120.00 = 30.00",
        "the lowest: 30.00",
    ]


@pytest.mark.parametrize(
    ("obligated", "expected"), [(None, 30), (150.01, 30), (150, 30), (149.99, 29.99), (120, 0)]
)
def test_what_the_provider_has_to_accept_takes_the_place_of_the_charge(
    obligated: float | None, expected: float
) -> None:
    assert owed("msp", **{**PHYSICIAN, "obligated": obligated}) == expected


def test_medicare_second_never_pays_below_nothing() -> None:
    assert owed("msp", **{**PHYSICIAN, "primary_paid": 175}) == 0
    assert owed("msp", **{**PHYSICIAN, "own_deductible": 100}) == 0


STAY = {"charge": 2800, "primary_paid": 2360, "own_allowed": 2700, "own_deductible": 520}
SHORT_STAY = {"charge": 750, "primary_paid": 450, "own_allowed": 850, "own_deductible": 520}
DIALYSIS = {
    "charge": 1280,
    "primary_paid": 1024,
    "own_allowed": 1048,
    "own_deductible": 75,
    "own_coinsurance": 194.60,
}
ACCEPTED = {**STAY, "charge": 4000, "obligated": 3000, "primary_paid": 2900, "own_allowed": 3500}
LITTLE_PAID = {"charge": 5000, "primary_paid": 100, "own_allowed": 2000, "own_deductible": 1900}


@pytest.mark.parametrize(
    ("dollars", "limits"),
    [
        (STAY, ("2180.00", "340.00", "440.00", "2280.00")),
        (SHORT_STAY, ("330.00", "400.00", "300.00", "230.00")),
        (DIALYSIS, ("778.40", "24.00", "256.00", "1010.40")),
        (ACCEPTED, ("2980.00", "600.00", "100.00", "2480.00")),
        (LITTLE_PAID, ("100.00", "1900.00", "4900.00", "3100.00")),
    ],
)
def test_medicare_second_without_a_fee_schedule(
    dollars: dict[str, float], limits: tuple[str, ...]
) -> None:
    """Hospital and dialysis, 42 CFR 411.33(e)(1) to (4), in that order; the lowest is paid.

    The amounts are our own, in the way of the examples of 411.33(f); the limits were worked out by
    hand from (e). The primary's allowed is not asked.
    """
    found = of_hospital(**dollars)
    steps = cast("list[str]", found["steps"])
    third, first, second, fourth, lowest = [step.replace(",", "") for step in steps]
    assert [step.rpartition("= ")[2] for step in (first, second, third, fourth)] == list(limits)
    paid = min(float(limit) for limit in limits)
    assert lowest == f"the lowest: {paid:.2f}"
    assert found["expected_paid_cents"] == round(paid * 100)


def test_a_row_that_does_not_say_is_paid_by_the_fee_schedule() -> None:
    both = pl.concat([row(**PHYSICIAN), row(**PHYSICIAN)]).with_columns(
        by_fee_schedule=pl.Series([None, False])
    )
    found = secondary_payment(both, "msp")
    assert found["expected_paid_cents"].to_list() == [3000, 500]


def test_a_cross_over_from_medicare_to_medicaid() -> None:
    """X12 RFI 1696: charge 500, Medicare pays 300 and leaves 75; Medicaid allows 365 and pays 65.

    Of its 435 of cuts, 425 are what Medicare paid and cut (OA-23), and 10 its own (CO-45).
    """
    crossed = {"charge": 500, "primary_allowed": 375, "primary_paid": 300, "own_allowed": 365}
    assert owed("standard", **crossed, obligated=375) == 65
    assert owed("non_duplication", **crossed, obligated=375) == 65
    settled_before = 500 - 75
    assert 500 - settled_before - 65 == 10


def test_no_payer_owes_more_than_the_patient_was_left() -> None:
    generous = {"charge": 500, "primary_allowed": 375, "primary_paid": 300, "own_allowed": 450}
    for method in METHODS:
        assert owed(method, **generous) != 75
        assert owed(method, **generous, obligated=375) == 75


DENTAL = {
    "charge": 150,
    "primary_allowed": 100,
    "primary_paid": 75,
    "own_allowed": 125,
    "own_coinsurance": 31.25,
}
"""A plan of 75 percent of 125.00 beside one that paid 75.00."""


@pytest.mark.parametrize(
    ("method", "expected"),
    [("lesser_of", 50), ("non_duplication", 18.75), ("carve_out", 37.50), ("standard", 50)],
)
def test_the_methods_of_one_dental_claim(method: Method, expected: float) -> None:
    assert owed(method, **DENTAL) == expected


def test_the_steps_of_a_carve_out() -> None:
    with_shares = {**DENTAL, "own_deductible": 25, "own_coinsurance": 25, "own_copay": 5}
    assert only(secondary_payment(row(**with_shares), "carve_out"))["steps"] == [
        "own allowed 125.00 less paid before 75.00 = 50.00",
        "of it 50.00 less own deductible 25.00 = 25.00",
        "of it 25.00 less coinsurance at its rate, and copay, 11.25 = 13.75",
        "charge 150.00 less paid before 75.00 = 75.00",
        "the lowest: 13.75",
    ]


@pytest.mark.parametrize(("primary_paid", "expected"), [(99.99, 0.01), (100, 0), (100.01, 0)])
def test_no_duplication_up_to_the_own_payment(primary_paid: float, expected: float) -> None:
    dollars = {"charge": 200, "primary_paid": primary_paid, "own_allowed": 100}
    assert owed("non_duplication", **dollars) == expected


@pytest.mark.parametrize(
    ("primary_allowed", "expected"), [(80, 20), (120, 40), (140, 60), (159.99, 79.99), (190, 80)]
)
def test_the_lesser_of_its_payment_and_the_rest_of_the_higher_allowed(
    primary_allowed: float, expected: float
) -> None:
    dollars = {
        "charge": 200,
        "primary_paid": 80,
        "own_allowed": 100,
        "own_coinsurance": 20,
        "primary_allowed": primary_allowed,
    }
    assert owed("lesser_of", **dollars) == expected


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("charge", "charge"),
        ("primary_paid", "what the payer before paid"),
        ("own_allowed", "allowed amount of the second payer"),
        ("own_deductible", "deductible"),
        ("own_coinsurance", "coinsurance"),
        ("own_copay", "copay"),
    ],
)
def test_an_amount_that_is_not_stated_leaves_nothing_known(missing: str, words: str) -> None:
    for method in METHODS:
        found = only(secondary_payment(row(**{**PHYSICIAN, missing: None}), method))
        assert found["expected_paid_cents"] is None
        assert found["steps"] is None
        assert found["why_not"] == f"not stated: {words}"


def test_what_the_first_payer_allowed_is_asked_only_where_it_counts() -> None:
    told = {
        method: only(secondary_payment(row(**{**PHYSICIAN, "primary_allowed": None}), method))
        for method in METHODS
    }
    assert {method for method in METHODS if told[method]["why_not"]} == {"lesser_of", "msp"}
    assert of_hospital(**{**PHYSICIAN, "primary_allowed": None})["expected_paid_cents"] == 500


CENTS = st.integers(0, 100_000)


@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(*[CENTS] * 7, st.none() | CENTS), min_size=1, max_size=8),
    method=st.sampled_from(METHODS),
)
def test_what_always_holds(rows: list[tuple[int | None, ...]], method: Method) -> None:
    schema = dict.fromkeys(AMOUNTS, pl.Int64)
    found = secondary_payment(pl.DataFrame(rows, schema=schema, orient="row"), method)
    for paid, amounts in zip(found["expected_paid_cents"], rows, strict=True):
        values = {name: value or 0 for name, value in zip(AMOUNTS, amounts, strict=True)}
        shares = sum(values[f"own_{name}_cents"] for name in ("deductible", "coinsurance", "copay"))
        own = max(values["own_allowed_cents"] - shares, 0)
        obligated = amounts[-1] if amounts[-1] is not None else values["charge_cents"]
        collectable = min(obligated, values["charge_cents"])
        assert 0 <= paid <= max(collectable - values["primary_paid_cents"], 0)
        if method != "carve_out" or shares <= values["own_allowed_cents"]:
            assert paid <= own
        if method == "carve_out":
            assert paid == min(_carved(values), max(collectable - values["primary_paid_cents"], 0))


def _carved(values: dict[str, int]) -> int:
    left = max(values["own_allowed_cents"] - values["primary_paid_cents"], 0)
    after = max(left - values["own_deductible_cents"], 0)
    base = values["own_allowed_cents"] - values["own_deductible_cents"]
    rate = Fraction(values["own_coinsurance_cents"], base) if base > 0 else Fraction(0)
    coinsurance = (2 * after * rate + 1) // 2
    return max(after - coinsurance - values["own_copay_cents"], 0)
