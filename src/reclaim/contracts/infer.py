"""Infers what a payer pays, from what it has allowed, where no contract says it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.exact import UNITS
from reclaim.contracts.inference.of_charges import of_charges, share_of_charges
from reclaim.contracts.inference.segments import Limits, agree_on_days
from reclaim.contracts.inference.services import Service, lines_of, services
from reclaim.contracts.inference.tables import (
    EVIDENCE,
    contract_of,
    evidence,
    expected_by,
    percent_price,
    rate_table,
)
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.places import setting
from reclaim.intake.rates.kinds import RATES

LEAST_LINES = 10
"""A rate is seen on no fewer lines than this, unless the caller asks for more or less."""

CLEAR_PERCENT = 70
"""So many of the lines of a service have it: payers err, and two rates side by side are none."""

KEY = ["claim_id", "line_number"]

DEPARTURES = pl.Schema(
    {
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        "code": pl.String(),
        "usual_cents": pl.Int64(),
        "allowed_cents": pl.Int64(),
        "variance_cents": pl.Int64(),
        "lines": pl.Int64(),
        "share_percent": pl.Int64(),
    }
)
"""A line that was allowed less than is usual: suspected, not proved, to be underpaid. `lines` and
`share_percent` say how sure the usual amount is: how many lines, and what share of them has it."""


@dataclass(frozen=True)
class Inferred:
    """What a payer's payments show.

    Args:
        payer: its key in the payer map.
        contract: marked as inferred; null: the payments show nothing.
        percent: of charges, where it pays a share of them; null: it pays by rates.
        rates: kinds.RATES, the table of the contract; empty for a share of charges.
        evidence: the rates and how sure they are (inference.tables.EVIDENCE).
        departures: DEPARTURES, the largest first.
        looked_at: lines with an allowed amount that was neither nothing nor the charge.
        at_charge: lines that were allowed in full, which show no rate.
        shown: lines of services that show a rate.
    """

    payer: str
    contract: Contract | None
    percent: Decimal | None
    rates: pl.DataFrame
    evidence: pl.DataFrame
    departures: pl.DataFrame
    looked_at: int
    at_charge: int
    shown: int

    @property
    def book(self) -> ContractBook:
        """The contract with its table, to price by."""
        if self.contract is None:
            return ContractBook()
        tables = {} if self.percent else {(self.contract.contract, _file(self.payer)): self.rates}
        return ContractBook((self.contract,), tables)


def infer(
    expected: pl.DataFrame,
    lines: pl.DataFrame,
    *,
    min_lines: int = LEAST_LINES,
    min_share_percent: int = CLEAR_PERCENT,
) -> tuple[Inferred, ...]:
    """What each payer without a contract pays, in the order of their keys.

    Denied lines, lines without code or day, and lines whose units are not counted are left out.
    Lines that were allowed in full show no rate: the charge may have been the lesser.

    Args:
        expected: table `expected_lines`; lines under a contract that is not inferred are left out.
        lines: frames.LINES, for the units.
        min_lines: a rate is seen on no fewer lines.
        min_share_percent: so many of the lines of a service have it.
    """
    limits = Limits(min_lines, min_share_percent)
    rows = _rows(expected, lines)
    return tuple(
        _inferred(str(payer), group, limits)
        for (payer,), group in rows.group_by("payer", maintain_order=True)
    )


def _rows(expected: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines to look at, in the order of payer and key."""
    free = pl.col("contract").is_null() | pl.col("inferred").fill_null(value=False)
    paid = (pl.col("allowed_cents") > 0) & (pl.col("charge_cents") > 0)
    denied = (pl.col("verdict") == "denied").fill_null(value=False)
    units = lines.select(*KEY, "units_thousandths", "minutes")
    uncounted = pl.col("units_thousandths").is_null() & pl.col("minutes").is_not_null()
    named = pl.all_horizontal(
        pl.col("payer", "line_number", "procedure_code", "service_date").is_not_null()
    )
    return (
        expected.filter(free & paid & ~denied & named)
        .join(units, on=KEY, how="left")
        .filter(~uncounted, pl.col("units_thousandths").fill_null(UNITS) > 0)
        .with_columns(day=pl.col("service_date"))
        .select(
            "payer",
            *KEY,
            "charge_cents",
            "allowed_cents",
            "day",
            code="procedure_code",
            modifiers=pl.col("modifiers").fill_null([]),
            setting=setting(),
            units=pl.col("units_thousandths").fill_null(UNITS),
            days=pl.col("day").cast(pl.Int32).cast(pl.Int64),
        )
        .sort("payer", *KEY)
    )


