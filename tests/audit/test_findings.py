"""Findings are worked by claim, keep their names, and hold every dollar once."""

import datetime as dt
from pathlib import Path

import polars as pl

from reclaim.audit.evidence import evidence
from reclaim.audit.findings import finding_lines, findings, named_rows
from reclaim.rules.signals import Signal
from tests.audit.judging import fact_rows, judged, signals
from tests.frames import Claim, Line

ID = "f1-1"
TWO_LINES = Claim(
    150_00,
    0,
    [
        Line(100_00, 0, [("CO", "29", 100_00)], service_date=dt.date(2026, 1, 5)),
        Line(50_00, 0, [("CO", "29", 50_00)], service_date=dt.date(2026, 1, 3)),
    ],
)


def found(claims: list[Claim], facts: pl.DataFrame, given: tuple[Signal, ...]) -> pl.DataFrame:
    judged_rows, book = judged(claims, facts, given)
    return named_rows(judged_rows.found, book.signals)


def test_lines_with_one_reason_are_one_finding(tmp_path: Path) -> None:
    given = signals(tmp_path)
    rows = found([TWO_LINES], fact_rows(), given)
    table = findings(rows, given)
    row = table.row(0, named=True)
    assert table.height == 1
    assert (row["lines"], row["at_stake_cents"]) == ([1, 2], 150_00)
    assert row["service_date"] == dt.date(2026, 1, 3)
    assert (row["signal_id"], row["action"], row["kind"]) == ("late/unproved", "review", "late")
    by_line = finding_lines(rows)
    assert by_line["at_stake_cents"].to_list() == [100_00, 50_00]
    assert by_line["finding_id"].unique().to_list() == [row["finding_id"]]


def test_lines_on_which_the_evidence_differs_are_two(tmp_path: Path) -> None:
    given = signals(tmp_path)
    facts = fact_rows((ID, 1, "accepted_in_time", True))
    table = findings(found([TWO_LINES], facts, given), given)
    assert sorted(table.select("signal_id", "at_stake_cents").rows()) == [
        ("late/proved", 100_00),
        ("late/unproved", 50_00),
    ]


def test_a_name_is_the_same_on_every_run_and_another_for_another_reason(tmp_path: Path) -> None:
    given = signals(tmp_path)
    first = findings(found([TWO_LINES], fact_rows(), given), given)
    other = Claim(90_00, 0, [Line(90_00, 0, [("CO", "29", 90_00)])], file_id="f2")
    again = findings(found([other, TWO_LINES], fact_rows(), given), given)
    name = first["finding_id"].item()
    assert name in again["finding_id"].to_list()
    assert again["finding_id"].n_unique() == 2
    assert len(name) == 12
    assert name.startswith("F-")


def test_what_is_as_it_should_be_is_no_finding(tmp_path: Path) -> None:
    claim = Claim(10_00, 0, [Line(10_00, 0, [("CO", "96", 10_00)], ["N130"])])
    given = signals(tmp_path)
    assert findings(found([claim], fact_rows(), given), given).is_empty()


def test_rows_that_cancel_are_no_finding(tmp_path: Path) -> None:
    claim = Claim(0, 0, [Line(0, 0, [("CO", "29", 50_00), ("CO", "29", -50_00)])])
    given = signals(tmp_path)
    assert findings(found([claim], fact_rows(), given), given).is_empty()


def test_evidence_speaks_for_against_or_is_missing(tmp_path: Path) -> None:
    given = signals(tmp_path)
    claim = Claim(100_00, 0, [Line(100_00, 0, [("CO", "29", 100_00)])])
    facts = fact_rows((ID, None, "accepted_in_time", True), (ID, None, "rejected_first", True))
    proved = evidence(found([claim], facts, given), facts, given)
    assert proved.select("side", "fact").rows() == [
        ("against", "rejected_first"),
        ("for", "accepted_in_time"),
    ]
    row = proved.filter(side="for").row(0, named=True)
    assert "2026-01-09" in row["statement"]
    assert (row["source_file_id"], row["source_segment"]) == ("s1", 12)
    unproved = evidence(found([claim], fact_rows(), given), fact_rows(), given)
    assert unproved.select("side", "fact").rows() == [("missing", "accepted_in_time")]
    assert unproved["input"].to_list() == ["277CA"]


def test_evidence_about_a_line_belongs_to_the_findings_of_that_line(tmp_path: Path) -> None:
    given = signals(tmp_path)
    facts = fact_rows((ID, 1, "accepted_in_time", True))
    rows = found([TWO_LINES], facts, given)
    names = dict(rows.select("signal_id", "finding_id").rows())
    table = evidence(rows, facts, given)
    of_first = table.filter(finding_id=names["late/proved"])
    of_second = table.filter(finding_id=names["late/unproved"])
    assert ("for", "accepted_in_time", 1) in of_first.select("side", "fact", "line_number").rows()
    assert of_second.select("side", "fact").rows() == [("missing", "accepted_in_time")]
