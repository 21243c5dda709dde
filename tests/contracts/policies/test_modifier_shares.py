"""Shares by modifier, and the indicators that forbid them."""

import datetime as dt

import pytest

from tests.contracts.policies.desk import Code, Line, applied, last_step, priced

MEDICARE = {"modifier_shares": [{"clause": "B 1", "shares": "medicare"}]}
INDICATED = {"modifier_shares": [{"clause": "B 1", "shares": "medicare", "indicators": "medicare"}]}


def knee(**says: str) -> Code:
    return Code("27447", says=says)


def test_assistants_and_co_surgeons() -> None:
    """P18: of 1,000.00 an assistant brings 160.00, or 136.00; each of two surgeons 625.00."""
    modifiers = ["80", "81", "82", "AS", "62"]
    lines = [Line("27447", "1000.00", [modifier]) for modifier in modifiers]
    assert priced(MEDICARE, lines) == ["160.00", "160.00", "160.00", "136.00", "625.00"]
    assert (
        last_step(applied(MEDICARE, lines)) == "assistant (80): x 16 percent = 160.00 (policy B 1)"
    )


def test_a_share_of_the_contract() -> None:
    policy = {"modifier_shares": [{"clause": "B 1", "shares": {"80": 20, "52": 62.5}}]}
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("80", "52", "81")]
    assert priced(policy, lines) == ["200.00", "625.00", "1000.00"]
    assert (
        last_step(applied(policy, lines), 1) == "modifier 52: x 62.5 percent = 625.00 (policy B 1)"
    )


def test_a_line_has_the_product_of_its_shares() -> None:
    after = applied(MEDICARE, [Line("27447", "1000.00", ["RT", "73", "80"])])
    assert after["steps"][0].splitlines()[1:] == [
        "modifier 73: x 50 percent = 500.00 (policy B 1)",
        "assistant (80): x 16 percent = 80.00 (policy B 1)",
    ]


def test_the_first_policy_about_code_and_modifier_holds() -> None:
    policy = {
        "modifier_shares": [
            {"clause": "B 1", "codes": ["27000-27999"], "shares": {"80": 20}},
            {"clause": "B 2", "shares": "medicare"},
        ]
    }
    lines = [Line("27447", "1000.00", ["80"]), Line("29881", "1000.00", ["80"])]
    assert priced(policy, lines) == ["200.00", "160.00"]
    both = applied(policy, [Line("27447", "1000.00", ["80", "73"])])
    assert both["steps"][0].splitlines()[1:] == [
        "assistant (80): x 20 percent = 200.00 (policy B 1)",
        "modifier 73: x 50 percent = 100.00 (policy B 2)",
    ]


@pytest.mark.parametrize(
    ("indicator", "price", "why_not"),
    [
        ("0", None, "by report: assistant (80)"),
        ("1", "0.00", None),
        ("2", "160.00", None),
        ("9", None, "not priced by this schedule: assistant (80)"),
    ],
)
def test_the_indicator_of_assistants(
    indicator: str, price: str | None, why_not: str | None
) -> None:
    lines = [Line("27447", "1000.00", ["80"])]
    assert priced(INDICATED, lines, [knee(assistant=indicator)]) == [price]
    assert applied(INDICATED, lines, [knee(assistant=indicator)])["why_not"].to_list() == [why_not]


@pytest.mark.parametrize(
    ("indicator", "two", "team"),
    [
        ("0", "0.00", "0.00"),
        ("1", None, None),
        ("2", "625.00", None),
        ("9", None, None),
    ],
)
def test_the_indicators_of_two_surgeons_and_of_teams(
    indicator: str, two: str | None, team: str | None
) -> None:
    codes = [knee(co_surgeon=indicator, team=indicator)]
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("62", "66")]
    assert priced(INDICATED, lines, codes) == [two, team]


def test_a_contract_may_have_a_share_for_teams_where_they_are_allowed() -> None:
    policy = {
        "modifier_shares": [{"clause": "B 1", "shares": {"66": 40}, "indicators": "medicare"}]
    }
    lines = [Line("27447", "1000.00", ["66"])]
    found = {one: priced(policy, lines, [knee(team=one)]) for one in "0129"}
    assert found == {"0": ["0.00"], "1": [None], "2": ["400.00"], "9": [None]}


def test_what_is_never_paid_says_so() -> None:
    after = applied(INDICATED, [Line("27447", "1000.00", ["80"])], [knee(assistant="1")])
    assert last_step(after) == "assistant (80): never paid (indicator 1) = 0.00 (policy B 1)"


def test_without_indicators_nothing_is_forbidden() -> None:
    lines = [Line("27447", "1000.00", ["80"])]
    assert priced(MEDICARE, lines, [knee(assistant="1")]) == ["160.00"]
    assert priced(INDICATED, lines, []) == ["160.00"]


def test_an_indicator_says_nothing_of_other_modifiers() -> None:
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("73", "RT")]
    assert priced(INDICATED, lines, [knee(assistant="1", co_surgeon="0")]) == ["500.00", "1000.00"]


def test_reduced_services_are_by_report_unless_a_hospital_has_them() -> None:
    lines = [
        Line("45380", "300.00", ["52"], form=form) for form in ("professional", "institutional")
    ]
    after = applied(MEDICARE, lines)
    assert priced(MEDICARE, lines) == [None, "150.00"]
    assert after["why_not"].to_list() == ["by report: modifier 52", None]
    assert last_step(after) == "modifier 52: by report (policy B 1)"


def test_discontinued_before_and_after_anesthesia() -> None:
    lines = [Line("45380", "300.00", [modifier]) for modifier in ("73", "74", "53")]
    assert priced(MEDICARE, lines) == ["150.00", "300.00", None]


def test_a_contract_may_say_what_is_by_report() -> None:
    policy = {"modifier_shares": [{"clause": "B 1", "shares": {"80": 16}, "by_report": ["22"]}]}
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("22", "23")]
    assert priced(policy, lines) == [None, "1000.00"]


def test_a_fee_of_its_own_for_the_discontinued_procedure_goes_first() -> None:
    codes = [Code("45378"), Code("45378", "53", effective_from=dt.date(2026, 1, 1))]
    lines = [
        Line("45378", "100.00", ["53"], day=dt.date(2026, 1, 1)),
        Line("45378", "100.00", ["53"], day=dt.date(2025, 12, 31)),
        Line("45380", "100.00", ["53"]),
    ]
    assert priced(MEDICARE, lines, codes) == ["100.00", None, None]


def test_a_rate_for_the_modifier_goes_first() -> None:
    lines = [Line("27447", "150.00", ["80"], rate_modifier=row) for row in ("80", None)]
    assert priced(MEDICARE, lines) == ["150.00", "24.00"]


def test_assistants_who_are_no_physicians_since_1998() -> None:
    lines = [
        Line("27447", "1000.00", ["AS"], day=day)
        for day in (dt.date(1997, 12, 31), dt.date(1998, 1, 1))
    ]
    assert priced(MEDICARE, lines) == ["1000.00", "136.00"]


def test_a_line_without_a_price_stays_without() -> None:
    after = applied(INDICATED, [Line("27447", None, ["80"])], [knee(assistant="1")])
    assert after.select("exact", "steps", "why_not").row(0) == (None, "", "no rate")
