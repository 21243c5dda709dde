"""A few remitted claims, judged: what the tests of judging and finding share."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from reclaim.audit.candidates import claim_attributes, line_attributes
from reclaim.audit.judge import Judged, judge
from reclaim.audit.place import placed
from reclaim.rules.payer_map import PayerMap
from reclaim.rules.rulebook import Rulebook
from reclaim.rules.signals import Signal, read_signals
from reclaim.schema import TABLES
from tests.frames import Claim, tables

Fact = tuple[str, int | None, str, bool]
"""Claim, line, fact, whether it holds."""

TIMELY = """
- id: late/proved
  asks: Did the payer accept it in time?
  from: 1995-01-01
  cite: test
  categories: [denial/timely_filing]
  when: accepted_in_time
  kind: recoverable_timely
  recoverable: 'yes'
  action: appeal
  step: Appeal with the acceptance.
  money: cash
  clock: appeal
  prior: timely_filing/with_proof
  looks_at: [accepted_in_time, '-rejected_first']
  stage: submission
  tests: [{name: n, input: {}, expect: {signal: none}}]
- id: late/unproved
  asks: Was it late?
  from: 1995-01-01
  cite: test
  categories: [denial/timely_filing]
  kind: late
  recoverable: maybe
  decides: The acceptance report.
  action: review
  step: Look for the acceptance report.
  money: cash
  clock: appeal
  prior: timely_filing/without_proof
  looks_at: [accepted_in_time]
  stage: submission
  tests: [{name: n, input: {}, expect: {signal: late/unproved}}]
- id: nuisance
  asks: Is it a fee that nobody pays?
  from: 1995-01-01
  cite: test
  categories: [denial/noncovered]
  kind: fine
  necessary: true
  recoverable: 'no'
  action: accept
  step: Leave it.
  money: none
  clock: none
  stage: payer
  tests: [{name: n, input: {}, expect: {signal: none}}]
"""


def signals(folder: Path, text: str = TIMELY) -> tuple[Signal, ...]:
    """Signals of a file."""
    path = folder / "own.yaml"
    path.write_text(text)
    return read_signals([path])


def fact_rows(*given: Fact) -> pl.DataFrame:
    """Table `facts`, with a day and a source that are always the same."""
    rows = [
        {
            "claim_id": claim,
            "line_number": line,
            "fact": fact,
            "holds": holds,
            "on": dt.date(2026, 1, 9),
            "detail": "A2:20",
            "source_table": "claim_statuses",
            "source_file_id": "s1",
            "source_segment": 12,
        }
        for claim, line, fact, holds in given
    ]
    return pl.DataFrame(rows, schema=TABLES["facts"].polars_schema)


def judged(
    claims: Sequence[Claim],
    facts: pl.DataFrame,
    signals: tuple[Signal, ...],
    payers: PayerMap | None = None,
) -> tuple[Judged, Rulebook]:
    """The claims placed and judged by these signals."""
    book = Rulebook(signals=signals, payers=payers or PayerMap())
    given = tables(claims)
    rows = placed(given, book)
    states = pl.DataFrame(schema=TABLES["claim_states"].polars_schema)
    return (
        judge(
            rows.dispositions.filter(rows.to_judge),
            claim_attributes(given["remit_claims"], states, book.payers),
            line_attributes(given["remit_lines"]),
            facts,
            book,
        ),
        book,
    )
