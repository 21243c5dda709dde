"""The audit in numbers for machines: what went in, where it went, and what can be won back."""

import json
from typing import TypedDict

import polars as pl

from reclaim.report.audited import Audited
from reclaim.report.breakdown import Breakdowns
from reclaim.report.estimate import Estimate, Horizon
from reclaim.report.findings import MEASURE_NAMES
from reclaim.report.held_summary import Contracts
from reclaim.report.standing import NOT_COLLECTED, STANDINGS
from reclaim.report.words import PLACES

Amounts = dict[str, int]


class Missing(TypedDict):
    """Open findings that lack an answer from one input."""

    findings: int
    at_stake_cents: int
    expected_cents: int


class Summary(TypedDict):
    """What `summary.json` holds; docs/summary.md says what each key means. Money is whole cents."""

    as_of: str
    by_category: dict[str, Amounts]
    by_month: dict[str, Amounts]
    by_payer: dict[str, Amounts]
    by_provider: dict[str, Amounts]
    categories: Amounts
    charged_cents: int
    claims: int
    contracts: Contracts
    deadlines: dict[str, Horizon]
    estimate: Estimate
    lines: int
    missing_inputs: dict[str, Missing]
    places: Amounts
    preventable_by: Amounts
    problems: Amounts
    unplaced_cents: int
    version: str


def places_of(parts: pl.DataFrame) -> Amounts:
    """Cents in each of the ten places, and in any that this version does not know."""
    return dict.fromkeys(PLACES, 0) | _sums(parts, "place")


def parts_of_charge(parts: pl.DataFrame) -> pl.DataFrame:
    """`place`, `category`, `amount_cents`, in the order in which the report tells the places."""
    order = pl.col("place").replace_strict(
        {place: at for at, place in enumerate(PLACES)}, default=len(PLACES), return_dtype=pl.Int64
    )
    cents = pl.col("amount_cents").sum()
    sums = parts.group_by("place", "category").agg(cents)
    return sums.sort(order, "place", -pl.col("amount_cents"), "category")


def categories_of(parts: pl.DataFrame) -> Amounts:
    """Cents in each category that occurs."""
    return _sums(parts, "category")


def preventers_of(stages: pl.DataFrame) -> Amounts:
    """Unnecessary cents by who could have prevented them."""
    named = stages.with_columns(pl.col("preventable_by").fill_null("nobody"))
    return _sums(named, "preventable_by")


def missing_of(missing: pl.DataFrame) -> dict[str, Missing]:
    """What each input would settle."""
    return {
        row["input"]: Missing(
            findings=row["findings"],
            at_stake_cents=row["at_stake_cents"],
            expected_cents=row["expected_cents"],
        )
        for row in missing.sort("input").iter_rows(named=True)
    }


def broken_down(told: Breakdowns) -> dict[str, dict[str, Amounts]]:
    """The breakdowns by claim as `by_payer`, `by_provider`, `by_month`."""
    columns = ("claims", "charge_cents", *STANDINGS, *MEASURE_NAMES)
    frames = {"payer": told.payers, "provider": told.providers, "month": told.months}
    return {f"by_{key}": amounts(frame, key, columns) for key, frame in frames.items()}


def amounts_of_categories(categories: pl.DataFrame) -> dict[str, Amounts]:
    """What was not collected, by category."""
    return amounts(categories, "category", ("amount_cents", *NOT_COLLECTED, *MEASURE_NAMES))


def amounts(frame: pl.DataFrame, key: str, columns: tuple[str, ...]) -> dict[str, Amounts]:
    """The columns of each row under its key; standings get `_cents` behind their name."""
    return {
        row[key]: {name + ("_cents" if name in STANDINGS else ""): row[name] for name in columns}
        for row in frame.sort(key).iter_rows(named=True)
    }


def charged_cents(audited: Audited) -> int:
    """The sum of CLP03 over the claims that count."""
    charge = audited.counted_claims().select(pl.col("charge_cents").sum())
    return int(charge.collect(engine="streaming").item())


def line_count(audited: Audited) -> int:
    """Every SVC read, on reversals too."""
    if audited.remit_lines is not None:
        return row_count(audited.remit_lines.lazy())
    lines = (
        audited.dispositions.lazy()
        .filter(pl.col("line_number").is_not_null())
        .select("claim_id", "line_number")
    )
    return row_count(lines.unique())


def row_count(rows: pl.LazyFrame) -> int:
    """How many rows there are."""
    return int(rows.select(pl.len()).collect(engine="streaming").item())


def summary_json(summary: Summary) -> str:
    """`summary` as JSON: keys sorted, two spaces, a newline at the end; same input, same bytes."""
    return json.dumps(summary, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _sums(rows: pl.DataFrame, key: str) -> Amounts:
    sums = rows.group_by(key).agg(pl.col("amount_cents").sum()).sort(key)
    return {name: int(cents) for name, cents in sums.iter_rows()}
