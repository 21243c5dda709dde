"""Over a whole made-up practice, every sum in every explanation can be redone from its words."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from reclaim.contracts.nonprice import with_contracts
from reclaim.contracts.read import read_contracts
from reclaim.engines.local import audit
from reclaim.intake.practice import practice_facts
from reclaim.pipeline.checking import checked_batches
from reclaim.report.explain import Explainer, plain_lines, rules_of
from reclaim.rules.rulebook import read_rulebook
from reclaim.x12.generate import generate
from tests.report.redone import PRICED, assert_redone


def test_every_finding_of_a_practice_can_be_redone(tmp_path: Path) -> None:
    practice, out = tmp_path / "practice", tmp_path / "tables"
    generate(11, 150).write(practice)
    contracts = read_contracts(practice / "contracts")
    book = read_rulebook(practice)
    book = replace(book, payers=with_contracts(book.payers, contracts.contracts))
    facts = practice_facts(practice)
    batches, as_of = checked_batches([practice]), dt.date(2026, 11, 1)
    audit(batches, out, as_of=as_of, book=book, practice=facts, contracts=contracts)
    tables = {path.stem: pl.scan_parquet(path) for path in out.glob("*.parquet")}
    rules = rules_of(book.placement, book.signals, book.payers)
    told = Explainer(tables, rules, book.payers)
    redone = assert_redone(told)
    assert not redone.pop("interest"), "no contract of the practice promises any"
    assert all(number > (1 if kind in PRICED else 10) for kind, number in redone.items()), redone
    ids = tables["findings"].select("finding_id").collect()["finding_id"]
    said = "\n".join(line for one in told.findings(ids) for line in plain_lines(one))
    steps = tables["dispositions"].select(pl.col("trace").str.split(" > ").explode()).unique()
    assert set(steps.collect()["trace"].drop_nulls()) <= set(rules)
    assert "It is no rule that Reclaim ships" not in said
    assert re.search(r"\+ Line \d+, \S+-[A-Z0-9]{2} on ", said), "modifiers are told"
    assert not re.search(r"Line \d+, \S*[a-z]\S* on ", said), "and as they were sent"
    people = ("patient_last_name", "insured_last_name", "patient_id")
    names = tables["remit_claims"].select(people).collect()
    words = set(said.replace("[", " ").replace(",", " ").split())
    assert not words & {name for column in names for name in column.drop_nulls()}
