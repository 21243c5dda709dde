"""The payment is what the claims pay, less the provider adjustments."""

import pytest

from tests.x12.checks.cases import codes, detail, found

OPEN = "ST*835*1~BPR*I*{}*{}*CHK************20261123~CLP*A*1*100*100*0~{}"
CODE = "X835-BALANCE-TRANSACTION"


def remittance(paid: str, *, direction: str = "C", plb: str = "") -> str:
    body = OPEN.format(paid, direction, plb)
    return f"{body}SE*{body.count('~') + 1}*1~"


@pytest.mark.parametrize(
    ("paid", "plb"),
    [
        ("100", ""),
        ("70", "PLB*1*20261231*WO:X*30~"),
        ("130", "PLB*1*20261231*L6:X*-30~"),
        ("90", "PLB*1*20261231*WO:X*30*L6:Y*-20~"),
        ("0", "PLB*1*20261231*FB:X*100~"),
        ("60", "PLB*1*20261231*WO:X*30~PLB*2*20261231*WO:Y*10~"),
    ],
)
def test_a_positive_provider_adjustment_lowers_the_payment(paid: str, plb: str) -> None:
    assert codes(remittance(paid, plb=plb)) == []
    assert codes(remittance(f"{paid}.01", plb=plb)) == [CODE]


def test_the_words_hold_the_numbers() -> None:
    words = detail(remittance("90", plb="PLB*1*20261231*WO:X*30~"), CODE)
    assert words == (
        "Claims pay 100.00, less provider adjustments 30.00 is 70.00; "
        "BPR02 pays 90.00. -20.00 is unexplained."
    )


def test_the_problem_stands_at_the_payment() -> None:
    row = found(remittance("90")).row(0, named=True)
    assert (row["segment_number"], row["element"], row["difference_cents"]) == (2, 2, 1000)


def test_a_debit_takes_back_what_the_claims_owe() -> None:
    owed = remittance("50", direction="D", plb="PLB*1*20261231*WO:X*150~")
    assert codes(owed) == []
    assert codes(owed.replace("*D*", "*C*")) == [CODE]


def test_a_remittance_of_provider_adjustments_alone_adds_up() -> None:
    text = "ST*835*1~BPR*I*30*C*CHK************20261123~PLB*1*20261231*L6:X*-30~SE*4*1~"
    assert codes(text) == []
    assert codes(text.replace("-30", "-31")) == [CODE]


def test_a_remittance_that_is_cut_off_is_not_judged() -> None:
    cut = remittance("999").partition("SE*")[0]
    assert codes(cut) == ["X12-SE-MISSING"]


@pytest.mark.parametrize("unread", ["1oo", ""])
def test_an_amount_that_is_not_known_leaves_the_total_unknown(unread: str) -> None:
    for text in (remittance(unread), remittance("1", plb=f"PLB*1*20261231*WO:X*{unread}~")):
        assert CODE not in codes(text)


def test_claims_without_a_payment_are_told_and_not_judged() -> None:
    text = "ST*835*1~CLP*A*1*100*100*0~SE*3*1~"
    assert codes(text) == ["X835-PAYMENT-MISSING"]
    assert detail(text, "X835-PAYMENT-MISSING") == "Claims on it: 1."


def test_each_transaction_is_judged_by_itself() -> None:
    text = remittance("100") + remittance("101").replace("*1~", "*2~")
    assert found(text).select("code", "transaction").rows() == [(CODE, 2)]
