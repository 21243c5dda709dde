"""Several procedures of one day: ranks, percentages, and what belongs together."""

import datetime as dt

import pytest
from pydantic import ValidationError

from tests.contracts.policies.desk import (
    CLINIC,
    DAY,
    Code,
    Line,
    applied,
    contract_of,
    last_step,
    priced,
    total,
)

CODES = [
    *(Code(f"1000{n}", work=str(n), says={"multiple": "2"}) for n in range(10)),
    *(Code(f"2000{n}", says={"multiple": str(n)}) for n in range(10)),
]
MEDICARE = {"multiple_procedures": [{"clause": "B 1", "indicators": "medicare"}]}
PLAIN = {"multiple_procedures": [{"clause": "B 1", "percents": [100, 50, 25]}]}
NEXT_DAY = DAY + dt.timedelta(days=1)


def with_more(**more: object) -> dict[str, list[dict[str, object]]]:
    return {"multiple_procedures": [{**PLAIN["multiple_procedures"][0], **more}]}


def test_three_procedures_of_a_day() -> None:
    """P7: 1,043.48, 922.90 and 1,010.60 come to 2,010.23, of which Medicare pays 80 percent."""
    lines = [Line("10001", "1043.48"), Line("10002", "922.90"), Line("10003", "1010.60")]
    found = priced(MEDICARE, lines, CODES)
    assert found == ["1043.48", "461.45", "505.30"]
    assert float(total(found)) == 2010.23
    assert round(float(total(found)) * 0.8, 2) == 1608.18


def test_a_rank_says_what_it_makes() -> None:
    lines = [Line("10001", "1043.48"), Line("10002", "922.90"), Line("10003", "1010.60")]
    after = applied(MEDICARE, lines, CODES)
    assert [last_step(after, line) for line in range(3)] == [
        "rank 1 of the day by price: in full (policy B 1)",
        "rank 3 of the day by price: x 50 percent = 461.45 (policy B 1)",
        "rank 2 of the day by price: x 50 percent = 505.30 (policy B 1)",
    ]


def test_the_fifth_procedure_has_half_and_the_sixth_is_by_report() -> None:
    lines = [Line(f"1000{n}", f"{600 - n}.00") for n in range(6)]
    assert priced(MEDICARE, lines[:5], CODES)[-1] == "298.00"
    after = applied(MEDICARE, lines, CODES)
    assert priced(MEDICARE, lines, CODES)[-2:] == ["298.00", None]
    assert after["why_not"][5] == "by report: rank 6"
    assert last_step(after, 5) == "rank 6 of the day by price: by report (policy B 1)"


def test_the_last_percentage_holds_for_all_further_ones() -> None:
    lines = [Line(f"1000{n}", "100.00") for n in range(5)]
    assert priced(PLAIN, lines) == ["100.00", "50.00", "25.00", "25.00", "25.00"]


@pytest.mark.parametrize(("after", "found"), [(2, None), (3, "25.00")])
def test_a_contract_may_say_where_it_stops(after: int, found: str | None) -> None:
    lines = [Line(f"1000{n}", "100.00") for n in range(3)]
    assert priced(with_more(by_report_after=after), lines)[-1] == found


def test_medicare_with_another_end() -> None:
    policy = {"multiple_procedures": [{**MEDICARE["multiple_procedures"][0], "by_report_after": 2}]}
    lines = [Line(f"1000{n}", "100.00") for n in range(3)]
    assert priced(policy, lines, CODES) == ["100.00", "50.00", None]


@pytest.mark.parametrize(
    ("indicator", "price"),
    [("0", "50.00"), ("2", "25.00"), ("3", "25.00"), ("4", "50.00"), ("9", "50.00")],
)
def test_the_indicator_says_what_is_ranked(indicator: str, price: str) -> None:
    lines = [Line("10001", "100.00"), Line(f"2000{indicator}", "50.00")]
    assert priced(MEDICARE, lines, CODES) == ["100.00", price]


def test_a_code_that_the_schedule_does_not_have_takes_no_rank() -> None:
    assert priced(MEDICARE, [Line("10001", "50.00"), Line("99999", "100.00")], CODES) == [
        "50.00",
        "100.00",
    ]


@pytest.mark.parametrize(
    "other",
    [
        Line("10002", "50.00", day=NEXT_DAY),
        Line("10002", "50.00", npi=CLINIC),
        Line("10002", "50.00", npi=None),
        Line("10002", "50.00", claim="c2"),
    ],
    ids=["day", "provider", "no provider", "claim"],
)
def test_what_does_not_belong_together_is_not_ranked_together(other: Line) -> None:
    assert priced(PLAIN, [Line("10001", "100.00"), other]) == ["100.00", "50.00"]


def test_each_unit_takes_a_rank() -> None:
    lines = [Line("10001", "200.00", units=2), Line("10002", "150.00"), Line("10003", "60.00")]
    after = applied(PLAIN, lines)
    assert priced(PLAIN, lines) == ["75.00", "150.00", "15.00"]
    assert last_step(after) == (
        "ranks 2 to 3 of the day by price: 75 of 200 percent = 75.00 (policy B 1)"
    )


