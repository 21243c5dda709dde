"""What comes of what was posted: kinds, amounts, reversals, and money that counts once."""

import datetime as dt

import polars as pl
import pytest

from reclaim.rules.posting_policy import OwnPolicy, PostingPolicy
from reclaim.rules.postings import posting_rules
from reclaim.schema import TABLES
from tests.audit.posted.postings import (
    claims,
    judged,
    payments,
    remit_findings,
    splits,
    write_offs,
)

DENIED = {
    "place": "denial",
    "category": "denial/timely_filing",
    "group_code": "CO",
    "carc": "29",
    "split_cents": 80_000,
    "verdict": "contradicted",
    "finding_id": "F-0000000001",
}
LATE = {
    "posted_cents": 80_000,
    "supported_cents": 0,
    "contradicted_cents": 80_000,
    "unsupported_cents": 0,
    "appeal_deadline": dt.date(2026, 7, 4),
}


def row(found: pl.DataFrame, kind: str) -> dict[str, object]:
    (one,) = found.filter(kind=kind).to_dicts()
    return one


def test_a_late_claim_booked_as_contractual_is_worked_by_the_finding_of_the_remittance() -> None:
    frames = {"write_off": write_offs(LATE), "split": splits(DENIED)}
    found = judged(frames, remit_findings({}))
    assert found["kind"].to_list() == ["wrong_category", "appeal_window_open"]
    wrong = row(found, "wrong_category")
    assert wrong["amount_cents"] == wrong["reverse_cents"] == 80_000
    assert (wrong["recoverable"], wrong["money"], wrong["action"]) == ("maybe", "cash", "appeal")
    assert (wrong["deadline"], wrong["deadline_rule"]) == (dt.date(2026, 7, 4), "F-0000000001")
    assert (wrong["counted_in"], wrong["worth_cents"]) == ("F-0000000001", 0)
    assert (wrong["rebook_category"], wrong["rebook_party"]) == (None, "insurer")
    assert wrong["chance_bp"] == 5000
    assert wrong["necessary"] is False
    window = row(found, "appeal_window_open")
    assert (window["reverse_cents"], window["worth_cents"]) == (0, 0)
    assert wrong["because"] == (
        '800.00 was posted as "Contractual" on 2026-01-07; the remittance of 2026-01-05 denied it '
        '(CO-29, "Filed too late").'
    )
    assert wrong["step"] == (
        "Put it back on the insurer's balance, and work F-0000000001, whose last day is 2026-07-04."
    )


@pytest.mark.parametrize("change", [{"status": "expired"}, {"recoverable": "no"}])
def test_once_nothing_can_be_won_only_the_books_are_mended(change: dict[str, object]) -> None:
    frames = {"write_off": write_offs(LATE), "split": splits(DENIED)}
    wrong = row(judged(frames, remit_findings(change)), "wrong_category")
    assert (wrong["recoverable"], wrong["money"], wrong["action"]) == ("no", "books", "fix_books")
    assert (wrong["rebook_category"], wrong["reverse_cents"]) == ("denial/timely_filing", 80_000)
    assert (wrong["deadline"], wrong["counted_in"], wrong["status"]) == (None, None, "open")


def test_a_price_that_can_no_longer_be_disputed_is_booked_as_given_up() -> None:
    cut = {
        "place": "underpayment",
        "category": "underpayment/contract",
        "group_code": "CO",
        "carc": "45",
        "split_cents": 5000,
        "verdict": "contradicted",
    }
    entry = write_offs({"posted_cents": 35_000})
    alone = row(judged({"write_off": entry, "split": splits(cut)}), "contractual_above_contract")
    assert (alone["money"], alone["worth_cents"], alone["chance_bp"]) == ("cash", 5000, 5000)
    assert (alone["expected_cents"], alone["rebook_category"]) == (2500, None)
    named = splits({**cut, "finding_id": "F-0000000001"})
    gone = judged({"write_off": entry, "split": named}, remit_findings({"status": "expired"}))
    lost = row(gone, "contractual_above_contract")
    assert (lost["money"], lost["worth_cents"], lost["action"]) == ("books", 0, "fix_books")
    assert lost["rebook_category"] == "underpayment"
    assert str(lost["step"]).startswith("Book it as an underpayment")


