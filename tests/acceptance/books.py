"""What comes of the ledgers of acceptance cases, read from the CSV as a PM system writes it."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from reclaim.audit.posted.evidence import evidence
from reclaim.audit.posted.place import placed
from reclaim.audit.posted.standing import standing
from reclaim.codes import write_off_categories
from reclaim.intake.ledger.mapping import read_mapping
from reclaim.intake.ledger.read import read_ledger
from reclaim.ledger.accounts import accounts
from reclaim.ledger.parties import with_party
from reclaim.schema import TABLES
from tests.acceptance.cases import Case
from tests.acceptance.ledgers import ledger_of, mapping


def books_of(group: Sequence[Case], tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`placed` (claim, category, cents) and table `accounts` of the cases' ledgers."""
    entries = with_party(_read(group))
    offs = standing(entries)
    cells = evidence(
        tables["dispositions"], tables["claim_states"], tables["remit_claims"], tables["findings"]
    )
    splits = placed(offs, cells).join(offs.select("entry", "claim"), on="entry", how="left")
    return {
        "placed": splits.select("claim", "category", "split_cents"),
        "accounts": accounts(entries),
    }


def _read(group: Sequence[Case]) -> pl.DataFrame:
    categories = frozenset(write_off_categories()["category"])
    with tempfile.TemporaryDirectory() as folder:
        export, told = Path(folder) / "ledger.csv", Path(folder) / "cases.ledger.yaml"
        export.write_text(ledger_of(group), "utf-8")
        told.write_text(mapping(), "utf-8")
        batches = list(read_ledger([export], [read_mapping(told, categories)]))
    problems = pl.concat([TABLES["ledger_problems"].empty(), *(b.problems for b in batches)])
    assert problems.is_empty(), problems.drop("value")
    return pl.concat([TABLES["account_transactions"].empty(), *(b.transactions for b in batches)])
