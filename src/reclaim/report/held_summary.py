"""What holding the payments against the contracts came to, in numbers for machines."""

from typing import TypedDict

import polars as pl

from reclaim.report.held import COMPARED, COUNTS, CUTS, VIEWS, Held

Amounts = dict[str, int]
Split = dict[str, dict[str, Amounts]]

NAMES = {"payers": "by_payer", "codes": "by_code", "terms": "by_term"}
"""The views by their keys in the summary."""

CELL_SUMS = ("lines", "charge_cents", "expected_cents", "allowed_cents", "variance_cents")
SUMS = ("lines", "charge_cents")
WHOLE_CLAIM = "whole claim"


class Contracts(TypedDict):
    """What `contracts` in summary.json holds. Whole cents.

    Args:
        contracts: how many contracts a line was held against.
        verdicts: lines by verdict, and their sums; of lines without a contract too.
        inferred_verdicts: the same of lines under an inferred schedule.
        price_cuts: what became of them; the same by payer.
        underpaid: compared lines `by_payer`, `by_code`, `by_term`, as `Held.payers` has them.
        inferred: the same by inferred schedules.
        unpriced: by payer and reason.
        not_compared: by reason.
        from_remittance: compared lines that were priced as the payer names them.
    """

    contracts: int
    verdicts: dict[str, Amounts]
    inferred_verdicts: dict[str, Amounts]
    price_cuts: Amounts
    price_cuts_by_payer: dict[str, Amounts]
    underpaid: Split
    inferred: Split
    unpriced: dict[str, dict[str, Amounts]]
    not_compared: dict[str, Amounts]
    from_remittance: Amounts


def contracts(held: Held) -> Contracts:
    """The aggregates of `held` under stable names."""
    lines, charge = held.from_remittance()
    return Contracts(
        contracts=held.contracts,
        verdicts=_verdicts(held.cells.filter(~pl.col("inferred"))),
        inferred_verdicts=_verdicts(held.cells.filter("inferred")),
        price_cuts=_price_cuts(held.cuts.select(pl.exclude("payer").sum()))[0],
        price_cuts_by_payer=dict(zip(held.cuts["payer"], _price_cuts(held.cuts), strict=True)),
        underpaid=_views(held, inferred=False),
        inferred=_views(held, inferred=True),
        unpriced=_unpriced(held.why_unpriced()),
        not_compared=_sums(held.not_compared(), ("reason",), SUMS),
        from_remittance={"lines": lines, "charge_cents": charge},
    )


def _verdicts(cells: pl.DataFrame) -> dict[str, Amounts]:
    """Lines by verdict; allowed and variance only where both sides are known."""
    sums = cells.group_by("verdict").agg(pl.col(CELL_SUMS).sum())
    told = _sums(sums, ("verdict",), CELL_SUMS)
    return {
        verdict: amounts if verdict in COMPARED else {name: amounts[name] for name in SUMS}
        for verdict, amounts in told.items()
    }


def _price_cuts(cuts: pl.DataFrame) -> list[Amounts]:
    return [
        {f"{name}_cents": row[name] for name in CUTS.values()} for row in cuts.iter_rows(named=True)
    ]


def _views(held: Held, *, inferred: bool) -> Split:
    frames = {"payers": held.payers, "codes": held.codes, "terms": held.terms}
    return {
        NAMES[view]: _sums(frame.filter(pl.col("inferred") == inferred), _keys(view), COUNTS)
        for view, frame in frames.items()
    }


def _keys(view: str) -> tuple[str, ...]:
    """A term is named by its contract, for the payer is the contract's."""
    return ("contract", "term") if view == "terms" else VIEWS[view]


def _unpriced(rows: pl.DataFrame) -> dict[str, dict[str, Amounts]]:
    payers = rows["payer"].unique().sort()
    return {payer: _sums(rows.filter(payer=payer), ("reason",), SUMS) for payer in payers}


def _sums(
    rows: pl.DataFrame, keys: tuple[str, ...], columns: tuple[str, ...]
) -> dict[str, Amounts]:
    """The columns added up by the keys, which stand joined by a stroke; null: the whole claim."""
    name = pl.concat_str(*(pl.col(key).fill_null(WHOLE_CLAIM) for key in keys), separator="/")
    sums = rows.group_by(name.alias("name")).agg(pl.col(columns).sum()).sort("name")
    return {
        row["name"]: {column: int(row[column]) for column in columns}
        for row in sums.iter_rows(named=True)
    }
