"""Receipts, batches, other payers, decisions in two parts, replacements and coverage."""

import datetime as dt

import pytest

from reclaim.matching import LinkTables, states_as_links
from tests.matching.worlds import DAY, Row, keys, links, table, world

LATER = DAY + dt.timedelta(40)
SECOND: Row = {"payer_id": "BETA", "claim_status": "2", "payment_date": LATER}


def test_a_277ca_answers_the_claim_that_its_trace_names() -> None:
    batch = {"loop": "2200B", "trace_number": "A17"}
    line = {"loop": "2220D", "trace_number": "A17"}
    tables = world(claims=[{}], claim_statuses=[batch, {}, line])
    assert links(tables, "receipt") == [("s-1", "c-2")]


@pytest.mark.parametrize(
    ("claim", "status", "key"),
    [
        ({"clearinghouse_number": "D9"}, {"clearinghouse_number": "D9"}, "clearinghouse's"),
        ({}, {"patient_id": "M100"}, "member id"),
    ],
)
def test_a_277ca_without_our_number_is_still_known(claim: Row, status: Row, key: str) -> None:
    tables = world(claims=[claim], claim_statuses=[{"trace_number": None, **status}])
    assert links(tables, "receipt") == [("s-1", "c-1")]
    assert keys(tables, "receipt")[0][0].startswith(key)


def test_ref_1k_leads_to_the_claim_that_was_paid_under_that_number() -> None:
    tables = world(
        claims=[{}],
        remit_claims=[{}],
        claim_statuses=[{"trace_number": "77", "payer_control_number": "ICN1"}],
    )
    assert links(tables, "receipt") == [("s-1", "c-1")]


def envelope(file: str, code: str, day: dt.date, control: str = "9") -> dict[str, Row]:
    sender, receiver = ("US", "THEM") if code == "837" else ("THEM", "US")
    return {
        "interchanges": {
            "file_id": file,
            "segment_number": 1,
            "sender_id": sender,
            "receiver_id": receiver,
            "interchange_date": day,
            "control_number": control,
        },
        "groups": {"file_id": file, "segment_number": 2, "control_number": control},
        "transactions": {
            "file_id": file,
            "segment_number": 3,
            "transaction": 1,
            "transaction_code": code,
            "control_number": "0001",
            "created_date": day,
        },
    }


def batch_world(days: list[dt.date], answers: list[Row], answered: dt.date) -> LinkTables:
    heads = [envelope(f"s{n}", "837", day) for n, day in enumerate(days)]
    heads.append(envelope("a", "999", answered, "4"))
    return world(
        claims=[{"file_id": f"s{n}", "segment_number": 9} for n in range(len(days))],
        acknowledgements=[
            {"file_id": "a", "segment_number": 5 + n, **a} for n, a in enumerate(answers)
        ],
        **{name: [head[name] for head in heads] for name in heads[0]},
    )


IK5: Row = {"answer": "A", "group_control_number": "9", "transaction_control_number": "0001"}
AK9: Row = {"answer": "A", "group_control_number": "9"}
TA1: Row = {"answer": "A", "interchange_control_number": "9", "interchange_date": DAY}


def test_the_finest_answer_to_a_batch_counts() -> None:
    assert links(batch_world([DAY], [IK5, AK9, TA1], DAY), "batch") == [("s0-9", "a-5")]
    assert links(batch_world([DAY], [AK9, TA1], DAY), "batch") == [("s0-9", "a-5")]
    assert links(batch_world([DAY], [TA1], DAY), "batch") == [("s0-9", "a-5")]


def test_control_numbers_that_start_again_name_the_last_batch_before_the_answer() -> None:
    week = dt.timedelta(7)
    tables = batch_world([DAY, DAY + week, DAY + 2 * week], [IK5], DAY + week)
    assert links(tables, "batch") == [("s1-9", "a-5")]
    late = batch_world([DAY], [IK5], DAY + dt.timedelta(90))
    assert links(late, "batch") == []


def test_the_second_payer_s_decision_leads_to_the_first_one_s() -> None:
    crossed = world(claims=[{}], remit_claims=[SECOND, {}])
    assert links(crossed, "prior") == [("r-1", "r-2")]
    unsent = world(remit_claims=[SECOND, {}])
    assert links(unsent, "prior") == [("r-1", "r-2")]


def test_the_third_payer_s_decision_leads_to_both_before() -> None:
    third: Row = {"payer_id": "GAMMA", "claim_status": "21"}
    tables = world(remit_claims=[{}, SECOND, {**third, "payment_date": LATER + dt.timedelta(9)}])
    assert links(tables, "prior") == [("r-2", "r-1"), ("r-3", "r-1"), ("r-3", "r-2")]


def test_of_the_first_payer_s_decisions_the_last_before_is_meant() -> None:
    early, late = ({"payment_date": DAY + dt.timedelta(n)} for n in (10, 90))
    tables = world(remit_claims=[early, {}, late, SECOND])
    assert links(tables, "prior") == [("r-4", "r-2")]


