"""One measurement: how long it takes to calibrate a contract with a year of payments.

python -m benchmarks.calibration [LINES ...]

The practice is made up from a seed: lines in threes on claims, a thousand codes, two releases of a
physician fee schedule and 109 localities. The payer pays by another percentage, does not pay
assistants in full, and errs on three lines in a hundred.
"""

import datetime as dt
import sys

import numpy as np
import polars as pl

from benchmarks.cost import Cost, cost
from reclaim.contracts.book import ContractBook
from reclaim.contracts.calibrate import calibrate
from reclaim.contracts.calibrate.words import cause_words
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.infer import infer
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from reclaim.intake.rates.kinds import INDICES, RVUS
from reclaim.schema import TABLES

SIZES = (300_000, 1_000_000)
CODES, LOCALITIES, ON_A_CLAIM, DAYS = 1000, 109, 3, 365
FIRST_DAY = dt.date(2026, 1, 1)
CONTRACT = "harbor-2026"
MODIFIERS: tuple[list[str], ...] = ([], [], [], [], [], [], [], ["80"])
ERRING_PERCENT = 3


def contract(percent: int, **more: object) -> Contract:
    """A share of the schedule, with what is done to several procedures of a day."""
    price_of_all = {"method": "fee_schedule", "schedule": "medicare", "percent": percent}
    return Contract.model_validate(
        {
            "contract": CONTRACT,
            "payer": "harbor",
            "locality": "L050",
            "schedules": {"medicare": {"kind": "physician", "file": "m", "indices": "g"}},
            "terms": [{"id": "services", "clause": "A 3", "price": price_of_all}],
            **more,
        }
    )


SIGNED = {
    "alone": contract(118),
    "in company": contract(
        118, policies={"multiple_procedures": [{"clause": "B 1", "indicators": "medicare"}]}
    ),
}
"""Contracts under which each line is priced alone, and under which company counts."""

PAID = {"policies": {"modifier_shares": [{"clause": "B 2", "shares": {"80": 16}}]}}


