"""`reclaim show` tells where each dollar of a claim went, and names nobody unless asked to."""

import re
import zipfile
from pathlib import Path

import pytest

from reclaim.wording import short_path
from tests.cli.conftest import Reclaim
from tests.texts import SECRETS, claim_answers, claim_receipt, coverage, remit


def test_each_dollar_of_each_line_is_placed(reclaim: Reclaim, clean: Path) -> None:
    said = reclaim("show", clean, "--claim", "A1")
    assert said.code == 0
    assert f"{short_path(str(clean))}:9: claim A1, on a remittance" in said.out
    assert "ACME HEALTH (ACME1), 2026-01-05, CHECK77" in said.out
    assert "Line 1: 99213-25 on 2025-12-20: charged 150.00, paid 100.00" in said.out
    first, second = (part.splitlines() for part in said.out.split("  Line ")[1:])
    amounts = re.compile(r"^ {4,}([\d.]+)  ")
    for line, charged in ((first, "150.00"), (second, "50.00")):
        placed = [match.group(1) for text in line if (match := amounts.match(text))]
        assert sum(int(amount.replace(".", "")) for amount in placed) == int(
            charged.replace(".", "")
        )
    assert "The parts add up to 200.00; the charge is 200.00." in said.out


def test_reasons_and_remarks_stand_beside_their_segments(reclaim: Reclaim, clean: Path) -> None:
    said = reclaim("show", clean, "--claim", "A1")
    assert "CO-97: " in said.out
    assert "remark  M15: " in said.out
    assert "       17 | CAS*CO*97*30" in said.out


@pytest.mark.parametrize("number", ["A2", "ICN2"])
def test_a_claim_is_found_by_either_number(reclaim: Reclaim, clean: Path, number: str) -> None:
    said = reclaim("show", clean, "--claim", number)
    assert "claim A2" in said.out
    assert "claim A1" not in said.out
    assert "Filed too late; CO-29" in said.out


def test_a_claim_is_found_by_the_id_it_shows(reclaim: Reclaim, clean: Path) -> None:
    shown = reclaim("show", clean, "--claim", "A1").out
    found = re.search(r"Id +(\S+)", shown)
    assert found
    assert reclaim("show", clean, "--claim", found.group(1)).out == shown


def test_people_are_named_only_when_asked_for(reclaim: Reclaim, clean: Path, sent: Path) -> None:
    for file in (clean, sent):
        assert "--reveal" in reclaim("show", file, "--claim", "A1").out
    revealed = reclaim("show", clean, "--claim", "A1", "--reveal", secrets=True).out
    assert all(word in revealed for word in SECRETS[:3])


def test_problems_of_the_claim_are_told(reclaim: Reclaim, broken: Path) -> None:
    said = reclaim("show", broken, "--claim", "A2")
    assert "[X835-BALANCE-CLAIM]" in said.out
    assert "[X835-CARC-UNKNOWN]" not in said.out
    assert "Nobody explains 10.00 of it." in said.out


def test_a_claim_as_sent(reclaim: Reclaim, sent: Path) -> None:
    said = reclaim("show", sent, "--claim", "A1")
    assert "claim A1, as sent (837P)" in said.out
    assert "Line 2: 87880 on 2025-12-20, 1 UN: charged 50.00" in said.out
    assert "Diagnoses  J069, R05" in said.out


def test_an_answered_claim(reclaim: Reclaim, tmp_path: Path) -> None:
    path = tmp_path / "answers.277"
    path.write_text(claim_answers(), "utf-8")
    said = reclaim("show", path, "--claim", "A1")
    assert "claim A1, answered" in said.out
    assert "rejected: information is invalid (A7:562:85)" in said.out


def test_without_a_claim_the_file_is_listed(reclaim: Reclaim, clean: Path, sent: Path) -> None:
    remitted = reclaim("show", clean).out
    assert "Transaction 1: 835 remittance" in remitted
    assert "Payment of 120.00: ACME HEALTH to RIVER CLINIC, CHK CHECK77 2026-01-05" in remitted
    assert "A2  ICN2  denied (4), charged 80.00, paid 0.00" in remitted
    assert "A1  charged 200.00, to ACME HEALTH" in reclaim("show", sent).out


