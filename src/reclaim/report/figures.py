"""Every number of the report, aggregated once: the page and the workbook only lay it out."""

from dataclasses import dataclass

import polars as pl

from reclaim.report import summary as told
from reclaim.report.audited import Audited
from reclaim.report.breakdown import (
    Breakdowns,
    breakdowns,
    by_category,
    parts_by_claim,
    totals_of,
)
from reclaim.report.causes import Causes, why
from reclaim.report.estimate import estimate, horizons
from reclaim.report.findings import (
    OPEN,
    claims_of,
    deadlines,
    largest,
    soonest,
    worklist,
)
from reclaim.report.held import Held, held
from reclaim.report.held_claims import Off, off
from reclaim.report.held_summary import contracts
from reclaim.report.proof import lacking, missing_inputs, statements
from reclaim.report.summary import Summary

WORKLIST = 25
FEW = 10
BOOKS = 5
HIDDEN = "denial/hidden_in_45"


@dataclass(frozen=True)
class Figures:
    """The aggregates of one audit. Frames are small; money is whole cents, net of reversals.

    Args:
        breakdowns: the charge and what can be won back, by payer, provider and month.
        categories: what was not collected, a row a category (`breakdown.by_category`).
        places: where every cent of the charge is, by place and category.
        why: causes, reasons, stages and checks (`causes.Causes`).
        worklist: the findings to work first, with what speaks for and against them.
        soonest: the findings that expire first.
        books: findings of which only the books change, the largest first.
        hidden: the largest price cuts (CARC 45) that took a whole charge.
        unknown: the largest sums that no remittance explains.
        days: a row a day on which open findings expire (`findings.deadlines`).
        held: payments held against contracts (`held.Held`).
        underpaid: the most underpaid claims by contract; `inferred`: by inferred schedules.
        overpaid: the most overpaid claims by contract.
        missing: a row an input that would settle open findings (`proof.missing_inputs`).
        lacking: open findings that lack any input, and what is at stake in them.
        habits: what payers do again and again.
        problems: a row a problem code: count, severity and unexplained cents.
        uncounted_claims: claims read that no figure counts (see `Audited.claim_states`).
    """

    summary: Summary
    breakdowns: Breakdowns
    categories: pl.DataFrame
    places: pl.DataFrame
    why: Causes
    worklist: pl.DataFrame
    soonest: pl.DataFrame
    books: pl.DataFrame
    hidden: pl.DataFrame
    unknown: pl.DataFrame
    days: pl.DataFrame
    held: Held
    underpaid: Off
    inferred: Off
    overpaid: Off
    missing: pl.DataFrame
    lacking: tuple[int, int]
    habits: pl.DataFrame
    problems: pl.DataFrame
    files: pl.DataFrame
    uncounted_claims: int


def figures(audited: Audited) -> Figures:
    """Aggregate without collecting any table whole."""
    by_claim = parts_by_claim(audited)
    parts, split = totals_of(by_claim), breakdowns(audited, by_claim)
    categories, days = by_category(parts, audited), deadlines(audited)
    compared = held(audited, by_claim)
    causes, missing = why(audited), missing_inputs(audited)
    charged_cents, places = told.charged_cents(audited), told.places_of(parts)
    claims = told.row_count(audited.remit_claims.lazy())
    summary = Summary(
        as_of=audited.as_of.isoformat(),
        by_category=told.amounts_of_categories(categories),
        **told.broken_down(split),  # type: ignore[typeddict-item]
        categories=told.categories_of(parts),
        charged_cents=charged_cents,
        contracts=contracts(compared),
        claims=claims,
        deadlines=horizons(days),
        estimate=estimate(audited, parts),
        lines=told.line_count(audited),
        missing_inputs=told.missing_of(missing),
        places=places,
        preventable_by=told.preventers_of(causes.stages),
        problems=_problem_counts(audited),
        unplaced_cents=charged_cents - sum(places.values()),
        version=audited.version,
    )
    return Figures(
        summary=summary,
        breakdowns=split,
        categories=categories,
        places=told.parts_of_charge(parts),
        why=causes,
        worklist=statements(audited, worklist(audited, limit=WORKLIST)),
        soonest=statements(audited, soonest(audited, limit=FEW)),
        books=statements(audited, largest(audited, IS_BOOKS, limit=BOOKS)),
        hidden=statements(audited, largest(audited, IS_HIDDEN, limit=FEW)),
        unknown=statements(audited, largest(audited, IS_UNKNOWN, limit=FEW)),
        days=days,
        held=compared,
        underpaid=off(audited, "underpaid", inferred=False, limit=FEW),
        inferred=off(audited, "underpaid", inferred=True, limit=FEW),
        overpaid=off(audited, "overpaid", inferred=False, limit=FEW),
        missing=missing,
        lacking=lacking(audited),
        habits=_habits(audited),
        problems=_problems(audited),
        files=audited.files.lazy().sort("path").collect(),
        uncounted_claims=claims - told.row_count(audited.counted_claims()),
    )


IS_BOOKS = pl.col("state") == "books"

IS_HIDDEN = OPEN & (pl.col("category") == HIDDEN)

IS_UNKNOWN = pl.col("place") == "unknown"


def _habits(audited: Audited) -> pl.DataFrame:
    """The habits of most dollars first; `examples` names claims by the provider's number."""
    habits = audited.table("payer_habits").collect(engine="streaming")
    claims = claims_of(audited, habits.lazy().select(claim_id="claim_ids").explode("claim_id"))
    numbers = claims.select("claim_id", "patient_control_number").collect(engine="streaming")
    known = dict(numbers.iter_rows())
    examples = [
        ", ".join(known.get(claim) or claim for claim in claims) for claims in habits["claim_ids"]
    ]
    return habits.with_columns(examples=pl.Series(examples, dtype=pl.String)).sort(
        -pl.col("amount_cents"), "payer", "habit", "carc"
    )


def _problem_counts(audited: Audited) -> dict[str, int]:
    counts = audited.problems.lazy().group_by("code").len().sort("code").collect()
    return {code: int(count) for code, count in counts.iter_rows()}


def _problems(audited: Audited) -> pl.DataFrame:
    """Errors first, then by how often. A problem without an amount leaves nothing unexplained."""
    severity = pl.col("severity").replace_strict(
        {"error": 0, "warning": 1, "note": 2}, default=3, return_dtype=pl.Int8
    )
    return (
        audited.problems.lazy()
        .group_by("code", "severity")
        .agg(
            count=pl.len().cast(pl.Int64),
            unexplained_cents=pl.col("difference_cents").abs().sum(),
            files=pl.col("file_id").n_unique().cast(pl.Int64),
            file_id=pl.col("file_id").min(),
            patient_control_number=pl.col("patient_control_number").min(),
        )
        .join(audited.files.lazy().select("file_id", file="path"), on="file_id", how="left")
        .sort(severity, -pl.col("count"), "code")
        .collect(engine="streaming")
    )
