"""Terms that never price anything, because another takes all that they are about."""

import pytest

from reclaim.contracts.model.contract import Contract
from reclaim.contracts.reach import never_reached

FLAT = {"method": "flat", "amount": 5}
CASE = {"method": "case_rate", "amount": 5}


def unreached(*terms: dict[str, object]) -> list[str]:
    """Ids of the terms that are never reached; terms are a, b ... in order."""
    given = [
        {"id": chr(97 + at), "clause": "A", "price": FLAT, **term} for at, term in enumerate(terms)
    ]
    contract = Contract.model_validate({"contract": "c", "payer": "harbor", "terms": given})
    return [term.id for term, _ in never_reached(contract)]


@pytest.mark.parametrize(
    ("first", "second", "never"),
    [
        ({}, {"codes": ["99213"]}, True),
        ({"codes": ["99213"]}, {}, False),
        ({"codes": ["99202-99215"]}, {"codes": ["99213", "99215"]}, True),
        ({"codes": ["99202-99215"]}, {"codes": ["99213", "99216"]}, False),
        ({"codes": ["99202-99215"]}, {"codes": ["99203-99216"]}, False),
        ({"codes": ["99202-99215"]}, {"codes": ["99203-99214"]}, True),
        ({"codes": ["J*"]}, {"codes": ["J1*", "J3301"]}, True),
        ({"codes": ["J1*"]}, {"codes": ["J*"]}, False),
        ({"codes": ["00100-01999"]}, {"codes": ["0100T"]}, False),
        ({"modifiers": ["25", "59"]}, {"modifiers": ["25"]}, True),
        ({"modifiers": ["25"]}, {"modifiers": ["25", "59"]}, False),
        ({"without_modifiers": ["25"]}, {"without_modifiers": ["25", "59"]}, True),
        ({"without_modifiers": ["25"]}, {}, False),
        ({"except_codes": ["99213"]}, {"codes": ["99214"]}, False),
        ({"setting": "facility"}, {"setting": "facility", "codes": ["99214"]}, True),
        ({"setting": "facility"}, {"codes": ["99214"]}, False),
        ({"charge_over": 100}, {"charge_over": 100}, True),
        ({"charge_over": 101}, {"charge_over": 100}, False),
        ({"charge_over": 100}, {}, False),
        ({"types_of_bill": ["11"]}, {"types_of_bill": ["11"], "drgs": ["470"]}, True),
    ],
)
def test_a_term_is_covered_by_one_that_asks_no_more(
    first: dict[str, object], second: dict[str, object], *, never: bool
) -> None:
    assert unreached({"when": first}, {"when": second}) == (["b"] if never else [])


@pytest.mark.parametrize(
    ("first", "second", "never"),
    [
        ({}, {"effective_from": "2026-01-01"}, True),
        ({"effective_from": "2026-01-01"}, {"effective_from": "2026-01-01"}, True),
        ({"effective_from": "2026-01-02"}, {"effective_from": "2026-01-01"}, False),
        ({"effective_to": "2026-06-30"}, {"effective_to": "2026-06-30"}, True),
        ({"effective_to": "2026-06-30"}, {"effective_to": "2026-07-01"}, False),
        ({"effective_to": "2026-06-30"}, {}, False),
    ],
)
def test_it_must_be_in_force_as_long(
    first: dict[str, object], second: dict[str, object], *, never: bool
) -> None:
    assert unreached(first, second) == (["b"] if never else [])


def test_a_term_for_whole_claims_takes_the_lines_but_for_what_is_carved_out_before() -> None:
    assert unreached({"price": CASE}, {}) == ["b"]
    assert unreached({}, {"price": CASE}) == ["a"]
    assert unreached({"carve_out": True}, {"price": CASE}) == []
    assert unreached({"price": CASE}, {"carve_out": True}) == ["b"]
    assert unreached({}, {"price": CASE, "when": {"types_of_bill": ["11"]}}) == []
    inpatient = {"types_of_bill": ["11"]}
    assert unreached({"when": inpatient}, {"price": CASE, "when": inpatient}) == ["a"]
    assert unreached({"price": CASE}, {"price": CASE}) == ["b"]


def test_a_term_for_whole_claims_that_have_a_line_may_leave_others() -> None:
    beds = {"revenue_codes": ["0120"]}
    assert unreached({"price": CASE, "when": beds}, {"when": beds}) == []
