"""Stays that are priced as a whole are calibrated like lines."""

from decimal import Decimal

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.calibrate import calibrate
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from reclaim.intake.rates.kinds import WEIGHTS
from reclaim.schema import TABLES
from tests.contracts.calibrate.practice import FIRST_DAY, judged

DRGS = ("193", "291", "392", "470", "871")
STAYS = 40


def contract(base_rate: str) -> Contract:
    price_of_stay = {"method": "drg", "base_rate": base_rate, "weights": "weights"}
    return Contract.model_validate(
        {
            "contract": "harbor-2026",
            "payer": "harbor",
            "schedules": {"weights": {"kind": "weights", "file": "drg.csv"}},
            "terms": [{"id": "stay", "clause": "A 1", "price": price_of_stay}],
        }
    )


def book(of: Contract) -> ContractBook:
    rows = [
        {"drg": drg, "weight_millionths": 700_000 + 310_007 * at, "row": at + 2}
        for at, drg in enumerate(DRGS)
    ]
    return ContractBook((of,), {(of.contract, "weights"): pl.DataFrame(rows, schema=WEIGHTS)})


def stays() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Stays of two lines each."""
    claims = [
        {
            "claim_id": f"S{number:03d}",
            "payer": "harbor",
            "form": "institutional",
            "type_of_bill": "111",
            "drg": DRGS[number % len(DRGS)],
            "admission_date": FIRST_DAY,
            "claim_date": FIRST_DAY,
            "claim_charge_cents": 5_000_000,
        }
        for number in range(STAYS)
    ]
    lines = [
        {
            "claim_id": claim["claim_id"],
            "line_number": number,
            "revenue_code": code,
            "charge_cents": 2_500_000,
            "service_date": FIRST_DAY,
        }
        for claim in claims
        for number, code in enumerate(("0120", "0250"), 1)
    ]
    return pl.DataFrame(claims, schema=CLAIMS), pl.DataFrame(lines, schema=LINES)


def audited(signed: Contract, paid: Contract) -> pl.DataFrame:
    """Table expected_lines: stays have a row of their own, and their lines none that counts."""
    claims, lines = stays()
    keys = ["claim_id", "line_number"]
    allowed = price(claims, lines, book(paid)).select(*keys, allowed_cents="expected_cents")
    rows = price(claims, lines, book(signed)).join(allowed, on=keys, nulls_equal=True)
    wide = rows.with_columns(code=pl.lit(None, pl.String))
    return judged(wide, signed).select(TABLES["expected_lines"].polars_schema.names())


def test_another_base_rate_is_found() -> None:
    signed, paid = contract("8123.12"), contract("7950.50")
    claims, lines = stays()
    found = calibrate(signed, book(signed), claims, lines, audited(signed, paid))
    assert (found.compared, found.misses, found.left) == (STAYS, STAYS, 0)
    assert [proposal.causes for proposal in found.proposals] == [("amount",)]
    assert found.proposals[0].change.edits[0].new == Decimal("7950.50")
    assert found.proposals[0].examples[0].line_number is None


def test_stays_as_contracted_need_no_change() -> None:
    signed = contract("8123.12")
    claims, lines = stays()
    found = calibrate(signed, book(signed), claims, lines, audited(signed, signed))
    assert (found.compared, found.misses, found.proposals) == (STAYS, 0, ())
