"""Contracts in plain words."""

import pytest

from reclaim.contracts.model.contract import Contract
from reclaim.contracts.model.prices import OF_CLAIMS
from reclaim.contracts.words import PRICES, policy_words, term_words


def contract(**given: object) -> Contract:
    terms = given.pop("terms", [{"id": "a", "clause": "A", "price": {"method": "capitation"}}])
    return Contract.model_validate({"contract": "c", "payer": "harbor", "terms": terms, **given})


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ({"price": {"method": "flat", "amount": 5}}, "everything else: 5.00 a unit"),
        (
            {
                "when": {"codes": ["J*", "99213"], "without_modifiers": ["JZ"]},
                "price": {"method": "percent_of_charges", "percent": 62.5, "maximum": 1000},
            },
            "codes J* or 99213, without modifier JZ: 62.5 percent of the charge, at most 1,000.00",
        ),
        (
            {
                "when": {"charge_over": 1000},
                "price": {"method": "flat", "amount": 5, "lesser_of_charge": True},
                "carve_out": True,
                "effective_from": "2026-01-01",
                "effective_to": "2026-06-30",
            },
            (
                "charges over 1,000.00: 5.00 a unit, not more than the charge, beside the price "
                "of the claim, from 2026-01-01 to 2026-06-30"
            ),
        ),
        (
            {"price": {"method": "fee_schedule", "schedule": "a.csv", "percent": 118}},
            "everything else: 118 percent of a.csv",
        ),
        (
            {
                "price": {
                    "method": "per_diem",
                    "tiers": [
                        {"amount": 1500, "last_day": 10},
                        {"amount": 1100, "first_day": 11, "revenue_codes": ["0118"]},
                    ],
                }
            },
            (
                "everything else: 1,500.00 a day from day 1 to 10; "
                "1,100.00 a day from day 11 with 0118"
            ),
        ),
        (
            {"price": {"method": "case_rate", "amount": 6500, "days": 3, "extra_day": 900}},
            "everything else: 6,500.00 for the whole claim, 900.00 for each day after 3",
        ),
    ],
)
def test_a_term_is_one_sentence(term: dict[str, object], words: str) -> None:
    (found,) = contract(terms=[{"id": "a", "clause": "A", **term}]).terms
    assert term_words(found) == words


def test_many_values_are_counted() -> None:
    codes = [f"9921{n}" for n in range(10)]
    (found,) = contract(
        terms=[
            {"id": "a", "clause": "A", "when": {"codes": codes}, "price": {"method": "capitation"}}
        ]
    ).terms
    assert "99217 and 2 more:" in term_words(found)


def test_every_method_has_words() -> None:
    methods = Contract.model_json_schema()["$defs"]["Term"]["properties"]["price"]["discriminator"]
    assert {price.__name__ for price in PRICES} == {
        reference.rpartition("/")[2] for reference in methods["mapping"].values()
    }
    assert set(OF_CLAIMS) <= set(PRICES)


def test_policies_and_claim_rules_come_with_their_clauses() -> None:
    given = contract(
        policies={
            "multiple_procedures": [{"clause": "B 1", "codes": ["29881"], "percents": [100, 50]}],
            "modifier_shares": [{"clause": "B 2", "shares": {"80": 16}}],
        },
        claim_rules={"maximum": 1000},
    )
    assert list(policy_words(given)) == [
        ("B 2", "modifier shares: shares 80 16"),
        ("B 1", "multiple procedures: codes 29881, percents 100 50, rank by price"),
        ("", "maximum of a claim: 1,000.00"),
    ]
