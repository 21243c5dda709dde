"""What each document about a claim says, in a line: sent, acknowledged, covered, decided."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from reclaim.codes.words import ACKNOWLEDGED, BENEFIT, CLAIM_STATUS, FREQUENCY, answer
from reclaim.report.explain.lines import Source
from reclaim.report.explain.tables import Row, Rows, among
from reclaim.report.text import dollars
from reclaim.wording import clean, coded, joined

STATES = {
    "reversed": "taken back later, so not counted",
    "reversal": "takes an earlier decision back, so not counted",
    "correction": "replaces a decision that was taken back",
    "orphan_reversal": "takes back a decision that is not here",
    "duplicate": "a repeat, not counted again",
}
"""What a claim on a remittance is to the others; an original is only itself."""


@dataclass(frozen=True)
class Document:
    """When a document about a claim was made, what it says, and where it stands."""

    row_id: str
    on: dt.date | None
    words: str
    source: Source


def document(rows: Rows, row_id: str, table: str) -> Document:
    """The document of that id, a row of a table; one that the report does not hold is named."""
    kind = KINDS.get(table)
    found = rows.rows(table, among([row_id], "segment_number")) if kind else []
    if not kind or not found:
        words = f"a row of {table}, which this report does not hold"
        return Document(row_id, None, words, rows.source(row_id, ""))
    on, words = kind.tell(rows, found)
    return Document(row_id, on, words, rows.source(row_id, kind.number(row_id, found[0])))


Told = tuple[dt.date | None, str]


@dataclass(frozen=True)
class Kind:
    """How a kind of document is told, and by which number `reclaim show` finds it."""

    tell: Callable[[Rows, list[Row]], Told]
    number: Callable[[str, Row], str]


def _remitted(rows: Rows, found: list[Row]) -> Told:
    row = found[0]
    claim_id = f"{row['file_id']}-{row['segment_number']}"
    states = rows.rows("claim_states", pl.col("claim_id") == claim_id)
    state = STATES.get(states[0]["state"], "") if states else ""
    status = CLAIM_STATUS.get(row["claim_status"] or "", "status not known")
    words = joined(
        f"{_payer(row)}: {coded(status, row['claim_status'])}",
        f"charge {_money(row['charge_cents'])}",
        f"paid {_money(row['paid_cents'])}",
        f"payer’s number {clean(row['payer_control_number'])}"
        if row["payer_control_number"]
        else "",
    )
    return row["payment_date"], joined(words, state, by="; ")


def _sent(rows: Rows, found: list[Row]) -> Told:
    row = found[0]
    frequency = FREQUENCY.get(row["frequency"] or "", "")
    charge = f"charge {_money(row['charge_cents'])}"
    return _made(rows, row), f"Sent to {_payer(row)}: {joined(frequency, charge)}"


def _acknowledged(_: Rows, found: list[Row]) -> Told:
    said = [
        coded(
            answer(row["category_code"]), joined(row["category_code"], row["status_code"], by=":")
        )
        for row in found
    ]
    return found[0]["status_date"], f"{_payer(found[0])} answers: {joined(*said)}"


def _batch(rows: Rows, found: list[Row]) -> Told:
    row = found[0]
    said = ACKNOWLEDGED.get(row["answer"] or "", "answer not known")
    return _interchanged(rows, row), f"The batch it was sent in: {coded(said, row['answer'])}"


def _covered(rows: Rows, found: list[Row]) -> Told:
    row = found[0]
    if row["benefit_code"] is None:
        said = coded("not answered", row["reject_reason"])
    else:
        said = coded(BENEFIT.get(row["benefit_code"], "benefit"), row["benefit_code"])
    span = joined(row["plan_date"], row["plan_end_date"], by=" to ")
    words = joined(said, row["plan_name"], f"plan dates {span}" if span else "")
    return _made(rows, row), f"{_payer(row)} on coverage: {words}"


def _by_id(row_id: str, _: Row) -> str:
    return row_id


def _by_trace(_: str, row: Row) -> str:
    return row["trace_number"] or ""


def _whole_file(_: str, __: Row) -> str:
    return ""


KINDS = {
    "remit_claims": Kind(_remitted, _by_id),
    "claims": Kind(_sent, _by_id),
    "claim_statuses": Kind(_acknowledged, _by_trace),
    "acknowledgements": Kind(_batch, _whole_file),
    "coverages": Kind(_covered, _whole_file),
}


def _made(rows: Rows, row: Row) -> dt.date | None:
    """When the transaction was made."""
    same = (pl.col("file_id") == row["file_id"]) & (pl.col("transaction") == row["transaction"])
    found = rows.rows("transactions", same)
    return _day(found[0]["created_date"]) if found else None


def _interchanged(rows: Rows, row: Row) -> dt.date | None:
    """When the interchange was made that the row stands in: the last one that began before it."""
    before = (pl.col("file_id") == row["file_id"]) & (
        pl.col("segment_number") < row["segment_number"]
    )
    found = rows.read("interchanges", before).sort("segment_number")
    return _day(found["interchange_date"].last()) if found.height else None


def _day(value: object) -> dt.date | None:
    assert value is None or isinstance(value, dt.date)
    return value


def _payer(row: Row) -> str:
    return clean(row["payer_name"] or row["payer_id"]).strip() or "Somebody not named"


def _money(cents: int | None) -> str:
    return "?" if cents is None else dollars(cents)
