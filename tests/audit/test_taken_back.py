"""Money taken back outside of any claim that stands: orphan reversals and recoupments."""

import datetime as dt

import polars as pl
import pytest

from reclaim.audit.candidates import claim_attributes
from reclaim.audit.findings import findings, named_rows
from reclaim.audit.net import net
from reclaim.audit.taken_back import orphan_reversals, recoupments, uncorrected
from reclaim.rules.payer_map import PayerMap
from reclaim.rules.signals import signals
from reclaim.schema import TABLES
from tests.frames import Claim, Line, tables

LINE = Line(100_00, 60_00, [("CO", "45", 40_00)])
TAKEN = Line(-100_00, -60_00, [("CO", "45", -40_00)])


def orphans(*claims: Claim) -> pl.DataFrame:
    remit_claims = tables(claims)["remit_claims"]
    states = net(remit_claims)
    attributes = claim_attributes(remit_claims, states, PayerMap())
    alone = attributes.join(uncorrected(states), on="claim_id", how="semi")
    return orphan_reversals(alone, signals())


PAID = Claim(100_00, 60_00, [LINE], payment_date=dt.date(2026, 1, 1))
REVERSAL = Claim(-100_00, -60_00, [TAKEN], status="22", payment_date=dt.date(2026, 2, 1))
AGAIN = Claim(100_00, 70_00, [Line(100_00, 70_00)], payment_date=dt.date(2026, 2, 8))


@pytest.mark.parametrize("claims", [(REVERSAL,), (PAID, REVERSAL)], ids=["never seen", "seen"])
def test_a_reversal_that_no_correction_follows_is_found(claims: tuple[Claim, ...]) -> None:
    table = findings(named_rows(orphans(*claims), signals()), signals())
    row = table.row(0, named=True)
    assert table.height == 1
    assert row["at_stake_cents"] == 60_00, "what was paid and taken back"
    assert row["kind"] == "orphan_reversal"


@pytest.mark.parametrize("claims", [(REVERSAL, AGAIN), (PAID, REVERSAL, AGAIN)])
def test_one_that_is_corrected_is_not(claims: tuple[Claim, ...]) -> None:
    assert orphans(*claims).is_empty()


def plb(reason: str, cents: int, reference: str) -> pl.DataFrame:
    schema = TABLES["provider_adjustments"].polars_schema
    row = {
        "file_id": "f1",
        "transaction": 1,
        "segment_number": 90,
        "provider_id": "1234567893",
        "reason_code": reason,
        "reference": reference,
        "adjustment_cents": cents,
    }
    return pl.DataFrame([row], schema=schema)


PAYMENTS = pl.DataFrame(
    {
        "file_id": ["f1"],
        "transaction": [1],
        "payer_id": ["ACME"],
        "payer_name": ["ACME HEALTH"],
        "payee_id": ["1234567893"],
        "payment_date": [dt.date(2026, 3, 1)],
    }
)
REVERSED = pl.DataFrame({"payer_control_number": ["P7"], "patient_control_number": ["A7"]})


@pytest.mark.parametrize(
    ("reason", "cents", "reference", "is_found"),
    [
        ("WO", 25_00, "P1", True),
        ("WO", 25_00, " P7", False),
        ("WO", 25_00, "A7", False),
        ("WO", -25_00, "P1", False),
        ("FB", 25_00, "P1", False),
        ("L6", 25_00, "P1", False),
    ],
)
def test_a_recoupment_that_no_reversal_explains_is_found(
    reason: str, cents: int, reference: str, *, is_found: bool
) -> None:
    given = plb(reason, cents, reference)
    found = recoupments(given, PAYMENTS, REVERSED, PayerMap(), signals())
    assert (not found.is_empty()) == is_found


def test_a_recoupment_becomes_a_finding_of_its_payment() -> None:
    found = recoupments(plb("WO", 25_00, "P1"), PAYMENTS, REVERSED, PayerMap(), signals())
    table = findings(named_rows(found, signals()), signals())
    row = table.row(0, named=True)
    assert (row["at_stake_cents"], row["payer"], row["claim_id"]) == (25_00, "ACME HEALTH", None)
    assert (row["segment_number"], row["payer_control_number"]) == (90, "P1")
    assert row["provider_id"] == "1234567893"
