"""Both sides: one line with 50, two units, or two lines with LT and RT."""

import datetime as dt

import pytest

from tests.contracts.policies.desk import CLINIC, DAY, Code, Line, applied, last_step, priced

POLICY = {"bilateral": {"clause": "B 1", "indicators": "medicare"}}
PLAIN = {"bilateral": {"clause": "B 1", "percent": 150}}
NEXT_DAY = DAY + dt.timedelta(days=1)


def codes(indicator: str) -> list[Code]:
    return [Code("20610", says={"bilateral": indicator})]


def capped(found: list[str | None], charges: list[str]) -> list[float]:
    """The lesser of price and charge, line by line, as the contract pays afterwards."""
    return [
        min(float(price or 0), float(charge)) for price, charge in zip(found, charges, strict=True)
    ]


@pytest.mark.parametrize(
    ("indicator", "price"),
    [("0", "125.00"), ("1", "187.50"), ("2", "125.00"), ("3", "250.00"), ("9", "125.00")],
)
def test_one_line_with_both_sides(indicator: str, price: str) -> None:
    lines = [Line("20610", "125.00", ["50"], charge="400")]
    assert priced(POLICY, lines, codes(indicator)) == [price]


@pytest.mark.parametrize(
    ("indicator", "together"), [("0", 125), ("1", 187.5), ("2", 125), ("3", 200)]
)
def test_two_lines_bring_the_lesser_of_their_charges_and_both_sides(
    indicator: str, together: float
) -> None:
    """P10 and P11: fee 125.00, charges 100.00 and 100.00."""
    lines = [Line("20610", "125.00", [side], charge="100") for side in ("LT", "RT")]
    found = priced(POLICY, lines, codes(indicator), lesser_of_charge="line")
    assert sum(capped(found, ["100", "100"])) == together


def test_charges_that_are_high_enough_leave_the_first_line_whole() -> None:
    lines = [Line("20610", "125.00", [side], charge="125") for side in ("LT", "RT")]
    found = priced(POLICY, lines, codes("1"), lesser_of_charge="line")
    assert found == ["125.00", "62.50"]


def test_without_lesser_of_charge_the_charge_moves_nothing() -> None:
    lines = [Line("20610", "125.00", [side], charge="100") for side in ("LT", "RT")]
    assert priced(POLICY, lines, codes("1")) == ["125.00", "62.50"]
    assert priced(POLICY, lines, codes("0")) == ["125.00", "0.00"]


def test_each_side_in_full_does_not_move_what_is_above_its_charge() -> None:
    lines = [
        Line("20610", "125.00", ["LT"], charge="300"),
        Line("20610", "125.00", ["RT"], charge="100"),
    ]
    found = priced(POLICY, lines, codes("3"), lesser_of_charge="line")
    assert capped(found, ["300", "100"]) == [125, 100]


def test_the_percentage_of_the_contract_stands_for_indicator_1_alone() -> None:
    policy = {"bilateral": {**POLICY["bilateral"], "percent": 140}}
    lines = [Line("20610", "100.00", ["50"])]
    assert [priced(policy, lines, codes(one)) for one in "0123"] == [
        ["100.00"],
        ["140.00"],
        ["100.00"],
        ["200.00"],
    ]


def test_without_indicators_the_percentage_holds_for_every_code() -> None:
    lines = [Line("20610", "100.00", ["50"]), Line("99999", "100.00", ["50"])]
    assert priced(PLAIN, lines) == ["150.00", "150.00"]
    assert priced({"bilateral": {"clause": "B 1"}}, lines) == ["150.00", "150.00"]


def test_a_code_without_the_indicator_is_left_alone() -> None:
    assert priced(POLICY, [Line("99999", "100.00", ["50"])], codes("1")) == ["100.00"]


def test_two_units_with_50_are_the_two_sides_and_more_are_so_many_procedures() -> None:
    lines = [
        Line("20610", price, ["50"], units=units)
        for price, units in (("100.00", 1), ("200.00", 2), ("300.00", 3))
    ]
    assert priced(POLICY, lines, codes("1")) == ["150.00", "150.00", "450.00"]


