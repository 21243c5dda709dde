"""What a contract analyst reads of a calibration."""

import datetime as dt

from reclaim.contracts.calibrate import Calibration, calibrate, calibration_words
from reclaim.contracts.calibrate.words import CAUSES
from reclaim.contracts.model.contract import Contract
from tests.contracts.calibrate.practice import contract, practice, services

MADE = practice(claims=300)
OLD = {
    **services(as_of=dt.date(2025, 6, 1)),
    "id": "old",
    "effective_to": dt.date(2026, 2, 28),
}


def calibrated(truth: Contract, noise_percent: int = 3) -> Calibration:
    expected = MADE.audited(contract(), truth, noise_percent=noise_percent)
    return calibrate(contract(), MADE.book(contract()), MADE.claims, MADE.lines, expected)


def test_a_contract_that_is_right_takes_two_lines() -> None:
    words = calibration_words(calibrated(contract(), noise_percent=0))
    assert words == [
        f"harbor-2026: {MADE.lines.height} lines compared with what the payer allowed",
        "All are as the contract expects.",
        "",
        "Nothing is left unexplained.",
    ]


def test_a_proposal_shows_cause_evidence_change_effect_and_what_is_left() -> None:
    found = calibrated(contract(terms=[services(percent=115)]))
    words = calibration_words(found)
    proposal = found.proposals[0]
    assert "1. another percentage or amount than the contract's" in words
    assert (
        f"  Evidence: {proposal.fitting} of {proposal.touched} lines come out as allowed" in words
    )
    assert "    terms[services].price.percent: 118 -> 115" in words
    assert "        percent: 115" in words
    example = proposal.examples[0]
    assert any(line.startswith(f"    {example.claim_id} line ") for line in words)
    assert any(line.startswith("  Accepting this gives up ") for line in words)
    assert words[-1].startswith(f"Unexplained: {found.left} lines, ")
    assert words[-1].endswith("these are the underpayments to work")


def test_a_new_term_is_told_with_its_place() -> None:
    words = calibration_words(calibrated(contract(terms=[OLD, services()])))
    assert "    new term services-until-2026-02-28, before services" in words
    assert "    # new, before the term services: services-until-2026-02-28" in words


def test_every_cause_has_words() -> None:
    assert all(CAUSES.values())
    assert len(set(CAUSES.values())) == len(CAUSES)
