"""What a denied line would bring by contract."""

import polars as pl

from reclaim.recovery.contract_worth import contract_shares
from reclaim.recovery.worth import SHARE_SCHEMA, worth
from reclaim.schema import TABLES

EXPECTED = TABLES["expected_lines"].polars_schema


def table(*rows: dict[str, object]) -> pl.LazyFrame:
    given = [{name: row.get(name) for name in EXPECTED} for row in rows]
    return pl.DataFrame(given, EXPECTED).lazy()


def denied(line: int | None = 1, **other: object) -> dict[str, object]:
    row: dict[str, object] = {
        "claim_id": "f-1",
        "line_number": line,
        "payer": "harbor",
        "contract": "harbor-1",
        "charge_cents": 20000,
        "expected_cents": 10000,
        "verdict": "denied",
    }
    return row | other


def paid(cents: int = 8000, verdict: str = "as_contracted") -> dict[str, object]:
    return denied(claim_id="f-2", verdict=verdict, allowed_cents=10000, paid_cents=cents)


def test_the_payer_pays_its_share_of_what_it_allows() -> None:
    out = contract_shares(table(denied(), *[paid()] * 5))
    basis = "contract harbor-1, of which the payer pays 80.0 percent (5 lines)"
    assert out.rows() == [("f-1", 1, 20000, 8000, basis)]


def test_with_too_few_lines_the_whole_allowed_amount_counts() -> None:
    out = contract_shares(table(denied(), *[paid()] * 4))
    assert out.rows() == [("f-1", 1, 20000, 10000, "contract harbor-1")]


def test_underpaid_lines_show_the_share_too_and_later_payers_do_not() -> None:
    some = [paid(5000, "underpaid")] * 5 + [paid(0, "not_compared")] * 9
    assert contract_shares(table(denied(), *some))["contract_paid_cents"].to_list() == [5000]


def test_what_has_no_price_has_no_share() -> None:
    unpriced = denied(expected_cents=None)
    assert contract_shares(table(unpriced, denied(verdict="as_contracted"))).is_empty()


def test_a_denial_is_worth_what_the_contract_pays_before_any_usual_share() -> None:
    finding = pl.DataFrame(
        {
            "finding_id": ["F-1"],
            "payer": ["harbor"],
            "place": ["denial"],
            "category": ["denial/coding"],
            "money": ["cash"],
            "at_stake_cents": [20000],
        }
    )
    stakes = pl.DataFrame(
        {
            "finding_id": ["F-1"],
            "procedure_code": ["99213"],
            "at_stake_cents": [20000],
            "contract_charge_cents": [20000],
            "contract_paid_cents": [8000],
            "contract_basis": ["contract harbor-1"],
        }
    )
    market = pl.DataFrame([("harbor", "99213", 9, 100, 10)], SHARE_SCHEMA, orient="row")
    valued = worth(finding, stakes, market)
    assert valued.select("worth_cents", "worth_basis").row(0) == (8000, "contract harbor-1")
    half = worth(finding, stakes.with_columns(at_stake_cents=pl.lit(10000)), market)
    assert half["worth_cents"].to_list() == [4000]