def _inferred(payer: str, rows: pl.DataFrame, limits: Limits) -> Inferred:
    rows = rows.with_row_index("row")
    in_full = pl.col("allowed_cents") == pl.col("charge_cents")
    looked_at = rows.filter(~in_full)
    percent = share_of_charges(looked_at, limits)
    if percent is not None:
        return _by_share(payer, rows, looked_at, percent)
    found = _agreed(
        [each for code, group in lines_of(looked_at) for each in services(code, group, limits)]
    )
    return _by_rates(payer, rows, looked_at, found)


def _agreed(found: Sequence[Service]) -> list[Service]:
    """The services, with steps on the days that they have in common."""
    days = iter(agree_on_days([rate for service in found for rate in service.rates]))
    return [replace(service, rates=[next(days) for _ in service.rates]) for service in found]


def _by_rates(
    payer: str, rows: pl.DataFrame, looked_at: pl.DataFrame, found: Sequence[Service]
) -> Inferred:
    shown = evidence(found, rows["day"].sort()[0])
    usual = expected_by(found, rows)
    price = {"method": "fee_schedule", "schedule": _file(payer)}
    contract = _contract(payer, price, rows) if shown.height else None
    return Inferred(
        payer,
        contract,
        percent=None,
        rates=rate_table(shown, found),
        evidence=shown,
        departures=_departures(looked_at, usual),
        looked_at=looked_at.height,
        at_charge=rows.height - looked_at.height,
        shown=usual.height,
    )


def _by_share(
    payer: str, rows: pl.DataFrame, looked_at: pl.DataFrame, percent: Decimal
) -> Inferred:
    usual = looked_at.select(
        pl.col("row").cast(pl.Int64),
        usual_cents=of_charges(looked_at["charge_cents"], percent),
        fits=of_charges(looked_at["charge_cents"], percent) == looked_at["allowed_cents"],
    )
    share = pl.col("fits").sum().cast(pl.Int64) * 100 // pl.len().cast(pl.Int64)
    usual = usual.with_columns(lines=pl.len().cast(pl.Int64), share_percent=share)
    return Inferred(
        payer,
        _contract(payer, percent_price(percent), rows),
        percent=percent,
        rates=RATES.to_frame(),
        evidence=EVIDENCE.to_frame(),
        departures=_departures(looked_at, usual),
        looked_at=looked_at.height,
        at_charge=rows.height - looked_at.height,
        shown=looked_at.height,
    )


def _contract(payer: str, price: dict[str, Any], rows: pl.DataFrame) -> Contract:
    """The charge is the limit unless more lines were allowed above it than in full."""
    above = rows.filter(pl.col("allowed_cents") > pl.col("charge_cents")).height
    in_full = rows.filter(pl.col("allowed_cents") == pl.col("charge_cents")).height
    lesser = "none" if above > in_full else "line"
    return contract_of(payer, price, lesser, rows["day"].sort()[0])


def _departures(looked_at: pl.DataFrame, usual: pl.DataFrame) -> pl.DataFrame:
    """DEPARTURES: lines that were allowed less than is usual."""
    lines = looked_at.with_columns(pl.col("row").cast(pl.Int64)).join(usual, on="row")
    limit = pl.min_horizontal("usual_cents", "charge_cents")
    return (
        lines.with_columns(variance_cents=limit - pl.col("allowed_cents"))
        .filter(pl.col("variance_cents") > 0)
        .select(DEPARTURES.names())
        .cast(DEPARTURES)
        .sort("variance_cents", *KEY, descending=[True, False, False])
    )


def _file(payer: str) -> str:
    """Where the table would be saved, from the folder of the contracts."""
    return f"rates/{payer}-inferred.csv"
