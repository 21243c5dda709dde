"""Interchanges, groups and transactions close, count their content, and keep their numbers."""

import polars as pl
import pytest

from reclaim.x12.checks import finish, partial
from tests.x12.checks.cases import ISA, REMITTANCE, codes, detail, found
from tests.x12.frames import frames

GS = "GS*HP*P*C*20261123*1200*7*X*005010X221A1~"
ST = "ST*835*0001~BPR*I*0*C*NON************20261123~SE*3*0001~"
IEA = "IEA*1*000000001~"


def nested(*groups: str) -> str:
    return f"{ISA}{''.join(groups)}IEA*{len(groups)}*000000001~"


def group(*transactions: str) -> str:
    return f"{GS}{''.join(transactions)}GE*{len(transactions)}*7~"


@pytest.mark.parametrize(
    "text",
    [
        nested(group(ST)),
        nested(group(ST, ST), group(), group(ST)),
        nested(group(ST)) + nested(group(ST)),
        nested(),
    ],
)
def test_envelopes_that_close_and_count_have_no_problem(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("sent", "broken", "code"),
    [
        ("SE*28", "SE*27", "X12-SE-COUNT"),
        ("SE*28", "SE*", "X12-SE-COUNT"),
        ("SE*28*0001", "SE*28*0002", "X12-ST-CONTROL"),
        ("SE*28*0001", "SE*28*1", "X12-ST-CONTROL"),
        ("GE*1", "GE*2", "X12-GE-COUNT"),
        ("GE*1*7", "GE*1*8", "X12-GS-CONTROL"),
        ("GE*1*7~", "", "X12-GE-MISSING"),
        ("IEA*1", "IEA*0", "X12-IEA-COUNT"),
        ("IEA*1*000000001", "IEA*1*000000011", "X12-ISA-CONTROL"),
        ("IEA*1*000000001~", "", "X12-IEA-MISSING"),
    ],
)
def test_each_break_is_told_by_its_own_code(sent: str, broken: str, code: str) -> None:
    assert sent in REMITTANCE
    assert codes(REMITTANCE.replace(sent, broken)) == [code]


def test_a_transaction_without_its_end_is_told_where_it_begins() -> None:
    row = found(nested(GS + ST.partition("SE")[0] + ST + "GE*2*7~")).row(0, named=True)
    assert (row["code"], row["segment_number"]) == ("X12-SE-MISSING", 3)
    assert row["detail"] == "ST comes before any SE."


def test_a_file_that_ends_early_is_told_at_each_layer() -> None:
    text = f"{ISA}{GS}ST*835*0001~BPR*I*0*C*NON************20261123~"
    assert set(codes(text)) == {"X12-SE-MISSING", "X12-GE-MISSING", "X12-IEA-MISSING"}
    assert detail(text, "X12-GE-MISSING") == "the file ends before any GE."


def test_leading_zeros_matter_only_where_the_number_is_text() -> None:
    assert codes(nested(group(ST)).replace("GE*1*7~", "GE*1*007~")) == []
    assert codes(nested(group(ST)).replace("SE*3*0001", "SE*3*001")) == ["X12-ST-CONTROL"]


def test_a_count_that_is_no_number_is_left_to_the_reader() -> None:
    assert codes(nested(group(ST)).replace("SE*3", "SE*three")) == []


def test_an_end_that_closes_nothing_is_an_orphan() -> None:
    twice = nested(group(ST)).replace("SE*3*0001~", "SE*3*0001~SE*3*0001~")
    assert codes(twice) == ["X12-SEGMENT-ORPHAN"]
    assert detail(twice, "X12-SEGMENT-ORPHAN") == ("SE closes nothing: no open ST stands above it.")


def test_a_file_without_isa_is_not_told_again_at_its_iea() -> None:
    assert codes(group(ST) + IEA) == []


def test_the_words_of_a_count() -> None:
    text = REMITTANCE.replace("SE*28", "SE*30")
    assert detail(text, "X12-SE-COUNT") == "SE01 states 30; segments counted: 28."
    nothing = REMITTANCE.replace("SE*28", "SE*")
    assert detail(nothing, "X12-SE-COUNT") == "SE01 states nothing; segments counted: 28."


def test_any_element_separator_will_do() -> None:
    tables = frames(nested(group(ST)).replace("SE*3", "SE*4"))
    other = pl.col("text").str.replace_all("*", "|", literal=True)
    segments = tables["segments"].with_columns(other)
    assert finish([partial({**tables, "segments": segments})])["code"].to_list() == ["X12-SE-COUNT"]


def test_a_bare_segment_name_has_no_elements() -> None:
    bare = nested(group(ST)).replace("SE*3*0001~", "SE~")
    assert set(codes(bare)) == {"X12-SE-COUNT", "X12-ST-CONTROL"}


@pytest.mark.parametrize(("stated", "expected"), [("0", []), ("1", []), ("2", ["X12-IEA-COUNT"])])
def test_an_acknowledgement_alone_may_count_as_a_group(stated: str, expected: list[str]) -> None:
    text = f"{ISA}TA1*000000001*261123*1200*A*000~IEA*{stated}*000000001~"
    assert codes(text) == expected
