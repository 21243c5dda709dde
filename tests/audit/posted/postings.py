"""Builds frames of postings for tests, in the declared schemas: what is not named is null."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.audit.posted.findings import posting_findings
from reclaim.rules.posting_columns import CLAIM, PAYMENT
from reclaim.rules.posting_model import PostingRule
from reclaim.rules.posting_policy import PostingPolicy
from reclaim.rules.postings import posting_rules
from reclaim.schema import TABLES

AS_OF = dt.date(2026, 2, 1)
POSTED = dt.date(2026, 1, 7)

Row = Mapping[str, object]


def write_offs(*rows: Row) -> pl.DataFrame:
    """Table posted_write_offs, entry 1, 2, ...; one stands and is held against its claim."""
    usual: dict[str, object] = {
        "row": 2,
        "file_id": "ledger",
        "account": "P-1",
        "patient_control_number": "A1",
        "claim_id": "f1/5",
        "matched_by": "claim",
        "payer": "acme",
        "payer_kind": "commercial",
        "local_code": "CON",
        "posted_category": "contractual",
        "party": "insurer",
        "posted_date": POSTED,
        "user": "u.ames",
        "remittance_date": dt.date(2026, 1, 5),
        "reversed_cents": 0,
    }
    whole = []
    for at, row in enumerate(rows, 1):
        cents = row.get("posted_cents", 10_000)
        number: Row = {"entry": at, "transaction_id": f"T{at}", "posted_cents": cents}
        whole.append({**usual, **number, "standing_cents": cents, **row})
    return _frame(whole, TABLES["posted_write_offs"].polars_schema)


def splits(*rows: Row) -> pl.DataFrame:
    """Table posted_splits; a part belongs to entry 1 unless it says otherwise."""
    usual = {"entry": 1, "claim_id": "f1/5", "posted_category": "contractual"}
    return _frame([{**usual, **row} for row in rows], TABLES["posted_splits"].polars_schema)


def remit_findings(*rows: Row) -> pl.LazyFrame:
    """Table findings: one that is open, and can be won by an appeal."""
    usual = {
        "finding_id": "F-0000000001",
        "recoverable": "maybe",
        "action": "appeal",
        "money": "cash",
        "worth_cents": 5000,
        "expected_cents": 2500,
        "chance_bp": 5000,
        "deadline": dt.date(2026, 7, 4),
        "deadline_rule": "appeal/acme",
        "status": "open",
    }
    return _frame([{**usual, **row} for row in rows], TABLES["findings"].polars_schema).lazy()


def claims(*rows: Row) -> pl.DataFrame:
    """Claims of the ledger, account P-1 and claim A1 unless they say otherwise."""
    usual = {"account": "P-1", "patient_control_number": "A1", "payer_kind": "commercial"}
    schema = pl.Schema({name: kind for name, (_, kind) in CLAIM.items()})
    return _frame([{**usual, **row} for row in rows], schema)


def payments(*rows: Row) -> pl.DataFrame:
    """Payments with something taken out of them as a whole."""
    schema = pl.Schema({name: kind for name, (_, kind) in PAYMENT.items()})
    return _frame(rows, schema)


def judged(
    frames: Mapping[str, pl.DataFrame],
    found: pl.LazyFrame | None = None,
    *,
    policy: PostingPolicy | None = None,
    rules: Sequence[PostingRule] | None = None,
    as_of: dt.date = AS_OF,
) -> pl.DataFrame:
    """Table posting_findings of these frames."""
    return posting_findings(
        frames,
        posting_rules() if rules is None else rules,
        remit_findings() if found is None else found,
        policy or PostingPolicy(),
        as_of=as_of,
        remits_since=dt.date(2025, 1, 1),
    )


def _frame(rows: Sequence[Row], schema: pl.Schema) -> pl.DataFrame:
    unknown = {name for row in rows for name in row} - set(schema)
    if unknown:
        raise KeyError(sorted(unknown))
    empty = dict.fromkeys(schema)
    return pl.DataFrame([{**empty, **row} for row in rows], schema=schema)
