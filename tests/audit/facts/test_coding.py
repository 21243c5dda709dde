"""Modifiers as sent, code pairs and limits on units, by the practice's own reference files."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.coding import coding
from reclaim.intake.practice import Practice
from tests.audit.facts.given import (
    CLAIM,
    SENT,
    SENT_LINK,
    SERVICE,
    Look,
    Row,
    given,
    line,
)

look = Look(coding)

EFFECTIVE = {"effective_from": pl.Date, "effective_to": pl.Date}
PAIR = {
    "row": pl.Int64,
    "column_1": pl.String,
    "column_2": pl.String,
    "modifier_allowed": pl.String,
    **EFFECTIVE,
}
LIMIT = {
    "row": pl.Int64,
    "procedure_code": pl.String,
    "units": pl.Int64,
    "mai": pl.String,
    **EFFECTIVE,
}


def sent(*lines: Row, answered: Row | None = None) -> FactTables:
    """The claim's lines as sent; the first answers the claim's only line."""
    return given(
        sent_claims=[SENT],
        sent_lines=[
            {"file_id": "s", "segment_number": at, "claim_segment": 5, **one}
            for at, one in enumerate(lines, 6)
        ],
        remit_lines=[answered or line()],
        claim_links=[SENT_LINK],
        line_links=[{"claim_id": CLAIM, "line_id": "f-11", "claim_line_id": "s-6"}],
    )


@pytest.mark.parametrize(
    ("fact", "modifier", "holds"),
    [
        ("modifier_sent", "25", True),
        ("modifier_sent", "XS", True),
        ("modifier_sent", "RT", False),
        ("notice_sent", "GA", True),
        ("notice_sent", "GZ", False),
    ],
)
def test_modifiers_as_sent(fact: str, modifier: str, holds: bool) -> None:  # noqa: FBT001 - an answer
    tables = sent({"modifier_2": modifier})
    assert look.line_answers(tables, fact) == {(1 if holds else None): holds}
    if holds:
        found = look.row(tables, fact)
        assert found["detail"] == modifier
        assert (found["source_table"], found["source_segment"]) == ("claim_lines", 6)


def test_what_was_sent_goes_before_the_payer_s_copy() -> None:
    assert not look.answers(sent({}, answered=line(modifier_1="59")))["modifier_sent"]


def test_the_payer_s_copy_can_say_yes_but_not_no() -> None:
    tables = given(remit_lines=[line(11, modifier_1="59"), line(12)])
    assert look.line_answers(tables, "modifier_sent") == {1: True}
    assert look.row(tables, "modifier_sent")["source_table"] == "remit_lines"
    assert "modifier_sent" not in look.answers(given(remit_lines=[line()]))


def pairs(*rows: tuple[Any, ...], codes: tuple[str, ...] = ("29827", "29826")) -> FactTables:
    listed = [(at, *one, *(None,) * (5 - len(one))) for at, one in enumerate(rows, 2)]
    practice = Practice(code_pairs=pl.DataFrame(listed, schema=PAIR, orient="row"))
    lines = [line(at, code) for at, code in enumerate(codes, 11)]
    return given(remit_lines=lines, practice=practice)


def test_a_pair_that_a_modifier_parts() -> None:
    tables = pairs(("29827", "29826", "1"))
    assert look.line_answers(tables, "pair_can_be_parted") == {1: False, 2: True}
    assert look.line_answers(tables, "pair_never_parts") == {None: False}
    found = look.row(tables, "pair_can_be_parted", line=2)
    assert found["detail"] == "29826 beside 29827"
    assert (found["source_table"], found["source_segment"]) == ("reference/code_pairs.csv", 2)


def test_a_pair_that_is_never_parted_goes_first() -> None:
    tables = pairs(
        ("29827", "29826", "1"), ("29823", "29826", "0"), codes=("29827", "29823", "29826")
    )
    assert look.line_answers(tables, "pair_never_parts") == {1: False, 2: False, 3: True}
    assert look.line_answers(tables, "pair_can_be_parted") == {None: False}


@pytest.mark.parametrize(
    "pair",
    [
        ("29827", "29826", "9"),
        ("29827", "29826", "1", SERVICE + dt.timedelta(days=1), None),
        ("29827", "29826", "1", None, SERVICE - dt.timedelta(days=1)),
        ("29822", "29826", "1"),
    ],
)
def test_a_pair_that_is_not_in_force_or_not_billed(pair: tuple[Any, ...]) -> None:
    assert not look.answers(pairs(pair))["pair_can_be_parted"]


def test_without_a_list_no_pair_is_known() -> None:
    assert "pair_can_be_parted" not in look.answers(given(remit_lines=[line()]))


@pytest.mark.parametrize(("mai", "absolute"), [("1", False), ("2", True), ("3", False)])
def test_limits_on_units(mai: str, absolute: bool) -> None:  # noqa: FBT001 - an answer
    listed = [(2, "97110", 4, mai, None, None)]
    practice = Practice(unit_limits=pl.DataFrame(listed, schema=LIMIT, orient="row"))
    tables = given(
        remit_lines=[line(11, "97110", submitted_units=6.0), line(12)], practice=practice
    )
    assert look.line_answers(tables, "units_limit_absolute") == {1: absolute}
    assert look.line_answers(tables, "units_limit_reviewable") == {1: not absolute}
    assert look.row(tables, "units_limit_absolute")["detail"] == "6 billed, at most 4 of 97110"