def test_two_units_alone_are_two_procedures() -> None:
    assert priced(PLAIN, [Line("10001", "200.00", units=2)]) == ["150.00"]
    assert priced(PLAIN, [Line("10001", "200.00", units=1)]) == ["200.00"]


@pytest.mark.parametrize("units", [0, 0.5, 1.5, None])
def test_units_that_are_not_whole_are_one_procedure(units: float | None) -> None:
    lines = [Line("10001", "300.00"), Line("10002", "100.00", units=units)]
    assert priced(PLAIN, lines) == ["300.00", "50.00"]


def test_units_across_the_end_are_by_report() -> None:
    lines = [Line("10001", "300.00", units=3), Line("10002", "90.00", units=2)]
    assert priced(with_more(by_report_after=4), lines)[1] is None
    assert priced(with_more(by_report_after=5), lines)[1] == "22.50"


@pytest.mark.parametrize(
    ("rank_by", "found"),
    [
        ("price", ["50.00", "150.00", "300.00"]),
        ("charge", ["100.00", "150.00", "150.00"]),
        ("rvu", ["50.00", "300.00", "150.00"]),
        ("line", ["50.00", "150.00", "300.00"]),
    ],
)
def test_what_decides_the_rank(rank_by: str, found: list[str]) -> None:
    policy = {
        "multiple_procedures": [
            {
                "clause": "B 1",
                "percents": [100, 50],
                "rank_by": rank_by,
                "indicators": "medicare",
            }
        ]
    }
    lines = [
        Line("10001", "100.00", charge="600.00", number=3),
        Line("10003", "300.00", charge="400.00", number=2),
        Line("10002", "300.00", charge="500.00", number=1),
    ]
    assert priced(policy, lines, CODES) == found


@pytest.mark.parametrize("rank_by", ["rvu", "price"])
def test_relative_values_are_those_of_the_setting(rank_by: str) -> None:
    says = {"multiple": "2"}
    codes = [Code("1", practice="5", facility="1", says=says), Code("2", practice="4", says=says)]
    policy = {
        "multiple_procedures": [
            {"clause": "B 1", "percents": [100, 50], "rank_by": rank_by, "indicators": "medicare"}
        ]
    }
    inside = [Line(code, "100.00", setting="facility") for code in ("1", "2")]
    outside = [Line(code, "100.00") for code in ("1", "2")]
    by_value = rank_by == "rvu"
    assert priced(policy, inside, codes) == (
        ["50.00", "100.00"] if by_value else ["100.00", "50.00"]
    )
    assert priced(policy, outside, codes) == ["100.00", "50.00"]


def test_ties_go_to_the_higher_charge_then_the_code_then_the_line() -> None:
    by_charge = [Line("10001", "100.00", charge="200"), Line("10002", "100.00", charge="300")]
    by_code = [Line("10002", "100.00", charge="300"), Line("10001", "100.00", charge="300")]
    by_line = [Line("10001", "100.00", number=2), Line("10001", "100.00", number=1)]
    for lines in (by_charge, by_code, by_line):
        assert priced(PLAIN, lines) == ["50.00", "100.00"]


def test_only_lines_with_the_modifier_are_cut_and_it_never_decides_the_rank() -> None:
    policy = with_more(modifier="51")
    cut = [Line("10001", "100.00"), Line("10002", "80.00", ["51"]), Line("10003", "60.00")]
    dearest = [Line("10001", "100.00", ["51"]), Line("10002", "80.00")]
    assert priced(policy, cut) == ["100.00", "40.00", "60.00"]
    assert priced(policy, dearest) == ["100.00", "80.00"]


def test_an_exempt_modifier_takes_a_line_out() -> None:
    policy = with_more(exempt_modifiers=["78"])
    lines = [Line("10001", "100.00", ["78"]), Line("10002", "80.00"), Line("10003", "60.00")]
    assert priced(policy, lines) == ["100.00", "80.00", "30.00"]
    assert priced(PLAIN, lines) == ["100.00", "40.00", "15.00"]


@pytest.mark.parametrize("rank_by", ["price", "charge", "line"])
def test_what_brings_nothing_takes_no_rank(rank_by: str) -> None:
    """A line that is not covered, or an assistant who is never paid, goes before no other."""
    lines = [
        Line("10001", "0.00", charge="900.00"),
        Line("10002", "100.00", charge="200.00"),
        Line("10003", "80.00", charge="100.00"),
    ]
    assert priced(with_more(rank_by=rank_by), lines) == ["0.00", "100.00", "40.00"]


def test_codes_say_what_is_ranked() -> None:
    policy = with_more(codes=["10001-10004"], except_codes=["10003"])
    lines = [Line(code, "100.00") for code in ("10000", "10001", "10002", "10003", "10004")]
    assert priced(policy, lines) == ["100.00", "100.00", "50.00", "100.00", "25.00"]