def test_lines_with_one_reason_are_one_finding() -> None:
    parts = [{**DENIED, "line_number": at, "split_cents": 40_000} for at in (1, 2)]
    found = judged({"write_off": write_offs(LATE), "split": splits(*parts)}, remit_findings({}))
    wrong = row(found, "wrong_category")
    assert (wrong["amount_cents"], wrong["line_number"]) == (80_000, None)
    one = judged(
        {"write_off": write_offs(LATE), "split": splits({**DENIED, "line_number": 2})},
        remit_findings({}),
    )
    assert row(one, "wrong_category")["line_number"] == 2


def test_the_second_of_two_equal_write_offs_is_taken_back_once() -> None:
    frames = {
        "write_off": write_offs(
            {"posted_cents": 20_000, "supported_cents": 20_000, "unsupported_cents": 0},
            {
                "posted_cents": 20_000,
                "supported_cents": 0,
                "unsupported_cents": 20_000,
                "twin_entry": 1,
            },
        ),
        "split": splits(
            {
                "place": "contractual",
                "category": "contractual/verified",
                "split_cents": 20_000,
                "verdict": "supported",
            },
            {"entry": 2, "split_cents": 20_000, "verdict": "unsupported"},
        ),
    }
    found = judged(frames)
    assert found.select("kind", "entry", "reverse_cents").rows() == [
        ("duplicate_write_off", 2, 20_000)
    ]


def test_bad_debt_without_a_statement_is_worth_what_patients_pay() -> None:
    one = {"posted_category": "bad_debt", "posted_cents": 15_000, "statements": 0}
    found = row(judged({"write_off": write_offs(one)}), "bad_debt_without_statement")
    assert (found["worth_cents"], found["chance_bp"], found["expected_cents"]) == (
        15_000,
        3446,
        5169,
    )
    assert (found["reverse_cents"], found["reverse_code"]) == (15_000, "CON")
    assert (found["rebook_party"], found["action"]) == ("patient", "bill_patient")


def test_the_first_rule_about_the_same_money_counts_it() -> None:
    one = {
        "posted_category": "bad_debt",
        "posted_cents": 15_000,
        "statements": 1,
        "first_statement_date": dt.date(2026, 1, 1),
        "last_patient_payment_date": dt.date(2026, 1, 2),
        "secondary_coverage": True,
        "secondary_billed": False,
    }
    share = {
        "posted_category": "bad_debt",
        "place": "patient_responsibility",
        "category": "patient/deductible",
        "split_cents": 15_000,
        "verdict": "supported",
    }
    found = judged({"write_off": write_offs(one), "split": splits(share)})
    assert found["kind"].to_list() == [
        "secondary_never_billed",
        "bad_debt_too_early",
        "bad_debt_after_recent_payment",
    ]
    first = found["finding_id"][0]
    assert found["counted_in"].to_list() == [None, first, first]
    assert found["worth_cents"].to_list() == [15_000, 0, 0]
    assert found["reverse_cents"].to_list() == [15_000, 0, 0]


def test_what_a_wider_finding_has_beyond_its_parts_it_counts_itself() -> None:
    """A denial of 300 was booked as contractual, one of 200 as what it is; both could wait."""
    entry = {
        "posted_cents": 50_000,
        "supported_cents": 20_000,
        "appeal_deadline": dt.date(2026, 7, 4),
    }
    parts = splits(
        {**DENIED, "split_cents": 30_000},
        {**DENIED, "split_cents": 20_000, "verdict": "supported", "carc": "18"},
    )
    found = judged({"write_off": write_offs(entry), "split": parts}, remit_findings({}))
    assert row(found, "autopost_all_co")["reverse_cents"] == 30_000
    assert row(found, "appeal_window_open")["reverse_cents"] == 20_000


def test_money_of_a_remittances_finding_is_never_counted_again() -> None:
    """The patient's share is in a finding of the remittance already: who else might pay it."""
    share = {
        "place": "patient_responsibility",
        "category": "patient/other",
        "group_code": "PR",
        "carc": "27",
        "split_cents": 5000,
        "verdict": "contradicted",
        "finding_id": "F-0000000001",
    }
    found = judged({"write_off": write_offs({}), "split": splits(share)}, remit_findings({}))
    one = row(found, "patient_share_as_contractual")
    assert (one["counted_in"], one["worth_cents"]) == ("F-0000000001", 0)
    assert one["action"] == "bill_patient"


