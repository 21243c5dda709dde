"""The files of one practice tell one story: batch, receipts, coverage, ledger, contract."""

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

import reclaim
from reclaim.contracts.read import read_contracts
from reclaim.contracts.trial import try_examples
from reclaim.rules.payer_map import read_payer_map
from reclaim.x12.generate import Practice, cast, fees, generate
from reclaim.x12.generate.leaks.common import Expect
from tests.x12 import slow_835


@pytest.fixture(scope="module")
def practice() -> Practice:
    return generate(7, 600)


def segments(practice: Practice, suffix: str) -> dict[str, list[list[str]]]:
    return {
        name: slow_835.split(content)
        for name, content in practice.files.items()
        if name.endswith(suffix)
    }


def rows(practice: Practice, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(practice.files[name].decode())))


def test_every_batch_is_taken_by_its_999(practice: Practice) -> None:
    sent = {
        (s[6], s[8]) for one in segments(practice, ".837").values() for s in one if s[0] == "GS"
    }
    taken = {
        (s[2], s[3]) for one in segments(practice, ".999").values() for s in one if s[0] == "AK1"
    }
    assert sent == taken


def test_line_charges_add_up_in_every_837(practice: Practice) -> None:
    at = {"SV1": 2, "SV2": 3, "SV3": 2}
    for one in segments(practice, ".837").values():
        charged: dict[int, int] = defaultdict(int)
        stated: dict[int, int] = {}
        claim = 0
        for segment in one:
            if segment[0] == "CLM":
                claim += 1
                stated[claim] = slow_835.cents(segment[2])
            elif segment[0] in at:
                charged[claim] += slow_835.cents(segment[at[segment[0]]])
        assert charged == stated


def test_hl_levels_count_up_and_name_an_earlier_parent(practice: Practice) -> None:
    for suffix in (".837", ".277", ".271"):
        for one in segments(practice, suffix).values():
            level = 0
            for segment in one:
                if segment[0] == "ST":
                    level = 0
                elif segment[0] == "HL":
                    level += 1
                    assert int(segment[1]) == level
                    assert level == 1 or 0 < int(segment[2]) < level


def test_every_submission_has_a_claim_receipt(practice: Practice) -> None:
    submitted = sum(len(case.claims) for case in practice.cases)
    statuses = [
        segment[1].partition(":")[0]
        for one in segments(practice, ".277").values()
        for segment in one
        if segment[0] == "STC" and segment[1][:2] in ("A2", "A7")
    ]
    rejected = sum(case.first_rejected for case in practice.cases)
    assert len(statuses) == submitted
    assert statuses.count("A7") == rejected > 0


def test_proof_of_timely_filing_is_a_receipt_inside_the_limit(practice: Practice) -> None:
    proven = {r.patient_control_number: r for r in practice.truth if r.leak.endswith("with_proof")}
    accepted: dict[str, str] = {}
    for one in segments(practice, ".277").values():
        control = ""
        for segment in one:
            if segment[0] == "TRN":
                control = segment[2]
            elif segment[0] == "STC" and segment[1].startswith("A2"):
                accepted[control] = segment[2]
    limits = {payer.key: payer.filing_limit_days for payer in cast.PAYERS}
    by_control = {case.claims[0].control: case for case in practice.cases}
    assert proven
    for control, row in proven.items():
        service_date = by_control[control].claims[0].service_date
        day = accepted[control]
        waited = (by_control[control].claims[0].submitted - service_date).days + 1
        assert waited < limits[row.payer]
        assert day > f"{service_date:%Y%m%d}"


def test_eligibility_leaks_have_their_271(practice: Practice) -> None:
    answers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in segments(practice, ".271").values():
        name = date = ""
        for segment in one:
            if segment[0] == "NM1" and segment[1] == "IL":
                name = segment[9]
            elif segment[0] == "DTP" and segment[1] == "291":
                date = segment[3]
            elif segment[0] == "EB":
                answers[name, date].add(segment[1])
    wanted = {"eligibility_active": "1", "eligibility_ended": "6", "other_payer_first": "R"}
    for case in practice.cases:
        for leak in {row.leak for row in case.truth} & set(wanted):
            claim = case.claims[0]
            key = (claim.patient.member_id(claim.payer), f"{claim.service_date:%Y%m%d}")
            assert wanted[leak] in answers[key]