def test_the_steps_say_what_one_side_brings() -> None:
    lines = [
        Line("20610", "100.00", ["50"]),
        Line("20610", "200.00", ["50"], units=2),
        Line("20610", "100.00", ["RT"], number=7),
        Line("20610", "100.00", ["LT"], number=4),
    ]
    after = applied(POLICY, lines, codes("1"))
    assert [last_step(after, line) for line in range(4)] == [
        "both sides (50), indicator 1: x 150 percent = 150.00 (policy B 1)",
        "both sides (50) in 2 units, indicator 1: x 75 percent = 150.00 (policy B 1)",
        "both sides, with line 4: x 50 percent = 50.00 (policy B 1)",
        "both sides, with line 7: in full (policy B 1)",
    ]


@pytest.mark.parametrize(
    "other",
    [
        Line("20610", "100.00", ["LT"]),
        Line("20610", "100.00", ["RT"], day=NEXT_DAY),
        Line("20610", "100.00", ["RT"], npi=CLINIC),
        Line("20610", "100.00", ["RT"], claim="c2"),
        Line("20611", "100.00", ["RT"]),
        Line("20610", "100.00", ["RT", "80"]),
        Line("20610", "100.00", ["RT"], units=2),
        Line("20610", "100.00", ["LT", "RT"]),
        Line("20610", "100.00"),
    ],
    ids=["same side", "day", "provider", "claim", "code", "role", "units", "both", "no side"],
)
def test_what_is_no_other_side_makes_no_pair(other: Line) -> None:
    assert priced(PLAIN, [Line("20610", "100.00", ["LT"]), other]) == ["100.00", "100.00"]


@pytest.mark.parametrize("modifier", ["51", "59", "XS"])
def test_the_second_side_may_say_that_it_is_the_further_one(modifier: str) -> None:
    lines = [Line("20610", "100.00", ["LT"]), Line("20610", "100.00", [modifier, "RT"])]
    assert priced(PLAIN, lines) == ["100.00", "50.00"]


def test_the_dearer_line_is_the_one_in_full() -> None:
    lines = [Line("20610", "90.00", ["LT"]), Line("20610", "100.00", ["RT"])]
    assert priced(PLAIN, lines) == ["45.00", "100.00"]


def test_sides_are_matched_one_to_one() -> None:
    lines = [Line("20610", "100.00", [side]) for side in ("LT", "LT", "RT")]
    assert priced(PLAIN, lines) == ["100.00", "100.00", "50.00"]


def test_a_provider_that_is_not_named_is_one_provider() -> None:
    lines = [Line("20610", "100.00", [side], npi=None) for side in ("LT", "RT")]
    assert priced(PLAIN, lines) == ["100.00", "50.00"]


def test_a_contract_may_have_no_pairs() -> None:
    policy = {"bilateral": {**PLAIN["bilateral"], "pair": None}}
    lines = [Line("20610", "100.00", [side]) for side in ("LT", "RT")]
    assert priced(policy, lines) == ["100.00", "100.00"]


def test_a_side_beside_one_without_a_price_has_none() -> None:
    lines = [Line("20610", None, ["LT"]), Line("20610", "100.00", ["RT"])]
    after = applied(POLICY, lines, codes("1"))
    assert after["exact"].to_list() == [None, None]
    assert after["why_not"].to_list() == ["no rate", "line unpriced"]
    assert priced(POLICY, lines, codes("3")) == [None, "100.00"]


def test_a_rate_for_both_sides_is_no_single_side() -> None:
    lines = [Line("20610", "180.00", ["50"], rate_modifier="50")]
    assert priced(POLICY, lines, codes("1")) == ["180.00"]


def test_both_sides_of_an_assistant() -> None:
    policy = {**PLAIN, "modifier_shares": [{"clause": "B 2", "shares": {"80": 16}}]}
    assert priced(policy, [Line("20610", "100.00", ["80", "50"])]) == ["24.00"]
