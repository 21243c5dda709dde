"""A made practice: its claims, a payer that pays by one contract, an audit that expects another."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from reclaim.intake.rates.kinds import INDICES, RATES, RVUS
from reclaim.schema import TABLES

OFFICE, HOSPITAL = "11", "22"
FIRST_DAY = dt.date(2026, 1, 1)
DAYS = 181
NPIS = ("2000000010", "2000000028", "2000000036")
VISITS = ("99202", "99203", "99204", "99213", "99214", "99215")
SURGERIES = ("20610", "23412", "27447", "29826", "29827", "29881")
TESTS = ("71046", "73030", "73562", "80053", "83036", "93000")
CODES = (*VISITS, *SURGERIES, *TESTS)
LOCALITIES = ("01112-05", "06102-16", "13282-01", "15202-00")
CHARGE_TIMES = 3

SURGICAL = {"multiple": "2", "bilateral": "1", "assistant": "2"}
PLAIN = {"multiple": "0", "bilateral": "0", "assistant": "0"}


@dataclass(frozen=True)
class Practice:
    """Claims and lines, and the tables that contracts look rates up in."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    tables: dict[str, pl.DataFrame]

    def book(self, contract: Contract) -> ContractBook:
        tables = {(contract.contract, name): table for name, table in self.tables.items()}
        return ContractBook((contract,), tables)

    def audited(
        self, contract: Contract, truth: Contract, *, noise_percent: int = 0, seed: int = 7
    ) -> pl.DataFrame:
        """Table expected_lines: expected by the contract, allowed by what the payer really does."""
        keys = ["claim_id", "line_number"]
        allowed = price(self.claims, self.lines, self.book(truth)).select(
            *keys, allowed_cents="expected_cents"
        )
        rows = price(self.claims, self.lines, self.book(contract)).join(
            allowed, on=keys, nulls_equal=True
        )
        rows = rows.join(self.lines, on=keys, how="left").sort(keys)
        rows = rows.with_columns(allowed_cents=erring(rows["allowed_cents"], noise_percent, seed))
        return judged(rows, contract)


def erring(allowed: pl.Series, percent: int, seed: int) -> pl.Series:
    """So many percent of the amounts cut by something at random."""
    random = np.random.default_rng(seed)
    cut = random.integers(0, 100, len(allowed)) < percent
    shares = random.integers(20, 95, len(allowed))
    amounts = pl.DataFrame({"allowed": allowed, "cut": cut, "share": shares})
    less = pl.col("allowed") * pl.col("share") // 100
    return amounts.select(pl.when("cut").then(less).otherwise("allowed")).to_series()