def test_ledger_charges_match_the_claims(practice: Practice) -> None:
    charged: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(practice, "ledger/transactions.csv"):
        if row["Code"] in ("CHG", "COR"):
            charged[row["Claim No"]] += Decimal(row["Amount"])
    estimates = {c.claims[0].control for c in practice.cases if c.remits[0].status == "25"}
    assert estimates
    assert {
        control: cents * 100 for control, cents in charged.items() if control.startswith("PCN")
    } == {
        case.claims[0].control: case.claims[0].charge_cents
        for case in practice.cases
        if case.claims[0].control not in estimates
    }


def test_copays_are_waived_without_a_statement(practice: Practice) -> None:
    waived = {r.patient_control_number for r in practice.truth if r.leak == "copay_waived"}
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows(practice, "ledger/transactions.csv"):
        codes[row["Claim No"]].add(row["Code"])
    assert waived
    assert all("CUR" in codes[control] and "STM" not in codes[control] for control in waived)


def test_every_contract_is_kept_by_its_own_examples(practice: Practice, tmp_path: Path) -> None:
    for name, content in practice.files.items():
        if name.startswith("contracts/"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
    book = read_contracts(tmp_path / "contracts")
    assert len(book.contracts) == 7
    tried = [one for contract in book.contracts for one in try_examples(contract, book)]
    assert len(tried) >= 3 * 7
    assert all(one.ok for one in tried)


def test_every_truth_row_uses_the_vocabulary(practice: Practice) -> None:
    allowed = {"yes", "no", "maybe"}
    signals = re.compile(r"R\d\d|")
    listed = Path(reclaim.__file__).parent / "data" / "codes" / "category.csv"
    with listed.open(newline="") as lines:
        categories = {row["category"] for row in csv.DictReader(lines)}
    for row in practice.truth:
        assert row.expected_category in categories
        assert row.necessary in {"yes", "no"}
        assert row.recoverable in allowed
        assert row.evidence
        assert signals.fullmatch(row.signal)
        assert row.why


def test_the_payer_map_knows_every_payer(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "payers.yaml").write_bytes(practice.files["payers.yaml"])
    known = read_payer_map(tmp_path / "payers.yaml")
    assert [known.key_of(payer.payer_id, None) for payer in cast.PAYERS] == [
        payer.key for payer in cast.PAYERS
    ]
    assert [known.key_of(None, payer.name) for payer in cast.PAYERS] == [
        payer.key for payer in cast.PAYERS
    ]
    assert not any(entry.treats for entry in known.entries)


def test_the_sequestration_cut_is_the_legal_share_unless_planted(practice: Practice) -> None:
    planted = {r.payer_control_number for r in practice.truth if r.carc == "253"}
    cuts = 0
    for case in practice.cases:
        for remit in case.remits:
            if remit.number in planted:
                continue
            for line in remit.lines:
                cut = sum(a.amount_cents for a in line.adjustments if a.carc == "253")
                medicare = remit.payer.kind in ("medicare", "medicare_advantage")
                due = fees.percent(line.paid_cents + cut, 2 if medicare else 0)
                assert cut == due
                cuts += cut > 0
    assert planted
    assert cuts > 100


def test_an_authorization_on_file_is_in_the_roster_or_on_the_claim(practice: Practice) -> None:
    held = {
        row["patient_control_number"]: row for row in rows(practice, "roster/authorizations.csv")
    }
    by_leak = {
        leak: {r.patient_control_number for r in practice.truth if r.leak == leak}
        for leak in ("authorization_on_file", "authorization_mismatch", "authorization_retroactive")
    }
    sent = {case.claims[0].control: case.claims[0].authorization for case in practice.cases}
    assert by_leak["authorization_on_file"] <= set(held)
    assert {bool(sent[control]) for control in by_leak["authorization_on_file"]} == {True, False}
    for control in by_leak["authorization_mismatch"]:
        assert held[control]["authorization_number"] != sent[control] != ""
    assert not by_leak["authorization_retroactive"] & set(held)


def test_a_notice_on_file_calls_for_its_signal(practice: Practice) -> None:
    notices = {
        row["patient_control_number"]
        for row in rows(practice, "documents.csv")
        if row["document"] == "abn"
    }
    warned = {r.patient_control_number for r in practice.truth if r.signal == "R24"}
    assert warned <= notices
    assert any(row["document"] == "record" for row in rows(practice, "documents.csv"))


def test_what_was_decided_again_stands_on_a_later_remittance(practice: Practice) -> None:
    decisions = rows(practice, "truth_decisions.csv")
    remits = {r.number: r for case in practice.cases for r in case.remits if r.sign > 0}
    assert {row["won"] for row in decisions} == {"yes", "no"}
    assert {row["action"] for row in decisions} == {"appeal", "corrected claim"}
    for row in decisions:
        denied, again = remits[row["denied_number"]], remits[row["decided_number"]]
        assert denied.produced < again.produced == dt.date.fromisoformat(row["decided"])
        assert again.original_number == denied.number
        assert (again.paid_cents > denied.paid_cents) == (row["won"] == "yes")
        assert (again.claim.frequency == "7") == (row["action"] == "corrected claim")


def test_every_denial_decided_again_by_appeal_was_taken_back_first(practice: Practice) -> None:
    appealed = {
        row["denied_number"]
        for row in rows(practice, "truth_decisions.csv")
        if row["action"] == "appeal"
    }
    reversed_numbers = {r.number for case in practice.cases for r in case.remits if r.sign < 0}
    assert appealed
    assert appealed <= reversed_numbers


def test_an_orphan_reversal_has_no_correction(practice: Practice) -> None:
    orphans = [row for row in practice.truth if row.leak == "orphan_reversal"]
    by_control = {case.claims[0].control: case for case in practice.cases}
    assert orphans
    for row in orphans:
        assert [r.sign for r in by_control[row.patient_control_number].remits] == [1, -1]


def test_a_refused_batch_is_sent_again_as_it_was(practice: Practice) -> None:
    claims: dict[str, list[str]] = {}
    for one in segments(practice, ".837").values():
        control = next(s[6] for s in one if s[0] == "GS")
        claims[control] = [s[1] for s in one if s[0] == "CLM"]
    refused = [
        next(s[2] for s in one if s[0] == "AK1")
        for one in segments(practice, ".999").values()
        if ["IK5", "R", "5"] in one
    ]
    assert refused
    for control in refused:
        assert claims[str(int(control) + 1)] == claims[control]


def test_a_status_answer_names_a_claim_in_process(practice: Practice) -> None:
    asked = {case.claims[0].control for case in practice.cases if case.status_asked}
    answered = {
        segment[2]
        for name, one in segments(practice, ".277").items()
        if name.startswith("277/")
        for segment in one
        if segment[0] == "TRN"
    }
    assert answered == asked != set()


def test_leaks_are_unnecessary_by_default() -> None:
    assert Expect("denial/other", "no").necessary == "no"


@pytest.mark.parametrize("provider", cast.PROVIDERS, ids=lambda provider: provider.key)
def test_npis_have_their_check_digit(provider: cast.Provider) -> None:
    for number in (provider.npi, *(person.npi for person in provider.people)):
        digits = [int(digit) for digit in "80840" + number]
        doubled = [value * 2 for value in digits[-2::-2]]
        total = sum(digits[-1::-2]) + sum(value // 10 + value % 10 for value in doubled)
        assert total % 10 == 0


def test_a_known_npi_check_digit() -> None:
    assert cast.npi("123456789") == "1234567893"


def test_writing_returns_every_file(practice: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    assert len(practice.write(folder)) == len(practice.files)
    assert (folder / "truth.csv").read_bytes() == practice.files["truth.csv"]
