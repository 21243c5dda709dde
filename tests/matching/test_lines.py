"""Which line as sent a remitted line answers."""

import datetime as dt

import polars as pl
import pytest

from reclaim.matching import line_links
from tests.matching.worlds import DAY, Row, table

CODED: Row = {"procedure_code": "99213", "service_date": DAY}
TWIN: Row = {**CODED, "modifier_1": "76"}

SENT = pl.DataFrame({"link": ["sent"], "from_id": ["r-1"], "to_id": ["s-1"], "ambiguous": [False]})


def found(remitted: list[Row], sent: list[Row], links: pl.DataFrame = SENT) -> pl.DataFrame:
    """The links of the lines of one claim, whose segments are counted from 2."""
    left, right = (
        table(name, *({"segment_number": n, **row} for n, row in enumerate(rows, 2)))
        for name, rows in (("remit_lines", remitted), ("claim_lines", sent))
    )
    return line_links(left, right, links)


def pairs(remitted: list[Row], sent: list[Row]) -> list[tuple[str, str, str]]:
    """From which line to which, and how sure."""
    return found(remitted, sent).select("line_id", "claim_line_id", "confidence").rows()


def test_ref_6r_decides_whatever_else_was_changed() -> None:
    sent: list[Row] = [{**CODED, "line_control_number": "L1"}, {"line_control_number": "L2"}]
    remitted: list[Row] = [{"line_control_number": "L2 "}, {"line_control_number": "L1"}]
    assert pairs(remitted, sent) == [("r-2", "s-3", "high"), ("r-3", "s-2", "high")]


def test_a_line_split_over_two_links_both() -> None:
    parts: list[Row] = [{"line_control_number": "L1", "charge_cents": n} for n in (4_000, 6_000)]
    expected = [("r-2", "s-2", "high"), ("r-3", "s-2", "high")]
    assert pairs(parts, [{"line_control_number": "L1"}]) == expected
    coded: list[Row] = [{**CODED, "charge_cents": n} for n in (4_000, 6_000)]
    assert [to for _, to, _ in pairs(coded, [CODED])] == ["s-2", "s-2"]


def test_modifiers_tell_equal_services_apart() -> None:
    assert pairs([TWIN, CODED], [CODED, TWIN]) == [
        ("r-2", "s-3", "medium"),
        ("r-3", "s-2", "medium"),
    ]


def test_dropped_modifiers_leave_the_order_as_a_guess() -> None:
    assert pairs([CODED, CODED], [CODED, TWIN]) == [("r-2", "s-2", "low"), ("r-3", "s-3", "low")]
    assert pairs([CODED, CODED], [CODED, CODED]) == [("r-2", "s-2", "low"), ("r-3", "s-3", "low")]


def test_one_of_two_equal_lines_is_ambiguous() -> None:
    links = found([CODED], [CODED, CODED])
    assert links.select("claim_line_id", "candidates", "ambiguous").rows() == [
        ("s-2", 2, True),
        ("s-3", 2, True),
    ]


@pytest.mark.parametrize(
    ("remitted", "sent", "key"),
    [
        (CODED, TWIN, "procedure, service date and charge"),
        (
            {**CODED, "procedure_code": "99212", "submitted_code": "99213"},
            CODED,
            "procedure as submitted, service date and charge",
        ),
        (CODED, {"procedure_code": "99213"}, "procedure and charge"),
        ({"procedure_code": "99213"}, CODED, "procedure and charge"),
        ({**CODED, "charge_cents": 4_000}, CODED, "procedure and service date"),
        ({**CODED, "procedure_code": "99212"}, CODED, "service date and charge"),
        ({"procedure_code": "99212"}, CODED, "place on the claim and charge"),
        (
            {**CODED, "charge_cents": -10_000},
            CODED,
            "procedure, modifiers, service date and charge",
        ),
        (
            {"procedure_qualifier": "NU", "procedure_code": "0120"},
            {"revenue_code": "0120"},
            "procedure and charge",
        ),
    ],
)
def test_the_keys_in_order_of_trust(remitted: Row, sent: Row, key: str) -> None:
    assert found([remitted], [sent])["key"].to_list() == [key]


def test_another_day_or_charge_is_another_line() -> None:
    other = {"procedure_code": "99214", "service_date": DAY + dt.timedelta(1), "charge_cents": 1}
    assert pairs([other], [CODED]) == []


def test_the_place_counts_only_where_both_sides_have_as_many_lines() -> None:
    assert pairs([{}], [{"charge_cents": 1}, {}]) == []
    assert pairs([{"charge_cents": 1}, {}], [{"charge_cents": 2}, {}]) == [("r-3", "s-3", "low")]


def test_a_line_number_used_twice_leaves_it_to_the_service() -> None:
    one: Row = {"line_control_number": "1"}
    sent: list[Row] = [{**one, **CODED}, {**one, "procedure_code": "97110", "service_date": DAY}]
    assert [to for _, to, _ in pairs([sent[1], sent[0]], sent)] == ["s-3", "s-2"]


def test_an_original_and_its_reversal_answer_the_same_lines() -> None:
    both = pl.concat([SENT, SENT.with_columns(from_id=pl.lit("r-9"))])
    again: Row = {**CODED, "claim_segment": 9, "segment_number": 10, "charge_cents": -10_000}
    links = found([CODED, again], [CODED], both)
    assert links.select("claim_id", "line_id", "line_number", "claim_line_id").rows() == [
        ("r-1", "r-2", 1, "s-2"),
        ("r-9", "r-10", 1, "s-2"),
    ]


def test_lines_of_a_doubtful_claim_are_not_linked() -> None:
    assert found([CODED], [CODED], SENT.with_columns(ambiguous=True)).is_empty()
