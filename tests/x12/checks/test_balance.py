"""Charge less adjustments is what is paid, at line and at claim level, to the cent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.money import MAX_CENTS
from tests.x12.checks.cases import codes, detail, found

HEADER = "ST*835*1~BPR*I*0*C*NON************20261123~"


def claim_codes(body: str) -> list[str]:
    """Problems with amounts; the transaction is left open, so that its total is not judged."""
    return [code for code in codes(HEADER + body) if code != "X12-SE-MISSING"]


def test_the_words_hold_the_numbers_of_the_case() -> None:
    words = detail("CLP*A17*1*500*300*0~CAS*CO*45*120~", "X835-BALANCE-CLAIM")
    assert words == (
        "Charge 500.00 less adjustments 120.00 should pay 380.00; "
        "CLP04 pays 300.00. 80.00 is unexplained."
    )


def test_the_place_is_the_payment_element_and_the_difference_is_in_cents() -> None:
    row = (
        found("CLP*A17*1*500*300*0~CAS*CO*45*120~")
        .filter(code="X835-BALANCE-CLAIM")
        .row(0, named=True)
    )
    assert (row["segment_number"], row["byte_offset"], row["element"]) == (1, 0, 4)
    assert (row["difference_cents"], row["severity"]) == (8000, "error")
    assert row["patient_control_number"] == "A17"


def test_a_line_that_pays_too_much_is_unexplained_by_less_than_nothing() -> None:
    words = detail("CLP*A*1*10*10*0~SVC*HC:1*10*10.01~", "X835-BALANCE-LINE")
    assert words.endswith("SVC03 pays 10.01. -0.01 is unexplained.")


def test_claim_and_line_adjustments_add_up_and_do_not_repeat() -> None:
    assert claim_codes("CLP*A*1*100*70*0~CAS*CO*45*10~SVC*HC:1*100*80~CAS*CO*45*20~") == []
    twice = claim_codes("CLP*A*1*100*80*0~CAS*CO*45*20~SVC*HC:1*100*80~CAS*CO*45*20~")
    assert twice == ["X835-BALANCE-CLAIM"]


def test_all_six_reasons_of_an_adjustment_count() -> None:
    assert claim_codes("CLP*A*1*21*0*0~CAS*CO*1*1**2*2**3*3**4*4**5*5**6*6~") == []


def test_a_claim_without_lines_is_balanced_by_itself() -> None:
    assert claim_codes("CLP*A*1*100*80*0~CAS*CO*45*20~") == []


@pytest.mark.parametrize("status", ["1", "2", "3", "4", "19", "22", "23", "25"])
def test_claims_of_every_status_are_held_to_the_same_sum(status: str) -> None:
    assert claim_codes(f"CLP*A*{status}*-100*-80*0~CAS*CO*45*-20~") == []
    assert claim_codes(f"CLP*A*{status}*-100*-80*0~CAS*CO*45*20~") == ["X835-BALANCE-CLAIM"]


def test_lines_must_sum_to_the_charge_of_their_claim() -> None:
    body = "CLP*A*1*500*380*0~SVC*HC:1*400*280~CAS*CO*45*120~"
    assert claim_codes(body.replace("400*280", "500*380")) == []
    assert "X835-BALANCE-LINES" in claim_codes(body)


@pytest.mark.parametrize(
    "body",
    [
        "CLP*A*1*1e5*80*0~CAS*CO*45*20~",
        "CLP*A*1*100*80*0~CAS*CO*45*2O~",
        "CLP*A*1*100*80*0~SVC*HC:1*100*8O~CAS*CO*45*20~",
        "CLP*A*1*100*80*zero~CAS*CO*45*20~",
    ],
)
def test_an_amount_that_cannot_be_read_is_told_once_and_unbalances_nothing(body: str) -> None:
    readable = "1e5" in body  # the tests' reader takes it; the real one does not
    assert claim_codes(body.replace("1e5", "l00") if readable else body) == []


def test_an_amount_that_is_not_given_is_not_taken_as_zero() -> None:
    assert claim_codes("CLP*A*1*100**0~CAS*CO*45*100~") == ["X12-AMOUNT-MISSING"]
    row = found("CLP*A*1*100**0~CAS*CO*45*100*1*50~").filter(code="X12-AMOUNT-MISSING")
    assert row["element"].to_list() == [4, 6]
    assert row["detail"].to_list() == ["CLP04 is empty.", "CAS06 is empty."]


def test_the_patients_share_is_the_sum_of_pr_of_claim_and_lines() -> None:
    body = "CLP*A*1*100*70*{}~CAS*PR*1*10~SVC*HC:1*100*80~CAS*PR*2*20~"
    assert claim_codes(body.format("30")) == []
    assert claim_codes(body.format("20")) == ["X835-PATIENT-SHARE"]
    assert claim_codes(body.format("")) == ["X835-PATIENT-SHARE"]


def test_a_reversal_may_state_any_patients_share() -> None:
    assert claim_codes("CLP*A*22*-100*-70*0~CAS*PR*1*-30~") == []


def test_an_empty_patients_share_is_nothing_owed() -> None:
    assert claim_codes("CLP*A*1*100*100~") == []


CLAIM = "ST*837*1~CLM*A17*500***11:B:1~LX*1~{}SE*9*1~"


def test_lines_as_sent_must_sum_to_the_charge_of_their_claim() -> None:
    short = CLAIM.format("SV1*HC:99213*400*UN*1~")
    assert "400.00; CLM02 charges 500.00. 100.00 is unexplained." in detail(
        short, "X837-BALANCE-LINES"
    )
    assert "X837-BALANCE-LINES" not in codes(short.replace("*400*", "*500*"))


def test_a_claim_without_lines_says_so() -> None:
    words = detail("CLM*A17*500***11:B:1~", "X837-BALANCE-LINES")
    assert words == "CLM02 charges 500.00; no service line follows."


def test_a_line_that_repeats_the_total_is_tolerated() -> None:
    with_total = "SV2*0300*HC:1*500*UN*1~LX*2~SV2*0001**500*UN*1~"
    assert "X837-BALANCE-LINES" not in codes(CLAIM.format(with_total))


def test_a_line_that_cannot_be_read_leaves_the_sum_unknown() -> None:
    assert "X837-BALANCE-LINES" not in codes(CLAIM.format("SV1*HC:99213*4OO*UN*1~"))


def dollars(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


CENTS = st.integers(-MAX_CENTS // 4, MAX_CENTS // 4)


@settings(max_examples=30)
@given(paid=CENTS, claim_level=CENTS, line_level=CENTS, off=st.integers(-1, 1))
def test_any_claim_balances_exactly_when_its_sum_is_right(
    paid: int, claim_level: int, line_level: int, off: int
) -> None:
    charge = paid + claim_level + line_level
    body = (
        f"CLP*A*1*{dollars(charge)}*{dollars(paid + off)}*0~CAS*CO*1*{dollars(claim_level)}~"
        f"SVC*HC:1*{dollars(charge)}*{dollars(charge - line_level)}~CAS*CO*2*{dollars(line_level)}~"
    )
    assert claim_codes(body) == (["X835-BALANCE-CLAIM"] if off else [])


def test_sums_beyond_what_a_column_holds_are_still_told() -> None:
    reasons = f"CAS*CO*45*{dollars(10**18 - 1)}~" * 12
    row = found(f"CLP*A*1*0*0*0~{reasons}").filter(code="X835-BALANCE-CLAIM").row(0, named=True)
    assert row["difference_cents"] is None
    assert row["detail"].endswith("-119999999999999999.88 is unexplained.")
