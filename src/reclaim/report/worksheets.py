"""Findings as rows of a sheet: one finding a row, with everything to act on it."""

from collections.abc import Mapping

import polars as pl

from reclaim.report import text, words
from reclaim.report.sheet import Column, Row, Sheet, ratio

NOT_OPEN = pl.col("state") != "open"


def finding_sheet(name: str, rows: pl.DataFrame, steps: Mapping[str, str]) -> Sheet:
    """A sheet of findings in the order given; `steps` are the next steps of the signals."""
    return Sheet(name, columns(steps), rows.iter_rows(named=True))


def columns(steps: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of a finding: the money first, then the work, then what it is about."""
    return (
        Column("Finding", 14, value="finding_id"),
        Column("Claim", 18, value="patient_control_number"),
        Column("Payer", 28, value="payer"),
        Column("Cause", 28, value=lambda row: words.category_label(row["category"])),
        Column("Reason", 9, value=reason),
        Column("At stake", 13, "money", "at_stake_cents"),
        Column("Worth", 13, "money", "worth_cents"),
        Column("Chance", 9, "share", lambda row: ratio(row["chance_bp"], 10_000)),
        Column("Expected", 13, "money", "expected_cents"),
        Column("Expected, low", 13, "money", "expected_low_cents"),
        Column("Expected, high", 13, "money", "expected_high_cents"),
        Column("Last day", 12, "date", "deadline"),
        Column("Days left", 9, "count", "days_left"),
        Column("Why", 56, value=words.why),
        Column(
            "Next step", 56, value=lambda row: words.step(row["signal_id"], row["action"], steps)
        ),
        Column("Action", 22, value=lambda row: words.action_label(row["action"]) or None),
        Column("Still missing", 44, value=lambda row: " ".join(row["missing"]) or None),
        Column("Speaks against", 40, value=lambda row: " ".join(row["against"]) or None),
        Column("State", 16, value=lambda row: words.STATES[row["state"]].label),
        Column("Recoverable", 12, value=_recoverable),
        Column("Turns on", 40, value="decides"),
        Column("Where it went wrong", 18, value=_stage),
        Column("Preventable by", 16, value="preventable_by"),
        Column("Payer’s claim number", 20, value="payer_control_number"),
        Column("Provider", 14, value="provider_id"),
        Column("Lines", 8, value=_lines),
        Column("Procedures", 16, value=lambda row: _codes(row["procedure_codes"] or [], ", ")),
        Column("Service date", 12, "date", "service_date"),
        Column("Remitted", 12, "date", "payment_date"),
        Column("Remarks", 16, value=lambda row: _codes(sorted(row["rarcs"] or []), " ")),
        Column("Claim charge", 13, "money", "claim_charge_cents"),
        Column("Worth is", 30, value="worth_basis"),
        Column("Chance is", 30, value="chance_basis"),
        Column("Last day by", 26, value="deadline_rule"),
        Column("Its source", 36, value="deadline_cite"),
        Column("Signal", 28, value="signal_id"),
        Column("File", 36, value="file"),
        Column("Explain", 26, value=lambda row: f"reclaim why {row['finding_id']}"),
    )


def reason(row: Row) -> str | None:
    """`CO-29`; null when the remittance gives no reason."""
    return text.reason_code(row["group_code"], row["carc"]) or None


def _recoverable(row: Row) -> str | None:
    return words.RECOVERABLE.get(row["recoverable"], row["recoverable"])


def _stage(row: Row) -> str | None:
    return words.stage_label(row["stage"]) if row["stage"] else None


def _lines(row: Row) -> str | None:
    return ", ".join(str(number) for number in row["lines"] or []) or None


def _codes(codes: list[str], by: str) -> str | None:
    return by.join(text.shown_code(code) for code in codes) or None
