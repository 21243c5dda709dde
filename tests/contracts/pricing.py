"""Contracts, claims and lines for the tests of pricing, with what most of them say filled in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from reclaim.intake.rates.kinds import RATES

Row = Mapping[str, Any]

DAY = dt.date(2026, 3, 1)
CLAIM: Row = {
    "claim_id": "a",
    "payer": "harbor",
    "form": "professional",
    "billing_npi": "2000000010",
    "claim_date": DAY,
}
LINE: Row = {
    "claim_id": "a",
    "line_number": 1,
    "code": "99213",
    "modifiers": [],
    "charge_cents": 100_000,
    "place_of_service": "11",
    "rendering_npi": "2000000010",
}
ALL: Row = {"id": "all", "clause": "A 1", "price": {"method": "percent_of_charges", "percent": 50}}
"""A term that prices every line."""


def contract(
    *terms: Row, name: str = "harbor-2026", payer: str = "harbor", **said: object
) -> Contract:
    """A contract with these terms; without any, one at half the charge."""
    given = {"contract": name, "payer": payer, "terms": list(terms) or [ALL], **said}
    return Contract.model_validate(given)


def term(
    name: str, method: str, *, when: Row | None = None, **price_said: object
) -> dict[str, Any]:
    """A term; `carve_out` and the like can be put into what comes out."""
    said = {"method": method, **price_said}
    return {"id": name, "clause": f"clause {name}", "when": when or {}, "price": said}


def fees(*rows: Row) -> pl.DataFrame:
    """A table of rates; `row` is their line in the file, from 2."""
    numbered = [{"row": number, **row} for number, row in enumerate(rows, 2)]
    return frame(numbered, RATES)


def book(*contracts: Contract, **tables: pl.DataFrame) -> ContractBook:
    """The contracts, each of which has all these tables."""
    named = {(one.contract, name): table for one in contracts for name, table in tables.items()}
    return ContractBook(tuple(sorted(contracts, key=lambda one: one.contract)), named)


def claims(*rows: Row) -> pl.DataFrame:
    return frame([{**CLAIM, **row} for row in rows or ({},)], CLAIMS)


def lines(*rows: Row) -> pl.DataFrame:
    """Lines; those of a claim are numbered in their order where no number is given."""
    given = [{**LINE, **row} for row in rows]
    for number, row in enumerate(given):
        before = sum(1 for other in given[:number] if other["claim_id"] == row["claim_id"])
        row["line_number"] = rows[number].get("line_number", before + 1)
    return frame(given, LINES)


def frame(rows: Sequence[Row], schema: pl.Schema) -> pl.DataFrame:
    """Rows as a frame of the schema; what a row leaves out is null."""
    full = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(full, schema=schema)


def priced(
    contracts: ContractBook, *of_lines: Row, claim: Row | None = None
) -> list[dict[str, Any]]:
    """What `price` says of the lines of one claim."""
    return price(claims(claim or {}), lines(*of_lines), contracts).to_dicts()


def only(contracts: ContractBook, line: Row | None = None, **claim: object) -> dict[str, Any]:
    """What `price` says of a claim of one line."""
    (row,) = priced(contracts, line or {}, claim=claim)
    return row
