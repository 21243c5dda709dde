"""Whose balance an entry changes."""

from collections.abc import Mapping

import pytest

from reclaim.ledger.parties import with_party
from tests.ledger.books import entries


def parties(*rows: Mapping[str, object]) -> list[str | None]:
    return with_party(entries(rows))["party"].to_list()


def test_what_the_mapping_says_is_kept() -> None:
    assert parties({"payer": "HARBOR", "party": "patient"}) == ["patient"]


def test_a_charge_is_the_insurers_once_any_entry_names_a_payer() -> None:
    payment: dict[str, object] = {"kind": "payment", "payer": "HARBOR", "effect_cents": -1}
    assert parties({}, payment) == ["insurer", "insurer"]
    assert parties({}, payment | {"account": "A2"}) == ["patient", "insurer"]


def test_a_payment_without_a_payer_is_the_patients() -> None:
    assert parties({"payer": "HARBOR"}, {"kind": "payment"}) == ["insurer", "patient"]


@pytest.mark.parametrize(
    ("category", "party"),
    [("contractual", "insurer"), ("bad_debt", "patient"), ("credit_balance", "insurer")],
)
def test_a_write_off_is_whose_its_category_is(category: str, party: str) -> None:
    off: dict[str, object] = {"kind": "write_off", "category": category}
    assert parties({"payer": "HARBOR"}, off)[1] == party


def test_a_transfer_has_none() -> None:
    assert parties({"kind": "transfer", "payer": "HARBOR", "moved_cents": 5}) == [None]
