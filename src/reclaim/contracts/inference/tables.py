"""Inferred rates as a rate table, a contract, and the lines that depart from them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from reclaim.contracts.inference.segments import Rate, day_of, expected
from reclaim.contracts.inference.services import Service, payments_of
from reclaim.contracts.model.contract import Contract
from reclaim.intake.rates.kinds import RATES

EVIDENCE = pl.Schema(
    {
        "code": pl.String(),
        "modifier": pl.String(),
        "setting": pl.String(),
        "effective_from": pl.Date(),
        "effective_to": pl.Date(),
        "rate_micros": pl.Int64(),
        "per": pl.String(),
        "lines": pl.Int64(),
        "fits": pl.Int64(),
        "share_percent": pl.Int64(),
    }
)
"""A rate that payments show, and how surely: there are so many `lines` on its days, and `fits` of
them have it, `share_percent`. `per`: unit or line. Null: any modifier, any setting, no last day."""

USUAL = pl.Schema({name: pl.Int64() for name in ("row", "usual_cents", "lines", "share_percent")})
"""What is usual for a line, and how surely."""

CLAUSE = "no contract: what most payments show"
NOT_SHOWN = "not inferred: too few payments agree"
"""Status of a code with a modifier that makes a difference, but shows no rate."""


def evidence(services: Sequence[Service], first_day: dt.date) -> pl.DataFrame:
    """EVIDENCE of all services, in the order of code, modifier, setting and time."""
    shown = (service for service in services if service.rates)
    rows = [row for service in shown for row in _evidence(service, first_day)]
    return pl.DataFrame(rows, schema=EVIDENCE).sort(
        "code", "modifier", "setting", "effective_from", nulls_last=False
    )


def rate_table(found: pl.DataFrame, services: Sequence[Service]) -> pl.DataFrame:
    """kinds.RATES: the rates of EVIDENCE, and what has none although it makes a difference."""
    unknown = [
        {"code": service.code, "modifier": service.modifier, "status": NOT_SHOWN}
        for service in services
        if not service.rates and service.modifier is not None
    ]
    dated = ["effective_from", "effective_to", "rate_micros", "per"]
    rates = pl.concat(
        [
            found.select("code", "modifier", "setting", *dated),
            pl.DataFrame(
                unknown,
                schema={"code": pl.String(), "modifier": pl.String(), "status": pl.String()},
            ),
        ],
        how="diagonal",
    )
    numbered = rates.with_columns(row=pl.int_range(2, pl.len() + 2, dtype=pl.Int64))
    return numbered.match_to_schema(RATES, missing_columns="insert")


def contract_of(
    payer: str, price: dict[str, Any], lesser_of_charge: str, first_day: dt.date
) -> Contract:
    """A contract of one term that says of itself that it is inferred."""
    return Contract.model_validate(
        {
            "contract": f"{payer}-inferred",
            "title": "Inferred from payments; nobody has signed it",
            "payer": payer,
            "inferred": True,
            "effective_from": first_day,
            "lesser_of_charge": lesser_of_charge,
            "terms": [{"id": "usual", "clause": CLAUSE, "price": price}],
        }
    )


def expected_by(services: Sequence[Service], rows: pl.DataFrame) -> pl.DataFrame:
    """USUAL of the lines that have a rate."""
    parts = []
    for service in services:
        if not service.rates:
            continue
        payments = payments_of(rows, service.rows)
        at = np.searchsorted([rate.since for rate in service.rates[1:]], payments.days, "right")
        parts.append(
            pl.DataFrame(
                {
                    "row": service.rows,
                    "usual_cents": expected(service.rates, payments),
                    "lines": np.array([rate.lines for rate in service.rates])[at],
                    "share_percent": np.array([_share(rate) for rate in service.rates])[at],
                }
            )
        )
    return pl.concat([USUAL.to_frame(), *(part.cast(USUAL) for part in parts)])


def percent_price(percent: Decimal) -> dict[str, Any]:
    """A price that is a share of charges."""
    return {"method": "percent_of_charges", "percent": percent}


def _evidence(service: Service, first_day: dt.date) -> Iterator[dict[str, object]]:
    lasts = [day_of(after.since) - dt.timedelta(days=1) for _, after in pairwise(service.rates)]
    for place, (rate, last) in enumerate(zip(service.rates, [*lasts, None], strict=True)):
        yield {
            "code": service.code,
            "modifier": service.modifier,
            "setting": service.setting,
            "effective_from": day_of(rate.since) if place else first_day,
            "effective_to": last,
            "rate_micros": rate.micros,
            "per": "line" if rate.per_line else "unit",
            "lines": rate.lines,
            "fits": rate.fits,
            "share_percent": _share(rate),
        }


def _share(rate: Rate) -> int:
    return rate.fits * 100 // rate.lines
