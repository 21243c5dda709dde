"""Components, parts of a global price, and providers who are no physicians."""

import datetime as dt

from tests.contracts.policies.desk import (
    CLINIC,
    ORTHOPAEDIST,
    Code,
    Line,
    applied,
    last_step,
    priced,
)

COMPONENTS = {"components": {"clause": "B 1", "professional": 40, "technical": 60}}
SPLIT = {"global_split": {"clause": "B 2", "indicators": "medicare"}}
KNEE = Code("27447", says={"pre": "0.10", "intra": "0.69", "post": "0.21"})
NURSE = {"non_physician": {"clause": "B 3", "percent": 85, "taxonomies": ["363L*"]}}


def test_a_component_has_its_share_of_the_whole_price() -> None:
    lines = [Line("71046", "50.00", [modifier]) for modifier in ("26", "TC", "59")]
    assert priced(COMPONENTS, lines) == ["20.00", "30.00", "50.00"]


def test_a_rate_for_the_component_is_its_price_already() -> None:
    lines = [Line("71046", "50.00", ["26"], rate_modifier=row) for row in (None, "26")]
    assert priced(COMPONENTS, lines) == ["20.00", "50.00"]


def test_a_component_says_its_share() -> None:
    after = applied(COMPONENTS, [Line("71046", "50.00", ["26"])])
    assert last_step(after) == "professional part (26): x 40 percent = 20.00 (policy B 1)"


def test_a_policy_is_about_its_codes_only() -> None:
    policy = {"components": {**COMPONENTS["components"], "codes": ["71000-71999"]}}
    but_one = {"components": {**policy["components"], "except_codes": ["71046"]}}
    lines = [Line(code, "50.00", ["26"]) for code in ("70999", "71000", "71046", "71999", "72000")]
    assert priced(policy, lines) == ["50.00", "20.00", "20.00", "20.00", "50.00"]
    assert priced(but_one, lines) == ["50.00", "20.00", "50.00", "20.00", "50.00"]


def test_surgery_with_what_is_before_it_and_after_care_make_up_the_global_price() -> None:
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("54", "55", "56", "59")]
    assert priced(SPLIT, lines, [KNEE]) == ["790.00", "210.00", "100.00", "1000.00"]


def test_a_share_of_the_contract_goes_before_the_indicators() -> None:
    policy = {"global_split": {**SPLIT["global_split"], "surgical_only": 75}}
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("54", "55")]
    assert priced(policy, lines, [KNEE]) == ["750.00", "210.00"]


def test_a_modifier_on_which_the_contract_is_silent_changes_nothing() -> None:
    policy = {"global_split": {"clause": "B 2", "surgical_only": 75}}
    lines = [Line("27447", "1000.00", [modifier]) for modifier in ("54", "55")]
    assert priced(policy, lines, [KNEE]) == ["750.00", "1000.00"]


def test_a_code_without_a_global_period_has_no_price_for_a_part_of_it() -> None:
    flat = Code("11042", says={"pre": "0", "intra": "0", "post": "0"})
    after = applied(SPLIT, [Line("11042", "90.00", ["54"]), Line("99999", "90.00", ["55"])], [flat])
    assert after["exact"].to_list() == [None, None]
    assert set(after["why_not"]) == {"not stated: how the global price is split"}
    assert last_step(after) == "surgical care only (54): no share known (policy B 2)"


def test_indicators_are_those_of_the_day() -> None:
    before = Code(
        "27447",
        says={"pre": "0.1", "intra": "0.7", "post": "0.2"},
        effective_to=dt.date(2025, 12, 31),
    )
    since = Code("27447", says=KNEE.says, effective_from=dt.date(2026, 1, 1))
    lines = [
        Line("27447", "1000.00", ["55"], day=day)
        for day in (dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    ]
    assert priced(SPLIT, lines, [before, since]) == ["200.00", "210.00"]
    frozen = {"global_split": {**SPLIT["global_split"], "as_of": "2025-06-01"}}
    assert priced(frozen, lines, [before, since]) == ["200.00", "200.00"]


def test_no_physician_brings_the_share() -> None:
    lines = [
        Line("99213", "100.00", taxonomy=taxonomy)
        for taxonomy in ("363LF0000X", "207Q00000X", None)
    ]
    assert priced(NURSE, lines) == ["85.00", "100.00", "100.00"]
    assert last_step(applied(NURSE, lines)) == "no physician: x 85 percent = 85.00 (policy B 3)"


def test_no_physician_by_number_or_modifier() -> None:
    policy = {"clause": "B 3", "percent": 85, "rendering_npis": [CLINIC], "modifiers": ["SA"]}
    lines = [
        Line("99213", "100.00", npi=CLINIC),
        Line("99213", "100.00", npi=ORTHOPAEDIST),
        Line("99213", "100.00", npi=None),
        Line("99213", "100.00", ["SA"]),
        Line("99213", "100.00", ["SA"], rate_modifier="SA"),
    ]
    found = priced({"non_physician": policy}, lines)
    assert found == ["85.00", "100.00", "100.00", "85.00", "100.00"]


def test_the_share_of_an_assistant_who_is_no_physician_has_the_cut_in_it() -> None:
    """P18: 16 percent of 1,000.00 is 160.00, and 85 percent of that 136.00."""
    share = {"modifier_shares": [{"clause": "B 4", "shares": {"80": 16, "AS": 13.6}}]}
    lines = [Line("27447", "1000.00", ["AS"], taxonomy="363LF0000X")]
    assert priced({**NURSE, **share}, lines) == ["136.00"]
    whole = {"modifier_shares": [{"clause": "B 4", "shares": {"AS": 16}}]}
    apart = {"non_physician": {**NURSE["non_physician"], "as_assistant": False}}
    assert priced({**apart, **whole}, lines) == ["136.00"]


def test_policies_of_one_line_multiply_in_their_order() -> None:
    lines = [Line("71046", "50.00", ["26"], taxonomy="363LF0000X")]
    after = applied({**COMPONENTS, **NURSE}, lines)
    assert after["steps"][0].splitlines()[1:] == [
        "professional part (26): x 40 percent = 20.00 (policy B 1)",
        "no physician: x 85 percent = 17.00 (policy B 3)",
    ]
