"""Claims that a contract cannot tell apart, priced once.

A year of a practice repeats itself: the same service, charged the same, some thousand times. Lines
that nothing joins are folded one by one, others claim by claim, and only what the contract asks for
makes a difference.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from reclaim.contracts.calibrate.change import as_file
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.methods.factors import FILE as FACTORS
from reclaim.contracts.methods.factors import GENERAL
from reclaim.contracts.methods.medicare import medicare_rule
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.model.prices import OF_CLAIMS

Tables = Mapping[str, pl.DataFrame]
"""The contract's rate tables, by schedule."""

ASKED_BY = {
    "rendering_npi": ("rendering_npis",),
    "billing_npi": ("billing_npis", "localities"),
    "zip_code": ("localities", "ambulance", "areas"),
    "taxonomy": ("taxonomies",),
    "claim_charge_cents": ("claim_charge_over",),
}
"""Columns that matter only to contracts that have such a word in them."""

ASKED_BY_TABLE = {
    "rendering_npi": "provider",
    "billing_npi": "provider",
    "taxonomy": "taxonomy",
}
"""Columns that matter to a table that fills such a column."""

OF_BINDING = ["filing_indicator", "contract_class", "group_number", "billing_tax_id"]
"""Columns that say whether a contract binds a claim, and that nothing else asks."""

TOGETHER = ("multiple_procedures", "reductions", "bilateral", "claim_rules")
"""Parts of a contract by which the lines of a claim depend on each other."""


@dataclass(frozen=True)
class Folded:
    """Claims and lines with one of each kind, and where each row went.

    Args:
        claims: frames.CLAIMS.
        lines: frames.LINES.
        places: `row`, and the `claim` and `line` that stand for it; a null line is the whole claim.
            The `claim_id` here is that number as text. Rows without a line here are left out.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame
    places: pl.DataFrame


@dataclass(frozen=True)
class Way:
    """What tells claims apart.

    Args:
        alone: each line can be priced without the others of its claim.
        asked: columns of ASKED_BY that matter.
    """

    alone: bool
    asked: frozenset[str]


def way_of(contract: Contract, tables: Tables) -> Way:
    """How claims are folded under a contract."""
    alone = _alone(contract)
    words = set(_words(as_file(contract)))
    asked = {name for name, by in ASKED_BY.items() if words & set(by)}
    for name, column in ASKED_BY_TABLE.items():
        if any(
            column in table.columns and table[column].null_count() < table.height
            for table in tables.values()
        ):
            asked.add(name)
    if not alone:
        asked |= {"rendering_npi", "claim_charge_cents"}
    return Way(alone, frozenset(asked))


def steps_in_time(contract: Contract, tables: Tables) -> list[dt.date]:
    """First days of all that the contract, its tables, and Medicare's factors date."""
    factors = medicare_rule(FACTORS, GENERAL).values
    days = {*_dates(as_file(contract)), *(value.from_date for value in factors)}
    for table in tables.values():
        for name, past in (("effective_from", 0), ("effective_to", 1)):
            if name in table.columns:
                found = table[name].drop_nulls().unique().to_list()
                days |= {day + dt.timedelta(days=past) for day in found if day < dt.date.max}
    return sorted(days)


def fold(
    claims: pl.DataFrame,
    lines: pl.DataFrame,
    keys: pl.DataFrame,
    way: Way,
    steps: list[dt.date],
) -> Folded:
    """Fold the claims of the rows.

    Args:
        claims: frames.CLAIMS.
        lines: frames.LINES.
        keys: `row`, `claim_id`, `line_number` of the rows, in their order.
        way: what tells claims apart.
        steps: days on which something changes.
    """
    mine = _claims(claims, keys, way)
    wide = lines.join(mine, on="claim_id").sort("claim_id", "line_number")
    wide = _in_periods(wide, way, steps)
    of_line = [name for name in wide.columns if name not in ("claim_id", "line_number")]
    wide = wide.with_columns(_kinds(wide, of_line))
    if way.alone:
        wide = wide.with_columns(claim=pl.col("kind"), line=pl.lit(1, dtype=pl.Int64))
    else:
        wide = _by_claim(wide)
    once = wide.unique(["claim", "line"], keep="first", maintain_order=True)
    return Folded(*_frames(once), _places(keys, wide))


def _claims(claims: pl.DataFrame, keys: pl.DataFrame, way: Way) -> pl.DataFrame:
    """The claims of the rows, without what makes no difference."""
    unasked = [name for name in ASKED_BY if name in CLAIMS and name not in way.asked]
    return claims.join(keys.select("claim_id").unique(), on="claim_id", how="semi").with_columns(
        pl.lit(None, dtype=CLAIMS[name]).alias(name) for name in [*OF_BINDING, *unasked]
    )