def test_answers_are_listed(reclaim: Reclaim, tmp_path: Path) -> None:
    for name, text, words in (
        ("a.277", claim_answers(), "A1  rejected: information is invalid (A7:562:85)"),
        ("a.999", claim_receipt(), "transaction 0001 accepted (A)"),
        ("b.999", claim_receipt(), "group 1 accepted (A)"),
        ("a.271", coverage(), "copay (B), services 98, IND, 25.00"),
    ):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        said = reclaim("show", path)
        assert words in said.out, name
        assert "Problems" not in said.out, name


def test_a_member_of_an_archive(reclaim: Reclaim, tmp_path: Path) -> None:
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("one.835", remit())
        zipped.writestr("two.835", remit().replace("CLP*A1*", "CLP*B1*"))
    said = reclaim("show", f"{archive}!two.835")
    assert "B1" in said.out
    assert "A1" not in said.out
    for command in (["show"], ["check"], ["audit", "--out", tmp_path / "out"]):
        said = reclaim(*command, f"{archive}!none.835")
        assert said.code == 2
        assert f"reclaim show {archive}, which lists" in said.err
    assert reclaim("check", f"{archive}!two.835").out.startswith("1 file")
    assert reclaim("show", archive).out.count("Transaction 1") == 2


def test_a_claim_that_is_not_there_exits_1(reclaim: Reclaim, clean: Path) -> None:
    said = reclaim("show", clean, "--claim", "NONE")
    assert said.code == 1
    assert "CLAIM-MISSING" in said.err


def test_a_reversal_and_its_correction_are_both_shown(reclaim: Reclaim, tmp_path: Path) -> None:
    path = tmp_path / "twice.835"
    path.write_text(remit().replace("CLP*A2*4*80*0**12*ICN2", "CLP*A1*4*80*0**12*ICN2"), "utf-8")
    assert reclaim("show", path, "--claim", "A1").out.count("claim A1, on a remittance") == 2


def test_what_a_payer_sends_cannot_drive_the_terminal(reclaim: Reclaim, tmp_path: Path) -> None:
    path = tmp_path / "escape.835"
    path.write_text(remit().replace("ACME HEALTH", "ACME\x1b[2J"), "utf-8")
    assert "\x1b" not in reclaim("show", path, "--claim", "A1").out
    assert "\x1b" not in reclaim("show", path).out


PLB = "PLB*1234567893*20261231*WO:ICN1*30*L6:A1*-2.5*WO:ICN9*7*72:X A1 20260105*-30"


@pytest.fixture
def recouped(tmp_path: Path) -> Path:
    """A remittance whose PLB names claim A1 by either number, alone and among words."""
    path = tmp_path / "recouped.835"
    path.write_text(remit().replace("SE*", f"{PLB}~SE*"), "utf-8")
    return path


def test_adjustments_of_the_payment_that_name_the_claim_are_told(
    reclaim: Reclaim, recouped: Path
) -> None:
    for number in ("A1", "ICN1"):
        said = reclaim("show", recouped, "--claim", number).out
        told = said[said.index("name this claim (PLB)") :].splitlines()
        assert [line.split("  ")[-1].strip() for line in told[1:4]] == [
            "WO: Overpayment recovery, lowers the payment",
            "L6: Interest, raises the payment",
            "72: Acknowledges refund check provider already sent, raises the payment",
        ]
        assert [line.split()[0] for line in told[1:4]] == ["30.00", "-2.50", "-30.00"]
        assert told[4].endswith(f"| {PLB}")
    assert "(PLB)" not in reclaim("show", recouped, "--claim", "A2").out


def test_a_claim_that_only_a_plb_names_is_found(reclaim: Reclaim, recouped: Path) -> None:
    said = reclaim("show", recouped, "--claim", "ICN9")
    assert said.code == 0
    assert "7.00  WO: Overpayment recovery, lowers the payment" in said.out


def test_a_name_of_a_file_that_would_move_the_cursor_is_made_safe(
    reclaim: Reclaim, clean: Path
) -> None:
    path = clean.rename(clean.parent / "odd\x1b[2J.835")
    for said in (reclaim("show", path), reclaim("show", path, "--claim", "A1")):
        assert "odd.[2J.835" in said.out
        assert "\x1b" not in said.out
