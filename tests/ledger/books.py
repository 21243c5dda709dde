"""Ledgers as tests write them: one row an entry, amounts in cents as they change the balance."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.schema import TABLES

FIRST = dt.date(2025, 1, 1)
SCHEMA = TABLES["account_transactions"].polars_schema


def day(number: int) -> dt.date:
    """So many days after New Year's Day 2025."""
    return FIRST + dt.timedelta(days=number)


def entries(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """`account_transactions` of the rows, numbered from 1. What is not given has a plain default.

    `on` is the posting day as a number of days from New Year's Day 2025.
    """
    return pl.DataFrame([_entry(at, row) for at, row in enumerate(rows, 1)], schema=SCHEMA)


def _entry(at: int, row: Mapping[str, object]) -> dict[str, object]:
    given = {name: value for name, value in row.items() if name != "on"}
    effect = given.get("effect_cents", 0)
    on = row.get("on", at)
    assert isinstance(on, int)
    return {
        "entry": at,
        "file_id": "0" * 16,
        "row": at + 1,
        "transaction_id": f"T{at}",
        "account": "A1",
        "patient_control_number": "C1",
        "kind": "charge",
        "effect_cents": effect,
        "moved_cents": 0,
        "amount_cents": abs(effect) if isinstance(effect, int) else None,
        "service_date": FIRST,
        "posted_date": day(on),
        **given,
    }
