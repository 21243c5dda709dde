"""Every segment is known to its transaction and stands under what it belongs to."""

import pytest

from reclaim.x12.checks.declared import structure
from tests.x12.checks.cases import CLAIMS, REMITTANCE, codes, detail, found

OPEN = "ST*835*1~BPR*I*0*C*NON************20261123~"


def remit_codes(body: str) -> list[str]:
    return [code for code in codes(OPEN + body) if code != "X12-SE-MISSING"]


def test_a_segment_that_the_set_does_not_have_is_unknown() -> None:
    assert codes(REMITTANCE.replace("LQ*HE*M20~", "HI*ABK:I10~")) == ["X12-SEGMENT-UNKNOWN"]
    assert codes(CLAIMS.replace("HI*ABK:I10~", "SVC*HC:1*1*1~")) == ["X12-SEGMENT-UNKNOWN"]


def test_the_words_do_not_repeat_a_name_that_may_be_anything() -> None:
    words = detail(REMITTANCE.replace("LQ*HE*M20~", "DOE*JANE~"), "X12-SEGMENT-UNKNOWN")
    assert "DOE" not in words


@pytest.mark.parametrize("orphan", ["CAS*CO*45*1~", "NM1*QC*1~", "MOA***MA01~", "LQ*HE*M20~"])
def test_a_segment_that_needs_a_claim_or_line_is_an_orphan_without(orphan: str) -> None:
    assert remit_codes(orphan) == ["X12-SEGMENT-ORPHAN"]
    assert remit_codes(f"CLP*A*1*1*1*0~SVC*HC:1*1*1~{orphan}").count("X12-SEGMENT-ORPHAN") == 0


def test_a_remark_of_a_line_is_an_orphan_under_a_claim_alone() -> None:
    assert remit_codes("CLP*A*1*1*1*0~LQ*HE*M20~") == ["X12-SEGMENT-ORPHAN"]


def test_a_service_without_its_line_number_is_an_orphan() -> None:
    text = CLAIMS.replace("LX*1~\n", "").replace("SE*15", "SE*14")
    assert "X12-SEGMENT-ORPHAN" in codes(text)
    words = found(text).filter(code="X12-SEGMENT-ORPHAN")["detail"].to_list()
    assert words[0] == "SV1 belongs under a service line; none stands above it."


def test_a_claim_without_lx_above_it_is_no_orphan() -> None:
    assert remit_codes("CLP*A*1*1*1*0~") == []


def test_segments_outside_transactions_are_told_once_a_run() -> None:
    stray = "CAS*CO*45*1~CAS*CO*45*1~"
    text = stray + REMITTANCE.replace("GE*1*7~", f"{stray}GE*1*7~")
    rows = found(text).filter(code="X12-SEGMENT-ORPHAN")
    assert rows["detail"].to_list() == ["2 segments stand in no transaction (ST to SE)."] * 2
    assert rows["segment_number"].to_list() == [1, 33]


def test_an_acknowledgement_outside_transactions_is_in_place() -> None:
    assert codes(REMITTANCE.replace("GS*HP", "TA1*1*261123*1200*A*000~GS*HP")) == []


def test_a_set_that_is_not_read_is_told_once_and_its_segments_are_not_judged() -> None:
    text = "ST*850*1~BEG*00*SA~ZZZ*1~SE*4*1~"
    assert codes(text) == ["X12-SET-UNKNOWN"]
    assert codes(text.replace("850", "835")) != ["X12-SET-UNKNOWN"]


@pytest.mark.parametrize("status", ["1", "4", "19", "22", "25", "17"])
def test_statuses_of_any_version_are_known(status: str) -> None:
    assert remit_codes(f"CLP*A*{status}*1*1*0~") == []


@pytest.mark.parametrize("status", ["", "7", "01", "1 "])
def test_any_other_status_is_not(status: str) -> None:
    assert remit_codes(f"CLP*A*{status}*1*1*0~") == ["X835-STATUS-UNKNOWN"]


def test_no_segment_is_declared_twice_for_a_set() -> None:
    rules = structure().rules
    assert rules.select("transaction_set", "segment_id").is_unique().all()
