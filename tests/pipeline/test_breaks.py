"""Every way to break a remittance is reported by its own problem; the whole one reports nothing."""

import io
from functools import cache, partial

import pytest

from reclaim.pipeline.checking import checked_inputs
from reclaim.x12.catalogue import ProblemKind, catalogue
from reclaim.x12.generate import many_835
from reclaim.x12.generate.breaks import BREAKS, Break
from reclaim.x12.inputs import Input

ISA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         "
    "*261123*1200*^*00501*000000001*0*P*:~"
)
REMITTANCE = "GS*HP*PAYER*CLINIC*20261123*1200*1*X*005010X221A1~"
PAYMENT = "ST*835*0001~"
SENT = "GS*HC*CLINIC*PAYER*20261123*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~HL*1**20*0~"
FRAGMENTS = {"X12-EMPTY", "X12-NOT-X12", "X12-ISA-TRUNCATED", "X12-ISA-MISSING"}
"""Their examples lack, or begin with, what an envelope would give them."""


def codes(content: bytes) -> set[str]:
    """The problems of one file."""
    given = Input("given.835", partial(io.BytesIO, content), len(content))
    return {code for batch in checked_inputs([given]) for code in batch["problems"]["code"]}


def in_its_place(kind: ProblemKind) -> bytes:
    """The example below as much of an envelope as it does not bring itself."""
    text = kind.example
    if kind.code in FRAGMENTS or text.startswith("ISA"):
        return text.encode()
    if text.startswith("GS"):
        return (ISA + text).encode()
    if text.startswith("ST"):
        return (ISA + REMITTANCE + text).encode()
    if text.startswith("CLM"):
        return (ISA + SENT + text).encode()
    return (ISA + REMITTANCE + PAYMENT + text).encode()


def can_be_run(kind: ProblemKind) -> bool:
    """Some examples are told in words: an archive, or a scan, is no line of text."""
    return "~" in kind.example or kind.code in FRAGMENTS


@cache
def whole() -> bytes:
    """A generated remittance that has adjustments, lines, dates and a payment."""
    return b"".join(many_835(5, 0.02))


def test_the_whole_remittance_has_no_problem() -> None:
    assert codes(whole()) == set()


@pytest.mark.parametrize("broken_by", BREAKS, ids=lambda broken_by: str(broken_by.name))
def test_a_break_is_reported(broken_by: Break) -> None:
    broken = broken_by.apply(whole())
    assert broken is not None
    assert broken_by.problem in codes(broken)


@pytest.mark.parametrize(
    "kind", [*filter(can_be_run, catalogue().values())], ids=lambda kind: str(kind.code)
)
def test_the_example_of_a_problem_has_it(kind: ProblemKind) -> None:
    assert kind.code in codes(in_its_place(kind))


def test_examples_in_words_are_those_of_files_that_are_no_text() -> None:
    told = {kind.code for kind in catalogue().values() if not can_be_run(kind)}
    assert {code for code in told if not code.startswith("FILE-")} == {"X12-BINARY", "X12-ENCODING"}
