"""How findings about a ledger are held against the truth about it."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reclaim.schema import TABLES
from reclaim.x12.generate import generate
from tools.posted_leaks import (
    FINDINGS,
    PATTERNS,
    compare_postings,
    missed_postings,
    told_alarms,
    told_postings,
)

LATER = dt.date(2027, 1, 1)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("practice")
    generate(7, 300).write(folder)
    return folder


def truth(practice: Path) -> list[dict[str, Any]]:
    return pl.read_csv(practice / "truth_postings.csv", infer_schema=False).rows(named=True)


def finding(row: dict[str, Any], **other: object) -> dict[str, Any]:
    """The finding that a row of the truth calls for."""
    named = ("kind", "transaction_id", "patient_control_number")
    said = {name: row[name] for name in named} | {"amount_cents": int(row["amount_cents"])}
    return said | other


def pattern(row: dict[str, Any]) -> dict[str, Any]:
    return {"pattern": row["kind"], "subject_kind": row["subject_kind"], "subject": row["subject"]}


def written(folder: Path, findings: list[dict[str, Any]], patterns: list[dict[str, Any]]) -> Path:
    for name, rows in ((FINDINGS, findings), (PATTERNS, patterns)):
        schema = TABLES[name.removesuffix(".parquet")].polars_schema
        pl.DataFrame(rows, schema=schema).write_parquet(folder / name)
    return folder


def test_what_is_found_as_planted_leaves_nothing_missed(practice: Path, tmp_path: Path) -> None:
    rows = truth(practice)
    found = [finding(row) for row in rows if not row["subject"]]
    tables = written(tmp_path, found, [pattern(row) for row in rows if row["subject"]])
    compared = compare_postings(practice, tables, as_of=LATER)
    table = told_postings(compared)
    assert missed_postings(table).is_empty()
    assert table["planted"].sum() == table["amount_right"].sum() == len(rows)
    assert compared.alarms.is_empty()


def test_what_is_not_found_is_missed_and_told_as_what_it_was_found(
    practice: Path, tmp_path: Path
) -> None:
    rows = [row for row in truth(practice) if row["leak"] == "duplicate_write_off"]
    found = [finding(row, kind="write_off_above_remittance") for row in rows]
    compared = compare_postings(practice, written(tmp_path, found, []), as_of=LATER)
    missed = missed_postings(told_postings(compared)).filter(leak="duplicate_write_off")
    assert missed["instead"].to_list() == ["write_off_above_remittance"]
    assert missed["found"].to_list() == [0]
    assert compared.alarms.is_empty()


def test_money_held_back_is_found_by_its_amount(practice: Path, tmp_path: Path) -> None:
    rows = [row for row in truth(practice) if row["leak"] == "plb_ignored"]
    found = [finding(row, patient_control_number=None, transaction_id=None) for row in rows]
    compared = compare_postings(practice, written(tmp_path, found, []), as_of=LATER)
    assert compared.planted.filter(leak="plb_ignored")["found"].all()
    assert compared.alarms.is_empty()


def test_a_day_of_many_write_offs_is_found_as_a_period_too(practice: Path, tmp_path: Path) -> None:
    (row,) = [row for row in truth(practice) if row["leak"] == "one_day"]
    day = dt.date.fromisoformat(row["subject"])
    said = {**pattern(row), "subject": "u.cole", "subject_kind": "user", "period": day}
    compared = compare_postings(practice, written(tmp_path, [], [said]), as_of=LATER)
    assert compared.planted.filter(leak="one_day")["found"].to_list() == [True]
    assert compared.alarms.is_empty()


def test_findings_where_nothing_is_planted_are_false_alarms(practice: Path, tmp_path: Path) -> None:
    leak = pl.read_csv(practice / "truth.csv", infer_schema=False)
    known = [row["patient_control_number"] for row in truth(practice)]
    other = leak.filter(~pl.col("patient_control_number").is_in(known))["patient_control_number"][0]
    alarms = [
        {"kind": "balance_billed", "patient_control_number": claim, "amount_cents": 500}
        for claim in ("PCN9999999", other)
    ]
    strange = {"pattern": "jump", "subject": "u.ames", "subject_kind": "user"}
    compared = compare_postings(practice, written(tmp_path, alarms, [strange]), as_of=LATER)
    assert told_alarms(compared).rows() == [("balance_billed", 2, 1000, 1), ("jump", 1, 0, 0)]


def test_what_was_posted_after_the_day_of_the_audit_is_not_asked_for(
    practice: Path, tmp_path: Path
) -> None:
    tables = written(tmp_path, [], [])
    day = dt.date(2025, 12, 31)
    early = compare_postings(practice, tables, as_of=day).planted
    assert early.filter(pl.col("posted_date") <= day).height > 0
    assert early.filter(pl.col("posted_date") > day).is_empty()
