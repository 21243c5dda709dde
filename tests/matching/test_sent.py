"""Which claim as sent a remitted claim is about."""

import datetime as dt

import pytest

from tests.matching.worlds import DAY, doubts, keys, links, world

LATER = DAY + dt.timedelta(7)
OTHER = {"patient_control_number": "A18", "charge_cents": 70_000}


def test_the_provider_s_number_and_the_charge_find_the_claim() -> None:
    tables = world(claims=[{}, OTHER], remit_claims=[OTHER, {}])
    assert links(tables, "sent") == [("r-1", "s-2"), ("r-2", "s-1")]
    assert set(keys(tables, "sent")) == {("patient control number and charge", "high")}


@pytest.mark.parametrize("written", ["a17", " A17 ", "000A17", "A-17"])
def test_a_number_that_the_payer_writes_otherwise_is_still_known(written: str) -> None:
    tables = world(claims=[{}, OTHER], remit_claims=[{"patient_control_number": written}])
    assert links(tables, "sent") == [("r-1", "s-1")]


def test_a_number_cut_at_twenty_characters_is_still_known() -> None:
    long = "0001112223334445556667"
    tables = world(
        claims=[{"patient_control_number": long}],
        remit_claims=[{"patient_control_number": long[:20]}],
    )
    assert links(tables, "sent") == [("r-1", "s-1")]


def test_an_altered_number_needs_the_charge_or_the_day() -> None:
    other = {"patient_control_number": "a17", "charge_cents": 1, "statement_from_date": LATER}
    assert links(world(claims=[{}], remit_claims=[other]), "sent") == []


def test_a_number_used_for_every_visit_is_told_apart_by_the_day() -> None:
    visits = [{"statement_date": DAY + dt.timedelta(n)} for n in range(40)]
    paid = [{"statement_from_date": DAY + dt.timedelta(n)} for n in (3, 39)]
    found = links(world(claims=visits, remit_claims=paid), "sent")
    assert found == [("r-1", "s-4"), ("r-2", "s-40")]


def test_two_visits_of_a_day_are_told_apart_by_the_charge() -> None:
    tables = world(claims=[{"charge_cents": 30_000}, {}], remit_claims=[{}])
    assert links(tables, "sent") == [("r-1", "s-2")]


def test_equal_visits_under_one_number_are_ambiguous_and_all_shown() -> None:
    tables = world(claims=[{}, {}], remit_claims=[{}])
    assert links(tables, "sent") == []
    assert doubts(tables, "sent") == [("r-1", "s-1", 2), ("r-1", "s-2", 2)]


def test_a_placeholder_names_no_claim() -> None:
    tables = world(
        claims=[{"patient_control_number": "0"}] * 30,
        remit_claims=[{"patient_control_number": "0"}],
    )
    assert links(tables, "sent") == []
    assert doubts(tables, "sent") == []


def test_of_two_sendings_the_last_before_the_receipt_was_answered() -> None:
    days = [DAY, DAY + dt.timedelta(20), DAY + dt.timedelta(60)]
    tables = world(
        claims=[{"file_id": f"s{n}"} for n in range(3)],
        transactions=[
            {"file_id": f"s{n}", "transaction": 1, "created_date": day}
            for n, day in enumerate(days)
        ],
        remit_claims=[{"received_date": DAY + dt.timedelta(21)}],
    )
    assert links(tables, "sent") == [("r-1", "s1-1")]
    assert links(tables, "resent") == [("s1-1", "s0-1"), ("s2-1", "s1-1")]


def test_each_payer_answers_the_claim_that_it_was_sent() -> None:
    second = {"payer_id": "BETA", "payer_order": "S"}
    tables = world(
        claims=[{}, second],
        remit_claims=[{"payer_id": "BETA", "claim_status": "2"}, {}],
    )
    assert links(tables, "sent") == [("r-1", "s-2"), ("r-2", "s-1")]


def test_a_claim_split_over_two_clps_is_one_claim_as_sent() -> None:
    parts = [{"charge_cents": 20_000}, {"charge_cents": 30_000}]
    tables = world(claims=[{}], remit_claims=parts)
    assert links(tables, "sent") == [("r-1", "s-1"), ("r-2", "s-1")]
    assert links(tables, "same") == [("r-2", "r-1")]


def test_a_reversal_is_about_the_claim_that_it_takes_back() -> None:
    tables = world(claims=[{}], remit_claims=[{}, {"charge_cents": -50_000, "claim_status": "22"}])
    assert links(tables, "sent") == [("r-1", "s-1"), ("r-2", "s-1")]


def test_the_payer_s_number_leads_to_the_claim_that_its_receipt_named() -> None:
    tables = world(
        claims=[{}],
        claim_statuses=[{"payer_control_number": "ICN1"}],
        remit_claims=[{"patient_control_number": None}],
    )
    assert links(tables, "sent") == [("r-1", "s-1")]
    assert keys(tables, "sent") == [("payer's claim number", "high")]


def test_ref_f8_leads_to_the_claim_that_the_payer_knew_by_that_number() -> None:
    nameless = {
        "patient_control_number": None,
        "payer_control_number": "ICN2",
        "original_claim_number": "ICN1",
    }
    tables = world(claims=[{}], remit_claims=[{}, nameless])
    assert links(tables, "sent") == [("r-1", "s-1"), ("r-2", "s-1")]


def test_without_numbers_patient_day_charge_and_provider_decide() -> None:
    nameless = {"patient_control_number": None, "patient_id": "m100"}
    assert keys(world(claims=[{}], remit_claims=[nameless]), "sent") == [
        ("member id, service date and charge", "medium")
    ]
    elsewhere = {**nameless, "payee_id": "1999999984"}
    assert links(world(claims=[{}], remit_claims=[elsewhere]), "sent") == []


def test_without_a_member_id_the_name_decides() -> None:
    named = {
        "patient_control_number": None,
        "patient_last_name": "Doe",
        "patient_first_name": "Ann",
    }
    assert links(world(claims=[{}], remit_claims=[named]), "sent") == [("r-1", "s-1")]


def test_lines_tell_the_day_where_the_claim_does_not() -> None:
    tables = world(
        claims=[{"statement_date": None}, {"statement_date": None}],
        claim_lines=[
            {"claim_segment": 1, "service_date": DAY},
            {"claim_segment": 2, "service_date": LATER},
        ],
        remit_claims=[{"statement_from_date": None}],
        remit_lines=[{"claim_segment": 1, "service_date": LATER}],
    )
    assert links(tables, "sent") == [("r-1", "s-2")]


def test_a_repeated_remittance_links_as_a_duplicate_only() -> None:
    state = {"file_id": "r2", "claim_id": "r2-1", "state": "duplicate", "duplicate_of": "r-1"}
    tables = world(claims=[{}], remit_claims=[{}, {"file_id": "r2"}], claim_states=[state])
    assert links(tables, "sent") == [("r-1", "s-1")]
    assert links(tables, "same") == []
    assert links(tables, "duplicate") == [("r2-1", "r-1")]