def test_a_line_belongs_to_the_first_policy_about_it() -> None:
    policy = {
        "multiple_procedures": [
            {"clause": "B 1", "codes": ["10001"], "percents": [100, 10]},
            {"clause": "B 2", "percents": [100, 50]},
        ]
    }
    lines = [Line("10001", "300.00"), Line("10002", "200.00"), Line("10003", "100.00")]
    assert priced(policy, lines) == ["300.00", "200.00", "50.00"]


def test_both_sides_are_one_procedure_before_the_ranks() -> None:
    policy = {**PLAIN, "bilateral": {"clause": "B 2", "percent": 150}}
    one_line = [Line("10001", "100.00"), Line("10002", "80.00", ["50"])]
    two_lines = [
        Line("10001", "100.00"),
        Line("10002", "80.00", ["LT"]),
        Line("10002", "80.00", ["RT"]),
        Line("10003", "10.00"),
    ]
    assert priced(policy, one_line) == ["50.00", "120.00"]
    assert priced(policy, two_lines) == ["50.00", "80.00", "40.00", "2.50"]


def test_shares_come_before_the_ranks() -> None:
    policy = {**PLAIN, "modifier_shares": [{"clause": "B 2", "shares": {"52": 50}}]}
    lines = [Line("10001", "100.00", ["52"]), Line("10002", "80.00")]
    assert priced(policy, lines) == ["25.00", "80.00"]


def test_medicares_percentages_begin_in_1995() -> None:
    days = (dt.date(1994, 12, 31), dt.date(1995, 1, 1))
    lines = [
        Line(code, "100.00", claim=str(day), day=day) for day in days for code in ("10001", "10002")
    ]
    assert priced(MEDICARE, lines, CODES) == ["100.00", "100.00", "100.00", "50.00"]


def test_a_procedure_alone_is_not_ranked() -> None:
    after = applied(PLAIN, [Line("10001", "100.00")])
    assert after["steps"][0] == "rate 100.00"


class TestALineWithoutAPrice:
    """It may rank before or after the others, if the price decides."""

    def test_others_have_none_where_it_makes_a_difference(self) -> None:
        after = applied(PLAIN, [Line("10001", None), Line("10002", "100.00")])
        assert after["why_not"].to_list() == ["no rate", "line unpriced"]
        assert last_step(after, 1) == (
            "rank 1 of the day by price: not known, since another line has no price (policy B 1)"
        )

    def test_others_keep_what_is_the_same_at_every_rank_they_can_have(self) -> None:
        lines = [Line("10001", None), *(Line("10002", f"{n}00.00") for n in (4, 3, 2, 1))]
        assert priced(PLAIN, lines) == [None, None, None, "50.00", "25.00"]

    def test_where_all_have_the_same_percentage_it_makes_no_difference(self) -> None:
        lines = [Line("10001", None), Line("10002", "100.00")]
        assert priced(with_more(percents=[100, 100]), lines) == [None, "100.00"]

    def test_the_end_makes_a_difference(self) -> None:
        lines = [Line("10001", None), *(Line("10002", "100.00") for _ in range(3))]
        policy = with_more(percents=[100, 50], by_report_after=3)
        assert priced(policy, lines) == [None, None, "50.00", None]

    def test_each_of_its_units_may_go_before(self) -> None:
        lines = [Line("10001", None, units=2), *(Line("10002", f"{n}0.00") for n in (9, 8))]
        assert priced(with_more(percents=[100, 50, 50, 25]), lines) == [None, None, None]
        fewer = [Line("10001", None, units=1), *lines[1:]]
        assert priced(with_more(percents=[100, 50, 50, 25]), fewer) == [None, None, "40.00"]

    @pytest.mark.parametrize("rank_by", ["charge", "line"])
    def test_another_rank_is_known_without_it(self, rank_by: str) -> None:
        lines = [
            Line("10001", None, charge="300.00"),
            Line("10002", "100.00", charge="200.00"),
        ]
        assert priced(with_more(rank_by=rank_by), lines) == [None, "50.00"]

    def test_without_a_charge_the_rank_by_charge_is_not_known(self) -> None:
        lines = [Line("10001", "100.00"), Line("10002", "100.00", charge="200.00")]
        assert priced(with_more(rank_by="charge"), lines) == [None, None]

    def test_what_is_not_cut_keeps_its_price(self) -> None:
        lines = [Line("10001", None, ["51"]), Line("10002", "100.00")]
        assert priced(with_more(modifier="51"), lines) == [None, "100.00"]

    def test_it_is_alone_on_its_day(self) -> None:
        lines = [Line("10001", None, day=NEXT_DAY), Line("10002", "100.00")]
        assert priced(PLAIN, lines) == [None, "100.00"]


def test_percentages_begin_with_the_first_procedure() -> None:
    with pytest.raises(ValidationError, match="percents begin with that of the first"):
        contract_of(with_more(percents=[50, 25]))


def test_relative_values_and_families_need_indicators() -> None:
    for more in ({"rank_by": "rvu"}, {"endoscopy": True}):
        with pytest.raises(ValidationError, match="need indicators"):
            contract_of(with_more(**more))