def test_the_claim_as_sent_names_the_first_payer_s_number() -> None:
    second: Row = {
        "file_id": "s2",
        "patient_control_number": "B1",
        "payer_order": "S",
        "payer_id": "BETA",
    }
    tables = world(
        claims=[{}, second],
        other_payers=[{"file_id": "s2", "claim_segment": 1, "claim_number": "ICN1"}],
        remit_claims=[{}, {**SECOND, "patient_control_number": "B1"}],
    )
    assert links(tables, "prior") == [("r-2", "r-1")]


def test_a_payer_is_not_its_own_prior_payer() -> None:
    assert links(world(remit_claims=[{}, {**SECOND, "payer_id": "ACME"}]), "prior") == []


def test_a_claim_decided_on_two_remittances_is_the_same_without_a_claim_as_sent() -> None:
    again = {"file_id": "r2", "payment_date": LATER, "payer_control_number": "ICN7"}
    assert links(world(remit_claims=[again, {}]), "same") == [("r2-1", "r-1")]


def test_a_correction_is_not_the_same_decision_again() -> None:
    states = [
        {"file_id": "r", "claim_id": "r-1", "state": "reversed", "reversed_by": "r-2"},
        {
            "file_id": "r",
            "claim_id": "r-2",
            "state": "reversal",
            "reverses": "r-1",
            "link": "payer control number",
        },
        {"file_id": "r", "claim_id": "r-3", "state": "correction", "corrects": "r-1"},
    ]
    back: Row = {"charge_cents": -50_000, "claim_status": "22"}
    tables = world(claims=[{}], remit_claims=[{}, back, {}], claim_states=states)
    assert links(tables, "same") == []
    assert links(tables, "reversal") == [("r-2", "r-1")]
    assert links(tables, "correction") == [("r-3", "r-1")]
    assert states_as_links(table("claim_states", *states)).height == 2


def test_a_replacement_leads_to_the_claim_that_the_payer_knew_by_ref_f8() -> None:
    replaced: Row = {
        "file_id": "s2",
        "patient_control_number": "Z9",
        "frequency": "7",
        "original_claim_number": "ICN1",
    }
    days = [
        {"file_id": f, "transaction": 1, "created_date": d} for f, d in (("s", DAY), ("s2", LATER))
    ]
    tables = world(claims=[{}, replaced], remit_claims=[{}], transactions=days)
    assert links(tables, "resent") == [("s2-1", "s-1")]


def test_equal_claims_of_one_transaction_and_claims_to_another_payer_are_not_resent() -> None:
    assert links(world(claims=[{}, {}, {"file_id": "s2", "payer_id": "BETA"}]), "resent") == []


SPAN = {"plan_date": DAY - dt.timedelta(9), "plan_end_date": DAY + dt.timedelta(9)}
KNOWN: Row = {"patient_id": "M100"}


@pytest.mark.parametrize(
    ("remit", "coverage", "expected"),
    [
        (KNOWN, SPAN, [("member id and service date", "high")]),
        (KNOWN, {"plan_date": DAY}, [("member id and service date", "high")]),
        (KNOWN, {"plan_date": DAY - dt.timedelta(9)}, []),
        (KNOWN, {**SPAN, "benefit_code": "B"}, []),
        (
            KNOWN,
            {**SPAN, "benefit_code": None, "answered": "N"},
            [("member id and service date", "high")],
        ),
        (KNOWN, {**SPAN, "payer_id": "BETA"}, [("member id and service date", "medium")]),
        ({"patient_id": "M101"}, SPAN, []),
        ({"insured_id": "M100"}, SPAN, [("member id of the insured and service date", "high")]),
    ],
)
def test_a_271_speaks_of_the_claims_inside_its_days(
    remit: Row, coverage: Row, expected: list[tuple[str, str]]
) -> None:
    assert keys(world(remit_claims=[remit], coverages=[coverage]), "coverage") == expected


def test_a_271_is_known_by_name_and_birth_date_as_sent() -> None:
    born = {"patient_birth_date": dt.date(1970, 1, 1)}
    name = {"patient_last_name": "DOE", "patient_first_name": "ANN"}
    answer: Row = {**SPAN, **born, **name, "subscriber_id": "OTHER"}
    tables = world(claims=[born], remit_claims=[{}], coverages=[answer])
    assert keys(tables, "coverage") == [("patient's name, birth date and service date", "medium")]


def test_a_plan_that_has_begun_covers_until_the_day_of_the_answer() -> None:
    asked = {"file_id": "e", "transaction": 1, "created_date": DAY + dt.timedelta(1)}
    began: Row = {"transaction": 1, "plan_date": DAY - dt.timedelta(99)}
    tables = world(remit_claims=[KNOWN], coverages=[began], transactions=[asked])
    assert keys(tables, "coverage") == [("member id and service date", "medium")]


def test_nothing_in_is_nothing_out() -> None:
    assert links(world(), "sent") == []
