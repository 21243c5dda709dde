"""Makes up what pricing is measured on: a contract, a table of the whole country, and lines."""

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.contract import Contract
from reclaim.intake.rates.kinds import INDICES, MICROS, RATES, RVUS

CODES = [f"{number:05d}" for number in range(10_000, 29_000)]
LOCALITIES = [f"{number:05d}-01" for number in range(109)]
ZIPS = [f"{number:05d}" for number in range(10_000, 11_000)]
TERMS = 100
LINES_A_CLAIM = 4
FIRST_DAY, DAYS = dt.date(2026, 1, 1), 365
MODIFIERS: list[list[str]] = [[], [], [], [], [], ["25"], ["59"], ["LT"]]
PLACES = ["11", "11", "11", "22", "24"]
NPIS = ["2000000010", "2000000028"]
NAME = "harbor-2026"


def a_book(draw: np.random.Generator, *, rates: bool, policies: bool) -> ContractBook:
    """A contract of a hundred terms over a table of 19,000 codes in 109 localities.

    Args:
        draw: for the amounts.
        rates: a row for each code and locality, instead of relative values and indices.
        policies: whether the contract has a policy for several procedures of a day.
    """
    contract = Contract.model_validate(
        {
            "contract": NAME,
            "payer": "harbor",
            "lesser_of_charge": "line",
            "localities": {one: LOCALITIES[n % len(LOCALITIES)] for n, one in enumerate(ZIPS)},
            "terms": [_term(number) for number in range(TERMS)],
            "escalators": [_escalator()],
            "schedules": {"medicare": _schedule(rates=rates)},
            "policies": {"multiple_procedures": [_multiple()]} if policies else {},
        }
    )
    tables = _rates(draw) if rates else _values(draw)
    return ContractBook((contract,), {(NAME, name): table for name, table in tables.items()})


def a_year(draw: np.random.Generator, number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims and lines of one year; every code, ZIP code and day is as likely as any other."""
    claims = number // LINES_A_CLAIM
    size = claims * LINES_A_CLAIM
    ids = pl.select(pl.int_range(claims).cast(pl.String).alias("claim_id")).to_series()
    days = pl.duration(days=pl.lit(pl.Series(draw.integers(0, DAYS, claims))))
    of_claims = pl.DataFrame({"claim_id": ids}).with_columns(
        payer=pl.lit("harbor"),
        form=pl.lit("professional"),
        billing_npi=pl.lit(NPIS[0]),
        claim_date=pl.lit(FIRST_DAY) + days,
        claim_charge_cents=pl.lit(100_000),
        zip_code=_chosen(draw, pl.Series(ZIPS), claims),
    )
    of_lines = pl.DataFrame(
        {
            "claim_id": ids.gather(np.repeat(np.arange(claims), LINES_A_CLAIM)),
            "line_number": np.tile(np.arange(1, LINES_A_CLAIM + 1), claims),
            "code": _chosen(draw, pl.Series(CODES), size),
            "modifiers": _chosen(draw, pl.Series(MODIFIERS), size),
            "units_thousandths": 1000 * draw.choice([1, 1, 1, 1, 2, 3], size),
            "charge_cents": draw.integers(1_000, 200_000, size),
            "place_of_service": _chosen(draw, pl.Series(PLACES), size),
            "rendering_npi": _chosen(draw, pl.Series(NPIS), size),
        }
    )
    return _filled(of_claims, CLAIMS), _filled(of_lines, LINES)


def _term(number: int) -> dict[str, Any]:
    """A range of codes at its percentage; some by charge, or by modifier; the last for all."""
    first = 10_000 + 190 * number
    when: dict[str, Any] = {"codes": [f"{first}-{first + 150}", f"{first + 170}"]}
    price: dict[str, Any] = {
        "method": "fee_schedule",
        "schedule": "medicare",
        "percent": 100 + number,
    }
    if number % 10 == 3:
        when |= {"charge_over": 500.0}
        price = {"method": "percent_of_charges", "percent": 45}
    elif number % 10 == 6:
        when |= {"modifiers": ["59", "LT"], "places_of_service": ["11"]}
        price = {"method": "flat", "amount": 85.5}
    if number == TERMS - 1:
        when = {}
    return {"id": f"term-{number}", "clause": f"A {number}", "when": when, "price": price}


def _escalator() -> dict[str, Any]:
    return {"effective_from": dt.date(2026, 7, 1), "percent": 103, "clause": "C 1"}


def _multiple() -> dict[str, Any]:
    return {"clause": "B 1", "codes": ["10000-13999"], "percents": [100, 50]}


def _schedule(*, rates: bool) -> dict[str, str]:
    if rates:
        return {"kind": "rates", "file": "medicare.parquet"}
    return {"kind": "physician", "file": "medicare.csv", "indices": "gpci.csv"}


def _rates(draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """A row for each code and locality, in and out of a facility."""
    codes = pl.DataFrame({"code": CODES}).join(pl.DataFrame({"locality": LOCALITIES}), how="cross")
    amounts = draw.integers(1_000, 100_000, codes.height) * (MICROS // 100)
    return {
        "medicare": _filled(codes.with_columns(rate_micros=amounts).with_row_index("row", 2), RATES)
    }


def _values(draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Relative values of every code, and the indices of every locality."""
    size, places = len(CODES), len(LOCALITIES)
    hundredth = MICROS // 100
    values = pl.DataFrame({"code": CODES}).with_columns(
        release=pl.lit("2026"),
        status=pl.lit("A"),
        **{
            f"{name}_millionths": pl.Series(draw.integers(1, 1_000, size) * hundredth)
            for name in ("work", "nonfacility", "facility", "malpractice")
        },
        conversion_millionths=pl.lit(33_400_900),
    )
    indices = pl.DataFrame({"locality": LOCALITIES}).with_columns(
        pl.Series(draw.integers(800, 1_200, places) * 1_000).alias(f"{name}_millionths")
        for name in ("work", "practice", "malpractice")
    )
    tables = {"medicare": (values, RVUS), "medicare indices": (indices, INDICES)}
    return {
        name: _filled(table.with_row_index("row", 2), schema)
        for name, (table, schema) in tables.items()
    }


def _chosen(draw: np.random.Generator, values: pl.Series, size: int) -> pl.Series:
    return values.gather(draw.integers(0, len(values), size))


def _filled(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame in the schema; columns that it does not have are null."""
    none = [
        pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in frame.columns
    ]
    return frame.with_columns(none).select(schema.names()).cast(schema)
