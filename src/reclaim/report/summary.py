"""The audit in a dozen numbers: what went in, where it went, and what is wrong with the input."""

import json
from typing import TypedDict

import polars as pl

from reclaim.report.audited import Audited
from reclaim.report.words import PLACES


class Summary(TypedDict):
    """What `summary.json` holds. Money is whole cents."""

    as_of: str
    categories: dict[str, int]
    charged_cents: int
    claims: int
    lines: int
    places: dict[str, int]
    problems: dict[str, int]
    unplaced_cents: int
    version: str


def summarise(audited: Audited) -> Summary:
    """Totals of one audit, net of reversals.

    `charged_cents` is the sum of CLP03 over the claims that count. `places` has all ten places,
    `categories` those that occur. `claims` and `lines` count every CLP and SVC read, reversals
    included. `unplaced_cents` is the charge less all places; anything but 0 is a fault of Reclaim.
    """
    by_category = _by_category(audited)
    places = dict.fromkeys(PLACES, 0)
    categories: dict[str, int] = {}
    for place, category, amount_cents in by_category.iter_rows():
        places[place] = places.get(place, 0) + amount_cents
        categories[category] = categories.get(category, 0) + amount_cents
    charged_cents = _charged_cents(audited)
    return Summary(
        as_of=audited.as_of.isoformat(),
        categories=dict(sorted(categories.items())),
        charged_cents=charged_cents,
        claims=_rows(audited.remit_claims.lazy()),
        lines=_lines(audited),
        places=dict(sorted(places.items())),
        problems=_problem_counts(audited),
        unplaced_cents=charged_cents - sum(places.values()),
        version=audited.version,
    )


def summary_json(summary: Summary) -> str:
    """`summary` as JSON: keys sorted, two spaces, a newline at the end; same input, same bytes."""
    return json.dumps(summary, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _by_category(audited: Audited) -> pl.DataFrame:
    return (
        audited.counted_dispositions()
        .group_by("place", "category")
        .agg(pl.col("amount_cents").sum())
        .sort("place", "category")
        .collect(engine="streaming")
    )


def _charged_cents(audited: Audited) -> int:
    charge = audited.counted_claims().select(pl.col("charge_cents").sum())
    return int(charge.collect(engine="streaming").item())


def _lines(audited: Audited) -> int:
    if audited.remit_lines is not None:
        return _rows(audited.remit_lines.lazy())
    lines = (
        audited.dispositions.lazy()
        .filter(pl.col("line_number").is_not_null())
        .select("claim_id", "line_number")
    )
    return _rows(lines.unique())


def _rows(rows: pl.LazyFrame) -> int:
    return int(rows.select(pl.len()).collect(engine="streaming").item())


def _problem_counts(audited: Audited) -> dict[str, int]:
    counts = audited.problems.lazy().group_by("code").len().sort("code").collect()
    return {code: int(count) for code, count in counts.iter_rows()}
