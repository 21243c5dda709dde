"""Builds what facts are drawn from, by hand: one claim of Medicare unless said otherwise."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from reclaim.audit.facts import NEEDS, TABLE_OF, FactTables, Family, facts
from reclaim.intake.practice import Practice
from reclaim.rules.payer_map import PayerMap
from reclaim.schema import TABLES

Row = Mapping[str, Any]

SERVICE = dt.date(2025, 1, 10)
LIMIT = dt.date(2026, 1, 10)
"""The last day for filing of Medicare: one calendar year."""

PAID = dt.date(2026, 3, 1)
CLAIM = "f-10"
PAYER_MAP_COLUMNS = ("payer", "payer_kind", "network")

CLAIM_ROW: Row = {
    "file_id": "f",
    "segment_number": 10,
    "payer_kind": "medicare",
    "payer_name": "MEDICARE",
    "payer_id": "MCR",
    "payment_date": PAID,
    "statement_from_date": SERVICE,
    "statement_to_date": SERVICE,
    "patient_control_number": "A1",
    "payer_control_number": "ICN1",
    "claim_status": "4",
    "filing_indicator": "MB",
    "charge_cents": 10000,
    "paid_cents": 0,
    "patient_id": "M1",
    "patient_first_name": "PAT",
    "payee_id": "2000000010",
}
SENT: Row = {
    "file_id": "s",
    "segment_number": 5,
    "transaction": 1,
    "facility_type": "11",
    "facility_qualifier": "B",
}
SENT_LINK: Row = {"link": "sent", "from_id": CLAIM, "to_id": "s-5"}


def line(segment: int = 11, code: str = "99213", **values: Any) -> Row:  # noqa: ANN401 - any column
    """A line of the claim, as the payer shows it."""
    return {
        "file_id": "f",
        "segment_number": segment,
        "claim_segment": 10,
        "procedure_code": code,
        "paid_cents": 0,
        "service_date": SERVICE,
        **values,
    }


def given(
    claims: Sequence[Row] = (CLAIM_ROW,),
    *,
    others: Sequence[Row] = (),
    practice: Practice | None = None,
    payers: PayerMap | None = None,
    **tables: Sequence[Row],
) -> FactTables:
    """The claims asked about, other remitted claims, and rows of any table."""
    frames = {name: frame(name, tables.get(name, ())) for name in NEEDS if name != "claims"}
    asked = pl.DataFrame([{**CLAIM_ROW, **claim} for claim in claims], schema=claim_schema())
    remitted = pl.DataFrame(
        [{**CLAIM_ROW, **claim} for claim in (*claims, *others)], schema=claim_schema()
    )
    named = asked.with_columns(claim_id=pl.concat_str("file_id", pl.lit("-"), "segment_number"))
    return FactTables(
        **{
            **frames,
            "claims": named.select(NEEDS["claims"]),
            "remit_claims": remitted.select(NEEDS["remit_claims"]),
        },
        practice=practice or Practice(),
        payers=payers or PayerMap(),
    )


def claim_schema() -> dict[str, pl.DataType]:
    """The columns of a remitted claim, and those of the payer map."""
    schema = TABLES["remit_claims"].polars_schema
    return {**schema, **dict.fromkeys(PAYER_MAP_COLUMNS, pl.String())}


def frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """A table of FactTables; a link is good unless it says otherwise."""
    schema = TABLES[TABLE_OF.get(name, name)].polars_schema
    needed = {column: schema[column] for column in NEEDS[name]}
    defaults = {"ambiguous": False} if "ambiguous" in needed else {}
    return pl.DataFrame([{**defaults, **row} for row in rows], schema=needed)


class Look:
    """Looks at the facts of some families, each table once."""

    def __init__(self, *families: Family) -> None:
        self.families = families
        self.seen: list[tuple[FactTables, pl.DataFrame]] = []

    def known(self, tables: FactTables) -> pl.DataFrame:
        for before, found in self.seen:
            if before is tables:
                return found
        found = facts(tables, self.families)
        self.seen.append((tables, found))
        return found

    def answers(self, tables: FactTables) -> dict[str, bool]:
        """What is known of the claim as a whole."""
        of_claim = self.known(tables).filter(pl.col("line_number").is_null(), claim_id=CLAIM)
        return dict(of_claim.select("fact", "holds").iter_rows())

    def line_answers(self, tables: FactTables, fact: str) -> dict[int | None, bool]:
        """What is known of one fact, by line; null stands for the claim."""
        rows = self.known(tables).filter(fact=fact, claim_id=CLAIM)
        return dict(rows.select("line_number", "holds").iter_rows())

    def row(self, tables: FactTables, fact: str, line: int | None = None) -> dict[str, Any]:
        """The first row of a fact, or that of a line."""
        rows = self.known(tables).filter(fact=fact)
        if line is not None:
            rows = rows.filter(line_number=line)
        return rows.row(0, named=True)
