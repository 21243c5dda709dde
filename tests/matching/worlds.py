"""Small worlds of claims, remittances and answers for tests, in the declared schemas."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.matching import LinkTables, claim_links
from reclaim.schema import TABLES

DAY = dt.date(2026, 1, 5)

LIKE: dict[str, dict[str, object]] = {
    "claims": {
        "file_id": "s",
        "transaction": 1,
        "patient_control_number": "A17",
        "charge_cents": 50_000,
        "statement_date": DAY,
        "payer_id": "ACME",
        "billing_id": "1234567893",
        "payer_order": "P",
        "frequency": "1",
        "subscriber_id": "M-100",
        "patient_last_name": "DOE",
        "patient_first_name": "ANN",
    },
    "remit_claims": {
        "file_id": "r",
        "patient_control_number": "A17",
        "charge_cents": 50_000,
        "claim_status": "1",
        "statement_from_date": DAY,
        "payer_id": "ACME",
        "payee_id": "1234567893",
        "payer_control_number": "ICN1",
        "payment_date": DAY + dt.timedelta(30),
    },
    "claim_statuses": {
        "file_id": "c",
        "loop": "2200D",
        "trace_number": "A17",
        "charge_cents": 50_000,
        "category_code": "A2",
        "service_date": DAY,
        "payer_id": "ACME",
        "status_date": DAY + dt.timedelta(3),
    },
    "coverages": {
        "file_id": "e",
        "benefit_code": "1",
        "subscriber_id": "M100",
        "payer_id": "ACME",
    },
    "remit_lines": {"file_id": "r", "claim_segment": 1, "charge_cents": 10_000},
    "claim_lines": {"file_id": "s", "claim_segment": 1, "charge_cents": 10_000},
}
"""What a row is unless it is said otherwise; segment numbers count up from 1."""

Row = Mapping[str, object]


def world(**tables: Sequence[Row]) -> LinkTables:
    """The tables of these rows; what is not said stands in LIKE, or is null."""
    return LinkTables(**{name: table(name, *rows) for name, rows in tables.items()})


def table(name: str, *rows: Row) -> pl.DataFrame:
    """The rows as a table."""
    count: dict[object, int] = defaultdict(int)
    filled = []
    for row in rows:
        whole = {**LIKE.get(name, {}), **row}
        count[whole.get("file_id")] += 1
        filled.append({"segment_number": count[whole.get("file_id")], **whole})
    return pl.DataFrame(filled, schema=TABLES[name].polars_schema)


def links(tables: LinkTables, kind: str) -> list[tuple[str, str]]:
    """From where to where the links of a kind lead, ambiguous ones left out."""
    found = claim_links(tables).filter(~pl.col("ambiguous"), link=kind)
    return found.select("from_id", "to_id").rows()


def doubts(tables: LinkTables, kind: str) -> list[tuple[str, str, int]]:
    """The ambiguous links of a kind, and how many candidates each row has."""
    found = claim_links(tables).filter("ambiguous", link=kind)
    return found.select("from_id", "to_id", "candidates").rows()


def keys(tables: LinkTables, kind: str) -> list[tuple[str, str]]:
    """By what the links of a kind were found, and how sure they are."""
    return claim_links(tables).filter(link=kind).select("key", "confidence").rows()
