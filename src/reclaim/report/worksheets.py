"""Findings as rows of a sheet: one finding a row, with everything to act on it."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from reclaim.report import text, words
from reclaim.report.sheet import Column, Sheet, dollars, ratio

NOT_OPEN = pl.col("state") != "open"

COLUMNS = (
    Column("Finding", 14),
    Column("Claim", 18),
    Column("Payer", 28),
    Column("Cause", 28),
    Column("Reason", 9),
    Column("At stake", 13, "money"),
    Column("Worth", 13, "money"),
    Column("Chance", 9, "share"),
    Column("Expected", 13, "money"),
    Column("Expected, low", 13, "money"),
    Column("Expected, high", 13, "money"),
    Column("Last day", 12, "date"),
    Column("Days left", 9, "count"),
    Column("Why", 56),
    Column("Next step", 56),
    Column("Action", 22),
    Column("Still missing", 44),
    Column("Speaks against", 40),
    Column("State", 16),
    Column("Recoverable", 12),
    Column("Turns on", 40),
    Column("Where it went wrong", 18),
    Column("Preventable by", 16),
    Column("Payer’s claim number", 20),
    Column("Provider", 14),
    Column("Lines", 8),
    Column("Procedures", 16),
    Column("Service date", 12, "date"),
    Column("Remitted", 12, "date"),
    Column("Remarks", 16),
    Column("Claim charge", 13, "money"),
    Column("Worth is", 30),
    Column("Chance is", 30),
    Column("Last day by", 26),
    Column("Its source", 36),
    Column("Signal", 28),
    Column("File", 36),
    Column("Explain", 26),
)


def finding_sheet(name: str, rows: pl.DataFrame, steps: Mapping[str, str]) -> Sheet:
    """A sheet of findings in the order given; `steps` are the next steps of the signals."""
    return Sheet(name, COLUMNS, _cells(rows, steps))


def _cells(rows: pl.DataFrame, steps: Mapping[str, str]) -> Iterator[list[Any]]:
    for row in rows.iter_rows(named=True):
        yield [*_money(row), *_work(row, steps), *_facts(row)]


def _money(row: dict[str, Any]) -> list[Any]:
    return [
        row["finding_id"],
        row["patient_control_number"],
        row["payer"],
        words.category_label(row["category"]),
        text.reason_code(row["group_code"], row["carc"]) or None,
        dollars(row["at_stake_cents"]),
        dollars(row["worth_cents"]),
        ratio(row["chance_bp"], 10_000),
        dollars(row["expected_cents"]),
        dollars(row["expected_low_cents"]),
        dollars(row["expected_high_cents"]),
        row["deadline"],
        row["days_left"],
    ]


def _work(row: dict[str, Any], steps: Mapping[str, str]) -> list[Any]:
    return [
        words.why(row),
        words.step(row["signal_id"], row["action"], steps),
        words.action_label(row["action"]) or None,
        " ".join(row["missing"]) or None,
        " ".join(row["against"]) or None,
        words.STATES[row["state"]].label,
        words.RECOVERABLE.get(row["recoverable"], row["recoverable"]),
        row["decides"],
        words.stage_label(row["stage"]) if row["stage"] else None,
        row["preventable_by"],
    ]


def _facts(row: dict[str, Any]) -> list[Any]:
    return [
        row["payer_control_number"],
        row["provider_id"],
        ", ".join(str(number) for number in row["lines"] or []) or None,
        ", ".join(text.shown_code(code) for code in row["procedure_codes"] or []) or None,
        row["service_date"],
        row["payment_date"],
        " ".join(text.shown_code(code) for code in sorted(row["rarcs"] or [])) or None,
        dollars(row["claim_charge_cents"]),
        row["worth_basis"],
        row["chance_basis"],
        row["deadline_rule"],
        row["deadline_cite"],
        row["signal_id"],
        row["file"],
        f"reclaim why {row['finding_id']}",
    ]
