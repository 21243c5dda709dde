"""Payments held against contracts: the sums on paper, told apart, and worked by claim."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.audit.compare import WHY_NOT as NOT_COMPARED
from reclaim.contracts.frames import WHY_NOT as NO_PRICE
from reclaim.report import Figures, figures
from reclaim.report.findings import MEASURE_NAMES
from reclaim.report.held import COUNTS
from reclaim.report.held_claims import off
from reclaim.report.held_words import SETTLES, settles, why_not_compared, why_unpriced
from tests.report import example
from tests.report.example import AS_OF, FILE, frame
from tests.report.priced import CLAIMS, EXPECTED, HARBOR, PARTS, VISITS, audited, expect


@pytest.fixture(scope="module")
def numbers() -> Figures:
    return figures(audited())


def test_the_example_adds_up(numbers: Figures) -> None:
    assert numbers.summary["unplaced_cents"] == 0
    standings = numbers.summary["estimate"]["standings"]
    assert standings["necessary"] == 558_864 + 2
    assert standings["unverified"] == 42_000
    assert standings["unnecessary"] == 51_812 + 1_000
    assert standings["undecided"] == 20_000  # the denial of H6 has no verdict


def test_lines_are_counted_by_verdict_and_a_whole_claim_once(numbers: Figures) -> None:
    told = numbers.summary["contracts"]
    lines = {verdict: sums["lines"] for verdict, sums in told["verdicts"].items()}
    assert lines == {
        "as_contracted": 2,
        "denied": 1,
        "not_compared": 1,
        "overpaid": 2,
        "underpaid": 3,
        "unpriced": 2,
    }
    assert told["verdicts"]["underpaid"]["variance_cents"] == 51_812
    assert "variance_cents" not in told["verdicts"]["denied"]
    assert told["inferred_verdicts"]["underpaid"]["variance_cents"] == 1_000
    assert told["contracts"] == 1


def test_underpayments_are_told_by_payer_code_and_term(numbers: Figures) -> None:
    told = numbers.summary["contracts"]["underpaid"]
    assert told["by_payer"][HARBOR] == {
        "claims": 2,
        "lines": 3,
        "compared": 7,
        "expected_cents": 1_019_812,
        "allowed_cents": 968_000,
        "underpaid_cents": 51_812,
        "overpaid_lines": 2,
        "overpaid_cents": 1_200,
    }
    by_code = {code: sums["underpaid_cents"] for code, sums in told["by_code"].items()}
    assert by_code == {"20610": 1_000, "81002": 0, "99213": 812, "99214": 0, "whole claim": 50_000}
    by_term = {term: sums["underpaid_cents"] for term, sums in told["by_term"].items()}
    assert by_term == {"harbor-2026/services": 1_812, "harbor-2026/stay": 50_000}
    assert numbers.held.terms["clause"].to_list()[:2] == ["Exhibit A 1", "Exhibit A 3"]


def test_what_is_inferred_stands_apart(numbers: Figures) -> None:
    told = numbers.summary["contracts"]
    assert "COBALT" not in told["underpaid"]["by_payer"]
    assert told["inferred"]["by_payer"]["COBALT"]["underpaid_cents"] == 1_000
    assert numbers.inferred.claims["patient_control_number"].to_list() == ["C1"]
    assert "C1" not in numbers.underpaid.claims["patient_control_number"]


def test_every_view_adds_up_to_the_lines_by_verdict(numbers: Figures) -> None:
    held = numbers.held
    for view in (held.payers, held.codes, held.terms):
        for name in COUNTS[1:]:
            assert view[name].sum() == held.payers[name].sum(), name
        less = view["expected_cents"] - view["allowed_cents"]
        assert less.to_list() == view["underpaid_cents"].to_list()


def test_price_cuts_are_verified_or_not_by_payer(numbers: Figures) -> None:
    assert numbers.held.cuts.rows() == [
        (HARBOR, 558_864, 2, 51_812, 0, 11_000),
        ("LARKSPUR", 0, 0, 0, 0, 20_000),
        ("COBALT", 0, 0, 0, 1_000, 11_000),
    ]
    assert numbers.summary["contracts"]["price_cuts"] == {
        "verified_cents": 558_864,
        "within_tolerance_cents": 2,
        "underpaid_cents": 51_812,
        "underpaid_inferred_cents": 1_000,
        "unverified_cents": 42_000,
    }


def test_what_has_no_price_says_why_the_largest_charge_first(numbers: Figures) -> None:
    why = numbers.held.why_unpriced()
    assert why.select("payer", "reason", "lines", "charge_cents").rows() == [
        ("LARKSPUR", "no contract", 1, 50_000),
        (HARBOR, "no rate", 1, 40_000),
    ]
    assert why["codes"].to_list() == [["99213"], ["0042T"]]
    assert numbers.held.not_compared().rows() == [("later payer", 1, 20_000)]


def test_lines_priced_from_the_remittance_are_counted(numbers: Figures) -> None:
    assert numbers.summary["contracts"]["from_remittance"] == {"lines": 1, "charge_cents": 20_000}


def test_underpaid_claims_are_worked_by_claim(numbers: Figures) -> None:
    claims = numbers.underpaid.claims
    told = claims.select(
        "patient_control_number", "lines", "expected_cents", "allowed_cents", "off_cents"
    )
    assert told.rows() == [
        ("H7", 1, 1_000_000, 950_000, 50_000),
        ("H1", 2, 19_812, 18_000, 1_812),
    ]
    assert claims["findings"].to_list() == [["F-0000000002"], ["F-0000000001"]]
    assert claims["offset_cents"].to_list() == [0, 200]
    assert claims["days_left"].to_list() == [None, 10]
    lines = numbers.underpaid.lines
    assert lines["line_number"].to_list() == [None, 1, 2]
    assert lines["off_cents"].to_list() == [50_000, 812, 1_000]
    assert lines["payer"].unique().to_list() == [HARBOR]


def test_overpaid_claims_stand_apart_with_what_other_lines_are_short(numbers: Figures) -> None:
    told = numbers.overpaid.claims.select("patient_control_number", "off_cents", "offset_cents")
    assert told.rows() == [("H3", 1_000, 0), ("H1", 200, 1_812)]


def test_a_limit_keeps_the_most_underpaid_claims() -> None:
    assert off(audited(), "underpaid", inferred=False, limit=1).claims.height == 1
    assert off(audited(), "underpaid", inferred=False, limit=1).lines.height == 1


def test_the_estimate_says_by_what_its_dollars_are_known(numbers: Figures) -> None:
    estimate = numbers.summary["estimate"]
    stakes = {name: basis["at_stake_cents"] for name, basis in estimate["by_basis"].items()}
    assert stakes == {
        "contract": 51_812,
        "inferred": 1_000,
        "unverified": 20_000,
        "remittance": 0,
    }
    for name in MEASURE_NAMES[:-1]:
        parts = [basis[name] for basis in estimate["by_basis"].values()]  # type: ignore[literal-required]
        assert sum(parts) == estimate[name]  # type: ignore[literal-required]


def test_claims_that_do_not_count_are_in_no_sum() -> None:
    states = pl.DataFrame({"claim_id": [f"{FILE}-70"], "counts": [False]})
    numbers = figures(audited(claim_states=states))
    assert numbers.summary["contracts"]["underpaid"]["by_payer"][HARBOR]["underpaid_cents"] == 1_812
    assert numbers.underpaid.claims["patient_control_number"].to_list() == ["H1"]


def test_an_audit_without_prices_has_no_verdicts() -> None:
    told = figures(example.audited()).summary["contracts"]
    assert (told["contracts"], told["verdicts"], told["unpriced"]) == (0, {}, {})
    assert told["price_cuts"]["unverified_cents"] == 30_000


def test_claims_taken_in_turns_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = figures(audited())
    monkeypatch.setattr("reclaim.report.audited.CLAIMS_A_TURN", 1)
    in_turns = figures(audited())
    assert in_turns.summary == at_once.summary
    for name in ("cells", "payers", "codes", "terms", "unpriced", "cuts"):
        once = getattr(at_once.held, name)
        assert getattr(in_turns.held, name).select(once.columns).equals(once), name
    assert in_turns.underpaid.claims.equals(at_once.underpaid.claims)


@pytest.mark.parametrize("reason", list(NO_PRICE))
def test_every_reason_without_a_price_says_what_would_settle_it(reason: str) -> None:
    assert reason in SETTLES
    assert why_unpriced(reason) == NO_PRICE[reason]


def test_a_reason_of_another_version_is_spelt_out() -> None:
    assert why_unpriced("brand new") == "Brand new."
    assert why_not_compared(None) == "Not said."
    assert settles("brand new") == "Read the contract about it."
    assert why_not_compared("later payer") == NOT_COMPARED["later payer"]


@st.composite
def compared_lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lines of HARBOR with any amounts; the verdict follows from them."""
    rows = []
    for segment in (10, 20, 30):
        for number in range(1, draw(st.integers(1, 3)) + 1):
            expected, allowed = draw(st.integers(0, 300)), draw(st.integers(0, 300))
            verdict = "underpaid" if expected > allowed else "overpaid"
            if expected == allowed:
                verdict = "as_contracted"
            amounts = {"expected_cents": expected, "allowed_cents": allowed}
            inferred = draw(st.booleans())
            rows.append(
                expect(
                    segment,
                    number,
                    HARBOR,
                    verdict,
                    procedure_code=draw(st.sampled_from(["99213", "99214", None])),
                    charge_cents=500,
                    inferred=inferred,
                    **amounts,
                    **VISITS,
                )
            )
    return rows


@settings(max_examples=15, deadline=None)
@given(compared_lines())
def test_whatever_the_lines_the_claims_add_up_to_the_payers(rows: list[dict[str, Any]]) -> None:
    source = audited(expected_lines=frame("expected_lines", rows))
    numbers = figures(source)
    for inferred in (False, True):
        own = [row for row in rows if row["inferred"] == inferred]
        short = sum(max(row["variance_cents"], 0) for row in own)
        over = sum(max(-row["variance_cents"], 0) for row in own)
        payers = numbers.held.payers.filter(pl.col("inferred") == inferred)
        assert (payers["underpaid_cents"].sum(), payers["overpaid_cents"].sum()) == (short, over)
        claims = off(source, "underpaid", inferred=inferred, limit=99).claims
        assert claims["off_cents"].sum() == short
        assert claims.height == payers["claims"].sum()


def test_the_example_is_whole() -> None:
    assert len(CLAIMS) == 10
    assert sum(part["amount_cents"] for part in PARTS) == sum(c["charge_cents"] for c in CLAIMS)
    assert frame("expected_lines", EXPECTED).height == 13
    assert AS_OF.year == 2026
