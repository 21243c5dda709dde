"""What a later payer owes by its contract, after what the payer before paid."""

import polars as pl
import pytest

from reclaim.audit.allowed import AMOUNTS
from reclaim.audit.compare import compare
from reclaim.audit.later_payers import payments_as_amounts, settled_before, with_later_payers
from reclaim.contracts.frames import EXPECTED
from reclaim.contracts.model.contract import Contract
from tests.audit.test_compare import CONTRACT, Row, line, priced

LINKS = pl.DataFrame({"claim_id": ["f1-1"], "prior_id": ["p-1"]})


def under(method: str) -> Contract:
    """A contract whose payer pays as the later one by that method."""
    secondary = {"method": method, "clause": "B 4"}
    return Contract.model_validate({**CONTRACT, "secondary": secondary})


def prior(number: int | None, charge: int, cut: int, **other: int) -> Row:
    """What the payer before did with a line."""
    return {**line(number, charge, cut, **other), "claim_id": "p-1", "file_id": "p"}


def decided(
    own_price: int, mine: Row, before: list[Row], method: str = "standard"
) -> tuple[str, int | None, int | None, str | None]:
    """Verdict, expected payment, variance, why not, of one line of a second payer."""
    contract = under(method)
    row = priced(1, own_price, method="fee_schedule")
    expected = pl.DataFrame([{name: row.get(name) for name in EXPECTED}], EXPECTED)
    amounts = pl.DataFrame([mine], AMOUNTS)
    statuses = pl.DataFrame({"claim_id": ["f1-1"], "claim_status": ["2"]})
    compared = compare(expected, amounts, statuses, [contract])
    both = pl.concat([amounts, pl.DataFrame(before, AMOUNTS)]) if before else amounts
    out = with_later_payers(compared, settled_before(LINKS, both), [contract])
    columns = ("verdict", "expected_paid_cents", "variance_cents", "why_not_compared")
    verdict, due, variance, why = out.select(columns).row(0)
    return verdict, due, variance, why


MEDICARE = prior(1, 50000, 12500, patient_cents=7500)
"""T10: charge 500.00; Medicare allows 375.00, pays 300.00 and leaves 75.00 to the patient."""


@pytest.mark.parametrize(
    ("paid", "verdict", "variance"),
    [(6500, "as_contracted", 0), (6000, "underpaid", 500), (7000, "overpaid", -500)],
)
def test_medicaid_pays_up_to_its_own_price(paid: int, verdict: str, variance: int) -> None:
    """Its price is 365.00, of which 300.00 is paid: 65.00 are left. OA-23 says 425.00."""
    mine = line(1, 50000, 50000 - 42500 - paid, other_cents=42500)
    assert decided(36500, mine, [MEDICARE]) == (verdict, 6500, variance, None)


def test_non_duplication_pays_its_own_payment_less_what_was_paid() -> None:
    mine = line(1, 50000, 7500, other_cents=42500)
    assert decided(30000, mine, [MEDICARE], "non_duplication") == ("as_contracted", 0, 0, None)


def test_the_own_patient_share_is_taken_off_first() -> None:
    mine = line(1, 50000, 2500, other_cents=42500, patient_cents=1000)
    verdict, due, variance, _ = decided(33000, mine, [MEDICARE], "non_duplication")
    assert (verdict, due, variance) == ("overpaid", 2000, -2000)


@pytest.mark.parametrize(("own_price", "due"), [(39000, 7350), (37000, 7150)])
def test_sequestration_of_the_payer_before_is_nobody_elses_to_pay(own_price: int, due: int) -> None:
    """Medicare allows 375.00, leaves 73.50, cuts 3.00 and pays 298.50: 73.50 are left to pay."""
    before = prior(1, 50000, 12500, patient_cents=7350, after_cents=300)
    mine = line(1, 50000, 7350 - due, other_cents=42650)
    assert decided(own_price, mine, [before])[:3] == ("as_contracted", due, 0)


def test_without_the_remittance_of_the_payer_before_nothing_is_held() -> None:
    mine = line(1, 50000, 1000, other_cents=42500)
    assert decided(36500, mine, []) == ("not_compared", None, None, "no prior remittance")


def test_a_line_that_the_payer_before_denied_is_not_clear() -> None:
    denied = prior(1, 50000, 0, denied_cents=50000)
    mine = line(1, 50000, 1000, other_cents=42500)
    assert decided(36500, mine, [denied]) == ("not_compared", None, None, "prior not clear")


def test_lines_whose_charges_differ_are_not_taken_for_the_same() -> None:
    mine = line(1, 50000, 1000, other_cents=42500)
    other = prior(1, 49999, 12499, patient_cents=7500)
    assert decided(36500, mine, [other])[3] == "no prior remittance"


def test_a_contract_without_such_a_term_compares_no_later_payer() -> None:
    contract = Contract.model_validate(CONTRACT)
    expected = pl.DataFrame([{name: priced(1, 100).get(name) for name in EXPECTED}], EXPECTED)
    amounts = pl.DataFrame([line(1, 50000, 1000, other_cents=42500)], AMOUNTS)
    statuses = pl.DataFrame({"claim_id": ["f1-1"], "claim_status": ["2"]})
    compared = compare(expected, amounts, statuses, [contract])
    out = with_later_payers(compared, settled_before(LINKS, amounts), [contract])
    assert out["why_not_compared"].to_list() == ["later payer"]


def test_what_a_later_payer_paid_stands_as_allowed_beside_what_it_owes() -> None:
    rows = pl.DataFrame(
        {
            "expected_paid_cents": [100, None],
            "expected_cents": [300, 300],
            "allowed_cents": [None, 250],
            "variance_cents": [20, 50],
        },
        schema_overrides={"expected_paid_cents": pl.Int64, "allowed_cents": pl.Int64},
    )
    told = rows.select(payments_as_amounts())
    assert told.rows() == [(100, 80), (300, 250)]
