"""A problem is shown with its place, its segment and its next step, and names nobody."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.schema import TABLES
from reclaim.x12.phi import mask_segment
from reclaim.x12.problems import render, to_json
from reclaim.x12.writer import Delimiters
from tests.x12.checks.cases import found
from tests.x12.frames import frames

STARS = Delimiters()
PIPES = Delimiters(element="|", component=">")


def problem(**columns: object) -> dict[str, Any]:
    """A row of the table of problems: the columns given, the others null."""
    return {**dict.fromkeys(TABLES["problems"].polars_schema), "segment_number": 9, **columns}


def test_it_reads_as_the_style_has_it() -> None:
    text = "CLP*A17*1*500.00*300.00*0~CAS*CO*45*120~"
    row = found(text).filter(code="X835-BALANCE-CLAIM").row(0, named=True)
    assert render(row, text.partition("~")[0], STARS, "remit-0412.835") == (
        "remit-0412.835:1: claim A17 does not balance  [X835-BALANCE-CLAIM]\n"
        "  1 | CLP*A17*1*500.00*300.00*0\n"
        "    |                  ^^^^^^\n"
        "Charge 500.00 less adjustments 120.00 should pay 380.00; CLP04 pays 300.00. "
        "80.00 is unexplained.\n"
        "The claim is kept; what is unexplained is placed as unknown"
        " and its write-offs are not judged.\n"
        "Next: reclaim show remit-0412.835 --claim A17"
    )


def test_json_has_the_same_parts() -> None:
    text = "CLP*A17*1*500.00*300.00*0~CAS*CO*45*120~"
    row = found(text).filter(code="X835-BALANCE-CLAIM").row(0, named=True)
    told = to_json(row, text.partition("~")[0], STARS, "remit.835")
    assert json.loads(json.dumps(told)) == told
    assert told["code"] == "X835-BALANCE-CLAIM"
    assert told["severity"] == "error"
    assert told["claim"] == "A17"
    assert told["difference_cents"] == 8000
    assert told["excerpt"] == "CLP*A17*1*500.00*300.00*0"
    assert told["next"] == "reclaim show remit.835 --claim A17"


def test_a_problem_of_a_whole_file_has_no_excerpt() -> None:
    row = problem(code="X12-EMPTY", severity="error", segment_number=None)
    assert render(row, None, STARS, "remit.835") == (
        "remit.835: the file is empty  [X12-EMPTY]\n"
        "It has no bytes, or nothing but blanks and line ends.\n"
        "There is nothing to count.\n"
        "Next: fetch the file again from where it came: remit.835"
    )
    assert to_json(row, None, STARS, "remit.835")["excerpt"] is None


def carets(segment: str, separators: Delimiters = STARS, **place: object) -> str:
    """What stands above the carets."""
    lines = render(problem(code="X12-AMOUNT", **place), segment, separators, "f").split("\n")
    start = lines[2].index("^")
    return lines[1][start : start + lines[2].count("^")]


def test_carets_stand_under_the_element() -> None:
    assert carets("CLP*A17*1*5oo*300", element=3) == "5oo"
    assert carets("CLP|A17|1|5oo|300", PIPES, element=3) == "5oo"


def test_carets_stand_under_the_component() -> None:
    assert carets("SVC*HC:99213:25*1*1", element=1, component=3) == "25"


def test_carets_stand_under_the_name_when_no_element_is_meant() -> None:
    assert carets("SVC*HC:99213*1*1") == "SVC"


@pytest.mark.parametrize(("segment", "width"), [("CLP*A17*1*500", 13), ("CLP*A17*1*500*", 14)])
def test_one_caret_stands_where_a_missing_element_would(segment: str, width: int) -> None:
    lines = render(problem(code="X12-AMOUNT-MISSING", element=4), segment, STARS, "f").split("\n")
    assert lines[2].index("^") == len("  9 | ") + width
    assert lines[2].count("^") == 1
    assert lines[0].startswith("f:9: CLP04 gives no amount")


@pytest.mark.parametrize("element", [1, 14, 25, 40])
def test_a_long_segment_is_cut_around_the_element(element: int) -> None:
    segment = "CAS*" + "*".join(f"{number:05d}" for number in range(1, 41))
    row = problem(code="X12-AMOUNT", element=element)
    lines = render(row, segment, STARS, "f").split("\n")
    assert len(lines[1]) <= len("  9 | ") + 80
    assert "..." in lines[1]
    start = lines[2].index("^")
    shown = lines[1][start : start + 5]
    assert shown == (f"{element:05d}" if element <= 19 else "#####")


def test_a_claim_without_a_number_is_still_a_sentence() -> None:
    first, *_, last = render(
        problem(code="X835-BALANCE-CLAIM", element=4), "CLP**1*5*3", STARS, "f"
    ).split("\n")
    assert first == "f:9: a claim does not balance  [X835-BALANCE-CLAIM]"
    assert last == "Next: reclaim show f"


def test_the_next_step_can_be_pasted_into_a_shell() -> None:
    row = problem(code="X835-BALANCE-CLAIM", patient_control_number="A;rm 1")
    assert render(row, None, STARS, "my remit.835").endswith(
        "Next: reclaim show 'my remit.835' --claim 'A;rm 1'"
    )


def test_nothing_reaches_the_terminal_that_it_would_act_on() -> None:
    row = problem(
        code="X12-AMOUNT",
        element=3,
        value="\x1b[2J",
        detail="\x1b[2J is no amount",
        patient_control_number="A\x07",
    )
    shown = render(row, "CLP*A\x07*1*\x1b[2J", STARS, "f\x1b.835")
    assert all(char.isprintable() for char in shown.replace("\n", ""))
    assert ".[2J is no amount" in shown


NAMES = ("ROSALIND", "FRANKLIN", "W99887766", "19200725", "12 HIDDEN LANE", "5551234567")
NAMING = [
    "NM1*QC*1*FRANKLIN*ROSALIND****MI*W99887766",
    "NM1*IL*1*FRANKLIN*ROSALIND*ROSALIND***MI*W99887766***FRANKLIN",
    "N1*PE*FRANKLIN*XX*W99887766",
    "DMG*D8*19200725*F",
    "REF*1W*W99887766",
    "REF*SY*W99887766",
    "N3*12 HIDDEN LANE*FRANKLIN",
    "N4*FRANKLIN*MN*W99887766",
    "PER*IC*ROSALIND FRANKLIN*TE*5551234567*EM*ROSALIND",
    "NTE*ADD*ROSALIND FRANKLIN BORN 19200725",
    "MSG*ROSALIND",
    "K3*FRANKLIN",
    "IK4*2**7*W99887766",
    "ZZZ*FRANKLIN*ROSALIND",
    "FRANKLIN*ROSALIND",
    "ROSALIND",
    "CLP*A17*1*5*3*0*12*P*11*1*2*3*4*5*6*ROSALIND",
    "NM1*QC*1**FRANKLIN**ROSALIND*****MI*W99887766",
    "DMG*D8**19200725",
]


@pytest.mark.parametrize("segment", NAMING)
@pytest.mark.parametrize("separators", [STARS, PIPES], ids=["stars", "pipes"])
def test_no_name_id_or_birth_date_is_ever_shown(segment: str, separators: Delimiters) -> None:
    sent = segment.replace("*", separators.element)
    for element, value in enumerate(segment.split("*")):
        row = problem(
            code="X12-DATE",
            severity="warning",
            element=element or None,
            value=value,
            detail=f"{value} is not a day of the calendar." if value in NAMES else None,
        )
        shown = render(row, sent, separators, "f") + str(to_json(row, sent, separators, "f"))
        assert [name for name in NAMES if name in shown] == []


def test_a_value_without_its_segment_is_masked() -> None:
    row = problem(code="X12-TAIL", value="NM1*QC*1*FRANKLIN")
    assert "FRANKLIN" not in str(to_json(row, None, STARS, "f"))


def test_every_segment_of_a_file_is_shown_without_its_people() -> None:
    text = "~".join(NAMING)
    tables = frames(text)
    for number, segment in enumerate(tables["segments"]["text"], start=1):
        row = problem(code="X12-SEGMENT-ORPHAN", segment_number=number)
        assert [name for name in NAMES if name in render(row, segment, STARS, "f")] == []


def test_amounts_codes_and_claim_numbers_stay() -> None:
    for segment in (
        "CLP*A17*1*500*300*0*12*P1",
        "CAS*CO*45*120**97*3",
        "SVC*HC:99213:25*500*300",
        "SE*7*0001",
        "BPR*I*380*C*CHK************20261123",
        "DTM*472*20260101",
        "PLB*1234567893*20261231*WO:P1*30",
    ):
        assert mask_segment(segment, STARS) == segment


def test_a_mask_is_never_a_separator() -> None:
    hashes = Delimiters(element="#", component="x")
    assert mask_segment("NM1#QC#1#DOE", hashes) == "NM1#QC#1#???"


@given(st.text("ACLNP*:1M~ #é\n", max_size=60))
def test_a_mask_keeps_the_width_and_the_elements(segment: str) -> None:
    masked = mask_segment(segment, STARS)
    assert len(masked) == len(segment)
    assert [len(part) for part in masked.split("*")] == [len(part) for part in segment.split("*")]


@given(
    segment=st.text("ACLNP*:1M #", max_size=200),
    element=st.none() | st.integers(0, 60),
    component=st.none() | st.integers(0, 9),
    value=st.none() | st.text(max_size=9),
)
def test_any_problem_can_be_shown(
    segment: str, element: int | None, component: int | None, value: str | None
) -> None:
    row = problem(code="X12-AMOUNT", element=element, component=component, value=value)
    lines = render(row, segment, STARS, "f").split("\n")
    assert lines[-1] == "Next: ask the payer what the amount is, then: reclaim show f"
    assert json.dumps(to_json(row, segment, STARS, "f"))