def judged(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The verdict that an audit gives, by the dollars of the contract's tolerance."""
    slack = int(contract.tolerance.dollars * 100)
    variance = pl.col("expected_cents") - pl.col("allowed_cents")
    verdict = (
        pl.when(pl.col("expected_cents").is_null())
        .then(pl.lit("unpriced"))
        .when(variance.abs() <= slack)
        .then(pl.lit("as_contracted"))
        .when(variance > 0)
        .then(pl.lit("underpaid"))
        .otherwise(pl.lit("overpaid"))
    )
    told = rows.with_columns(variance_cents=variance, verdict=verdict, procedure_code="code")
    return told.select(
        name if name in told.columns else pl.lit(None, kind).alias(name)
        for name, kind in TABLES["expected_lines"].polars_schema.items()
    )


def practice(seed: int = 1, claims: int = 1500) -> Practice:
    """Claims of half a year: visits and tests in the office, surgery in the hospital."""
    random = np.random.default_rng(seed)
    heads: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    tables = {"medicare": rvus(), "medicare indices": indices(), "rates.csv": rates()}
    for number in range(claims):
        claim_id = f"C{number:05d}"
        day = FIRST_DAY + dt.timedelta(days=int(random.integers(0, DAYS)))
        made = _lines(random, day)
        npi = NPIS[int(random.integers(0, len(NPIS)))]
        lines += [
            {"claim_id": claim_id, "line_number": at, "rendering_npi": npi, **line}
            for at, line in enumerate(made, 1)
        ]
        heads.append(
            {
                "claim_id": claim_id,
                "payer": "harbor",
                "form": "professional",
                "billing_npi": NPIS[0],
                "claim_date": day,
                "claim_charge_cents": sum(line["charge_cents"] for line in made),
                "zip_code": "60601",
            }
        )
    return Practice(pl.DataFrame(heads, schema=CLAIMS), pl.DataFrame(lines, schema=LINES), tables)


def contract(**changes: object) -> Contract:
    """What harbor signed: 118 percent of the schedule."""
    file: dict[str, Any] = {
        "contract": "harbor-2026",
        "payer": "harbor",
        "effective_from": FIRST_DAY,
        "locality": "06102-16",
        "schedules": {
            "medicare": {"kind": "physician", "file": "m.csv", "indices": "g.csv"},
        },
        "terms": [services()],
        **changes,
    }
    return Contract.model_validate(file)


def services(**price: object) -> dict[str, Any]:
    """A term about all services."""
    values = {"method": "fee_schedule", "schedule": "medicare", "percent": 118, **price}
    return {"id": "services", "clause": "Exhibit A 3", "price": values}


def fee_cents(code: str) -> int:
    """About what the schedule pays."""
    return 3000 + 1700 * CODES.index(code)


def rvus() -> pl.DataFrame:
    """Two releases of relative values; each code changes by a share of its own."""
    rows: list[dict[str, object]] = []
    for at, code in enumerate(CODES):
        work = 600_000 + 420_000 * at
        for year, growth, factor in ((2025, 100, "32.3465"), (2026, 97 + at % 5, "33.4009")):
            rows.append(
                {
                    "code": code,
                    "effective_from": dt.date(year, 1, 1),
                    "effective_to": dt.date(year, 12, 31),
                    "release": str(year),
                    "status": "A",
                    "work_millionths": work * growth // 100,
                    "nonfacility_millionths": (900_000 + 130_000 * (at % 7)),
                    "facility_millionths": (400_000 + 110_000 * (at % 3)),
                    "malpractice_millionths": 50_000 + 10_000 * at,
                    "nonfacility_na": False,
                    "facility_na": False,
                    "conversion_millionths": int(Decimal(factor) * 10**6),
                    "row": len(rows) + 2,
                    **(SURGICAL if code in SURGERIES else PLAIN),
                }
            )
    return pl.DataFrame(rows, schema=RVUS)


def indices() -> pl.DataFrame:
    """Four localities."""
    rows = [
        {
            "locality": locality,
            "work_millionths": 1_000_000 + 13_000 * at,
            "practice_millionths": 940_000 + 61_000 * at,
            "malpractice_millionths": 700_000 + 230_000 * at,
            "row": at + 2,
        }
        for at, locality in enumerate(LOCALITIES)
    ]
    return pl.DataFrame(rows, schema=INDICES)


def rates() -> pl.DataFrame:
    """A fee schedule in dollars, without dates, that lacks one code."""
    rows = [
        {"code": code, "rate_micros": fee_cents(code) * 10_000, "row": at + 2}
        for at, code in enumerate(CODES)
        if code != "93000"
    ]
    return pl.DataFrame(rows, schema=RATES)


def _lines(random: np.random.Generator, day: dt.date) -> list[dict[str, Any]]:
    kind = int(random.integers(0, 3))
    if kind == 0:
        codes, place = [str(random.choice(VISITS))], OFFICE
    elif kind == 1:
        codes, place = [str(code) for code in random.choice(TESTS, 2, replace=False)], OFFICE
    else:
        many = int(random.integers(1, 4))
        codes, place = (
            [str(code) for code in random.choice(SURGERIES, many, replace=False)],
            HOSPITAL,
        )
    return [_line(random, code, place, day) for code in codes]


def _line(random: np.random.Generator, code: str, place: str, day: dt.date) -> dict[str, Any]:
    units = 2 if code == "80053" and random.integers(0, 4) == 0 else 1
    modifiers = []
    if code in SURGERIES:
        modifiers = [[], [], [], [], ["80"], ["50"]][int(random.integers(0, 6))]
    return {
        "code": code,
        "modifiers": modifiers,
        "units_thousandths": units * 1000,
        "charge_cents": fee_cents(code) * CHARGE_TIMES * units,
        "place_of_service": place,
        "service_date": day,
    }