def _in_periods(wide: pl.DataFrame, way: Way, steps: list[dt.date]) -> pl.DataFrame:
    """Days of service, moved to the first day of their month or period within it.

    Only where that changes nothing: not on institutional claims, whose days are counted, nor on
    claims with several days of service, unless each line stands alone.
    """
    if "rendering_npi" not in way.asked:
        wide = wide.with_columns(rendering_npi=pl.lit(None, dtype=pl.String))
    day = pl.col("service_date").fill_null(pl.col("claim_date"))
    wide = wide.with_columns(day=day)
    single = pl.lit(way.alone) | (pl.col("day").n_unique().over("claim_id") == 1)
    starts = pl.DataFrame({"start": pl.Series(steps, dtype=pl.Date)}).unique().sort("start")
    return (
        wide.with_row_index("order")
        .sort("day", nulls_last=False)
        .join_asof(starts, left_on="day", right_on="start", strategy="backward")
        .sort("order")
        .with_columns(
            moved=pl.when(single & (pl.col("form") != "institutional")).then(
                pl.max_horizontal(pl.col("day").dt.month_start(), "start")
            )
        )
        .with_columns(
            service_date=pl.coalesce("moved", "service_date"),
            claim_date=pl.coalesce("moved", "claim_date"),
        )
        .drop("order", "start", "moved", "day")
    )


def _kinds(wide: pl.DataFrame, columns: list[str]) -> pl.Series:
    """A number for each kind of line, in the order in which they first come."""
    return _numbered(wide.select(columns)).alias("kind")


def _numbered(frame: pl.DataFrame) -> pl.Series:
    """The same number for equal rows, from 0 in the order of their first."""
    firsts = frame.with_row_index("at").select(
        pl.col("at").first().over(frame.columns).rank("dense") - 1
    )
    return firsts.to_series().cast(pl.Int64)


def _by_claim(wide: pl.DataFrame) -> pl.DataFrame:
    """`claim`: a number for each kind of claim; `line`: the place of the line on it."""
    kinds = wide.group_by("claim_id", maintain_order=True).agg(pl.col("kind"))
    numbered = kinds.select("claim_id", claim=_numbered(kinds.select("kind")))
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim_id")
    return wide.with_columns(line=place).join(
        numbered, on="claim_id", how="left", maintain_order="left"
    )


def _frames(once: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    named = once.with_columns(claim_id=pl.col("claim").cast(pl.String), line_number=pl.col("line"))
    claims = named.unique("claim_id", keep="first", maintain_order=True).select(CLAIMS.names())
    return claims, named.select(LINES.names())


def _places(keys: pl.DataFrame, wide: pl.DataFrame) -> pl.DataFrame:
    """`row`, `claim`, `line` of every row: null for the line of a claim priced as a whole."""
    of_lines = keys.filter(pl.col("line_number").is_not_null()).join(
        wide.select("claim_id", "line_number", "claim", "line"), on=["claim_id", "line_number"]
    )
    whole = keys.filter(pl.col("line_number").is_null()).join(
        wide.select("claim_id", "claim").unique("claim_id"), on="claim_id"
    )
    columns = ["row", "claim", "line"]
    return pl.concat(
        [
            of_lines.select(columns),
            whole.select("row", "claim", line=pl.lit(None, dtype=pl.Int64)),
        ]
    )


def _alone(contract: Contract) -> bool:
    file = as_file(contract)
    joined = any(file.get("policies", {}).get(name) for name in TOGETHER) or "claim_rules" in file
    whole = any(isinstance(term.price, OF_CLAIMS) for term in contract.terms)
    by_day = any(getattr(term.price, "per", None) == "day" for term in contract.terms)
    return not (joined or whole or by_day or contract.lesser_of_charge == "claim")


def _words(value: Any) -> list[str]:  # noqa: ANN401 - any value of a contract
    """Every key and word in a contract."""
    if isinstance(value, dict):
        return [word for key, each in value.items() for word in (str(key), *_words(each))]
    if isinstance(value, list):
        return [word for each in value for word in _words(each)]
    return [value] if isinstance(value, str) else []


def _dates(value: Any, key: str = "") -> list[dt.date]:  # noqa: ANN401 - any value of a contract
    """The first day of everything dated: the day itself, or the day after one that is the last."""
    if isinstance(value, dict):
        return [day for name, each in value.items() for day in _dates(each, str(name))]
    if isinstance(value, list):
        return [day for each in value for day in _dates(each)]
    if isinstance(value, dt.date):
        return [value + dt.timedelta(days=key == "effective_to")]
    return []
