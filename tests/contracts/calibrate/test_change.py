"""A change is data: it can be shown, pasted and made, and nothing else of the contract changes."""

import datetime as dt
from decimal import Decimal

import pytest
import yaml

from reclaim.contracts.calibrate.change import (
    Change,
    Edit,
    add_term,
    apply_change,
    as_file,
    change_yaml,
    priced,
    set_value,
)
from reclaim.contracts.calibrate.terms import for_codes, for_days, set_price
from reclaim.contracts.model.contract import Contract
from tests.contracts.calibrate.practice import contract, services

SIGNED = contract(
    policies={"modifier_shares": [{"clause": "B 2", "shares": {"80": "16"}}]},
    escalators=[{"effective_from": dt.date(2026, 3, 1), "percent": 103, "clause": "C 1"}],
)


@pytest.mark.parametrize(
    ("path", "new", "place", "old"),
    [
        (("locality",), "13282-01", "locality", "06102-16"),
        (("lesser_of_charge",), "line", "lesser_of_charge", None),
        (
            ("terms", "services", "price", "percent"),
            Decimal(115),
            "terms[services].price.percent",
            Decimal(118),
        ),
        (
            ("policies", "modifier_shares", 0, "shares", "80"),
            Decimal(20),
            "policies.modifier_shares[0].shares.80",
            Decimal(16),
        ),
        (
            ("escalators", 0, "effective_from"),
            dt.date(2026, 5, 1),
            "escalators[0].effective_from",
            dt.date(2026, 3, 1),
        ),
        (("localities", "2000000010"), "13282-01", "localities.2000000010", None),
    ],
)
def test_a_value_is_set_and_nothing_else(
    path: tuple[str | int, ...], new: object, place: str, old: object
) -> None:
    change = set_value(SIGNED, path, new)
    assert (change.edits[0].place, change.edits[0].old) == (place, old)
    changed = apply_change(SIGNED, change)
    back = apply_change(changed, Change((Edit(path, new, old),)))
    assert changed != SIGNED
    assert back.model_copy(update={"localities": {}}) == SIGNED


def test_a_term_is_added_before_the_one_it_goes_before() -> None:
    own = SIGNED.terms[0].model_copy(update={"id": "visits"})
    before = apply_change(SIGNED, add_term(own, before="services"))
    last = apply_change(SIGNED, add_term(own, before=None))
    assert [term.id for term in before.terms] == ["visits", "services"]
    assert [term.id for term in last.terms] == ["services", "visits"]


def test_an_entry_is_taken_out() -> None:
    changed = apply_change(SIGNED, set_value(SIGNED, ("escalators", 0), None))
    assert changed.escalators == ()


def test_a_place_that_there_is_not_is_an_error() -> None:
    missing = Change((Edit(("terms", "stays", "price", "percent"), None, 1),))
    with pytest.raises(KeyError):
        apply_change(SIGNED, missing)


def test_what_is_to_paste_reads_back_as_the_changed_contract() -> None:
    change = set_price(SIGNED, SIGNED.terms[0], percent=Decimal("117.5"), as_of=dt.date(2025, 1, 1))
    change += set_value(SIGNED, ("policies", "bilateral"), {"clause": "x", "percent": Decimal(150)})
    text = yaml.safe_load(change_yaml(SIGNED, change))
    changed = apply_change(SIGNED, change)
    assert Contract.model_validate({**as_file(SIGNED), **text}) == changed
    assert "percent: 117.5" in change_yaml(SIGNED, change)
    assert "'80': 16" in change_yaml(SIGNED, change)


def test_a_term_for_some_codes_stands_before_and_keeps_the_rest_of_its_conditions() -> None:
    signed = contract(terms=[{**services(), "when": {"codes": ["99*"], "modifiers": ["25"]}}])
    term = signed.terms[0]
    price = priced(term.price, percent=Decimal(105))
    changed = apply_change(signed, for_codes(signed, term, "99213", price, codes=["99213"]))
    assert [each.id for each in changed.terms] == ["services-99213", "services"]
    assert changed.terms[0].when.codes == ("99213",)
    assert changed.terms[0].when.modifiers == ("25",)
    assert changed.terms[1] == term


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ((None, dt.date(2026, 2, 28)), (dt.date(2026, 1, 1), dt.date(2026, 2, 28))),
        ((dt.date(2026, 4, 1), None), (dt.date(2026, 4, 1), dt.date(2026, 6, 30))),
        ((None, None), (dt.date(2026, 1, 1), dt.date(2026, 6, 30))),
    ],
)
def test_a_term_for_some_days_stays_within_those_of_the_term(
    window: tuple[dt.date | None, dt.date | None], days: tuple[dt.date, dt.date]
) -> None:
    dated = {"effective_from": dt.date(2026, 1, 1), "effective_to": dt.date(2026, 6, 30)}
    signed = contract(terms=[{**services(), **dated}])
    change = for_days(signed, signed.terms[0], window, percent=Decimal(110))
    new = apply_change(signed, change).terms[0]
    assert (new.effective_from, new.effective_to) == days


def test_a_term_gets_none_for_days_on_which_it_is_not_in_force() -> None:
    signed = contract(terms=[{**services(), "effective_to": dt.date(2026, 3, 31)}])
    window = (dt.date(2026, 4, 1), None)
    assert for_days(signed, signed.terms[0], window, percent=Decimal(110)) == Change(())


def test_ids_of_new_terms_are_free() -> None:
    price = priced(SIGNED.terms[0].price, percent=Decimal(110))
    once = apply_change(SIGNED, for_codes(SIGNED, SIGNED.terms[0], "x", price, codes=["99213"]))
    twice = apply_change(once, for_codes(once, once.terms[1], "x", price, codes=["99214"]))
    assert [term.id for term in twice.terms] == ["services-x", "services-x-2", "services"]