def frames(lines: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """frames.CLAIMS and frames.LINES."""
    random = np.random.default_rng(5)
    claim = np.arange(lines) // ON_A_CLAIM
    count = int(claim[-1]) + 1
    days = random.integers(0, DAYS, count)
    codes = np.minimum(random.geometric(0.01, lines), CODES) - 1
    places, npis = random.integers(0, 2, count), random.integers(0, 12, count)
    kinds = random.integers(0, len(MODIFIERS), lines)
    service_date = pl.lit(FIRST_DAY) + pl.duration(days=pl.col("day"))
    claims = pl.DataFrame({"number": np.arange(count), "day": days}).select(
        claim_id=pl.format("C{}", "number"),
        payer=pl.lit("harbor"),
        form=pl.lit("professional"),
        billing_npi=pl.lit("2000000010"),
        claim_date=service_date,
    )
    made = pl.DataFrame(
        {"claim": claim, "code": codes, "day": days[claim], "place": places[claim]}
    ).with_columns(npi=pl.Series(npis[claim]), kind=pl.Series(kinds))
    table = made.select(
        claim_id=pl.format("C{}", "claim"),
        line_number=pl.int_range(1, pl.len() + 1).over("claim"),
        code=_code(pl.col("code")),
        modifiers=pl.lit(pl.Series(MODIFIERS, dtype=pl.List(pl.String))).gather("kind"),
        units_thousandths=pl.lit(1000),
        charge_cents=pl.col("code") * 1371 + 9000,
        place_of_service=pl.when(pl.col("place") == 0).then(pl.lit("11")).otherwise(pl.lit("22")),
        service_date=service_date,
        rendering_npi=pl.format("20000000{}", pl.col("npi") + 10),
    )
    return _whole(claims, CLAIMS), _whole(table, LINES)


def tables() -> dict[str, pl.DataFrame]:
    """Relative values of two years, indices of all localities."""
    codes = pl.DataFrame({"code": np.arange(CODES)}).join(
        pl.DataFrame({"year": [2025, 2026]}), how="cross"
    )
    number, year = pl.col("code"), pl.col("year")
    rvus = codes.select(
        code=_code(number),
        effective_from=pl.date(year, 1, 1),
        effective_to=pl.date(year, 12, 31),
        status=pl.lit("A"),
        work_millionths=(number * 7919 % 9_000_000 + 500_000) * (year % 5 + 98) // 100,
        nonfacility_millionths=number * 104_729 % 4_000_000 + 300_000,
        facility_millionths=number * 3571 % 2_000_000 + 200_000,
        malpractice_millionths=number * 997 % 400_000 + 10_000,
        conversion_millionths=pl.when(year == 2025).then(32_346_500).otherwise(33_400_900),
        nonfacility_na=pl.lit(value=False),
        facility_na=pl.lit(value=False),
        multiple=pl.when(number % 3 == 0).then(pl.lit("2")).otherwise(pl.lit("0")),
        row=pl.int_range(2, pl.len() + 2),
    )
    places = pl.DataFrame({"place": np.arange(LOCALITIES)}).select(
        locality=pl.format("L{}", pl.col("place").cast(pl.String).str.zfill(3)),
        work_millionths=pl.col("place") * 5003 + 980_000,
        practice_millionths=pl.col("place") * 6007 + 870_000,
        malpractice_millionths=pl.col("place") * 16_001 + 400_000,
        row=pl.int_range(2, pl.len() + 2),
    )
    return {"medicare": _whole(rvus, RVUS), "medicare indices": _whole(places, INDICES)}


def book(of: Contract) -> ContractBook:
    """The contract with its tables."""
    return ContractBook((of,), {(of.contract, name): table for name, table in tables().items()})


def audited(signed: Contract, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Table expected_lines of a payer that pays as PAID, at 115 percent, and errs."""
    paid = signed.model_dump(exclude_defaults=True)
    paid["terms"][0]["price"]["percent"] = 115
    paid["policies"] = {**paid.get("policies", {}), **PAID["policies"]}
    keys = ["claim_id", "line_number"]
    rows = price(claims, lines, book(signed)).join(
        price(claims, lines, book(Contract.model_validate(paid))).select(
            *keys, allowed_cents="expected_cents"
        ),
        on=keys,
    )
    errs = pl.Series(np.random.default_rng(9).integers(0, 100, rows.height) < ERRING_PERCENT)
    allowed = pl.col("allowed_cents")
    rows = rows.with_columns(allowed_cents=pl.when(errs).then(allowed * 7 // 10).otherwise(allowed))
    variance = pl.col("expected_cents") - allowed
    verdict = pl.when(variance == 0).then(pl.lit("as_contracted")).otherwise(pl.lit("underpaid"))
    told = rows.with_columns(variance_cents=variance, verdict=verdict).join(
        lines.drop("minutes"), on=keys
    )
    told = told.with_columns(procedure_code="code", payer=pl.lit("harbor"))
    return _whole(told, TABLES["expected_lines"].polars_schema)


def main() -> None:
    """Calibrate and infer, for each size."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    for lines in sizes:
        claims, table = frames(lines)
        for name, signed in SIGNED.items():
            expected = audited(signed, claims, table)
            found = []

            def calibrated() -> int:
                found.append(calibrate(signed, book(signed), claims, table, expected))  # noqa: B023
                return expected.height  # noqa: B023

            spent = cost(calibrated)
            print(f"{lines:>9,} lines, calibrated, {name:<11}{_took(spent)}", flush=True)
            causes = "; ".join(cause_words(each) for each in found[0].proposals)
            print(f"    {found[0].misses:,} differ: {causes}; {found[0].left:,} left", flush=True)
        free = expected.with_columns(contract=pl.lit(None, pl.String))
        spent = cost(lambda: len(infer(free, table)))  # noqa: B023
        print(f"{lines:>9,} lines, inferred{'':<13}{_took(spent)}", flush=True)


def _took(spent: Cost) -> str:
    """Time on the clock, and of the processors: the first is longer where others are at work."""
    return f"{spent.seconds:7.1f} s, {spent.cpu_seconds:7.1f} s of the processors"


def _code(number: pl.Expr) -> pl.Expr:
    return (number + 10000).cast(pl.String)


def _whole(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.select(
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    )


if __name__ == "__main__":
    main()