def test_a_default_is_named_and_an_own_policy_is_not() -> None:
    one = write_offs({"posted_category": "small_balance", "posted_cents": 2001})
    by_default = row(judged({"write_off": one}), "small_balance_above_threshold")
    assert by_default["because"] == (
        '20.01 was posted as "Small balance" on 2026-01-07; up to 20.00 is small. '
        "It is held to a default: policies/posting.yaml does not answer the question."
    )
    own = OwnPolicy.model_validate({"id": "small-balance/most", "value": 10.00, "cite": "ours, 2"})
    stated = row(
        judged({"write_off": one}, policy=PostingPolicy((own,))), "small_balance_above_threshold"
    )
    assert stated["because"] == (
        '20.01 was posted as "Small balance" on 2026-01-07; up to 10.00 is small.'
    )


def test_what_the_practice_does_not_state_is_held_against_nobody() -> None:
    one = write_offs({"posted_category": "charity", "document": "charity_approval"})
    assert judged({"write_off": one}).is_empty()


def test_a_credit_of_one_cent() -> None:
    one = {"posted_category": "small_balance", "posted_cents": -1, "balance_before_cents": -1}
    found = row(judged({"write_off": write_offs(one)}), "credit_closed")
    assert (found["amount_cents"], found["reverse_cents"], found["money"]) == (1, 1, "refund")


def test_what_was_taken_back_is_closed() -> None:
    one = {
        "posted_cents": 80_000,
        "standing_cents": 0,
        "reversed_cents": 80_000,
        "reversed_date": dt.date(2026, 1, 20),
    }
    found = row(judged({"write_off": write_offs(one)}), "write_off_reversed_later")
    assert (found["status"], found["action"], found["reverse_cents"]) == ("closed", "accept", 0)


def test_claims_and_payments() -> None:
    found = judged(
        {
            "claim": claims(
                {"billed_to_patient_contractual_cents": 20_000, "remit_patient_cents": 0}
            ),
            "payment": payments(
                {
                    "trace": "C1",
                    "payment_date": dt.date(2026, 1, 5),
                    "reason_code": "WO",
                    "plb_cents": 12_500,
                    "posted_cents": 0,
                },
                {"trace": "C2", "reason_code": "WO", "plb_cents": 12_500, "posted_cents": 12_500},
            ),
        }
    )
    billed = row(found, "balance_billed")
    assert (billed["amount_cents"], billed["necessary"], billed["entry"]) == (20_000, True, None)
    assert row(found, "plb_ignored")["because"] == (
        "The payment of 2026-01-05 came with 125.00 taken out of it as a whole (WO); the ledger "
        "shows 0.00."
    )


def test_a_name_stays_the_same_in_another_order_beside_others() -> None:
    one = {"posted_category": "bad_debt", "posted_cents": 15_000, "statements": 0}
    other = {**one, "patient_control_number": "A2", "transaction_id": "T9"}
    alone = judged({"write_off": write_offs(one)})["finding_id"]
    both = judged({"write_off": write_offs({**other, "entry": 7}, {**one, "transaction_id": "T1"})})
    assert alone[0] in both["finding_id"].to_list()
    assert both["finding_id"].n_unique() == 2
    assert str(alone[0]).startswith("L-")


def test_entries_without_a_number_that_are_alike_have_names_of_their_own() -> None:
    one = {
        "posted_category": "bad_debt",
        "posted_cents": 15_000,
        "statements": 0,
        "transaction_id": None,
    }
    found = judged({"write_off": write_offs(one, one)})
    assert found["finding_id"].n_unique() == 2


def test_nothing_posted_gives_the_empty_table() -> None:
    found = judged({})
    assert found.is_empty()
    assert found.schema == TABLES["posting_findings"].polars_schema
    assert judged({"write_off": write_offs({})}, rules=()).is_empty()


def test_sentences_tell_every_rule_without_a_gap() -> None:
    """Each rule's own case, as far as a write-off alone can show it, reads as a sentence."""
    for rule in posting_rules():
        if rule.about != "write_off":
            continue
        case = next(test.input for test in rule.tests if test.expect.found)
        plain = {name: value for name, value in case.items() if name in TABLES_ASKED}
        found = judged({"write_off": write_offs(plain)}, rules=(rule,))
        for sentence in found["because"].to_list() + found["step"].to_list():
            assert "{" not in sentence
            assert sentence.endswith(".")


TABLES_ASKED = set(TABLES["posted_write_offs"].polars_schema)


def test_status_by_the_day_of_the_audit() -> None:
    frames = {"write_off": write_offs(LATE), "split": splits(DENIED)}
    open_still = judged(frames, remit_findings({}), as_of=dt.date(2026, 7, 4))
    assert set(open_still["status"]) == {"open"}
    late = judged(frames, remit_findings({}), as_of=dt.date(2026, 7, 5))
    assert row(late, "appeal_window_open")["status"] == "expired"
