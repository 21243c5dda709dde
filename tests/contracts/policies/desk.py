"""Builds small claims and contracts for tests of payment policies, and applies the policies."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.exact import PER_CENT, rounded
from reclaim.contracts.frames import FOR_POLICIES
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.policies.apply import Alone, apply_policies
from reclaim.intake.rates.kinds import INDICES, RVUS

DAY = dt.date(2026, 3, 2)
ORTHOPAEDIST = "2000000028"
CLINIC = "2000000010"
MICROS = 10**6

INDICATORS = ("multiple", "bilateral", "assistant", "co_surgeon", "team", "endoscopic_base", "pctc")
SHARES = ("pre", "intra", "post")


@dataclass(frozen=True)
class Line:
    """A line and its price in dollars before any policy; null: it has none."""

    code: str
    price: str | None
    modifiers: Sequence[str] = ()
    units: float | None = 1
    charge: str | None = None
    claim: str = "c1"
    number: int | None = None
    day: dt.date = DAY
    npi: str | None = ORTHOPAEDIST
    form: str = "professional"
    taxonomy: str | None = None
    rate_modifier: str | None = None
    locality: str | None = "06102-16"
    setting: str | None = "nonfacility"


@dataclass(frozen=True)
class Code:
    """A row of the physician fee schedule: relative values and payment indicators."""

    code: str
    modifier: str | None = None
    work: str = "0"
    practice: str = "0"
    facility: str | None = None
    malpractice: str = "0"
    says: Mapping[str, str] = field(default_factory=dict)
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None


def lines_of(lines: Sequence[Line]) -> pl.DataFrame:
    """frames.FOR_POLICIES, in the order given."""
    rows = [_row(row, line) for row, line in enumerate(lines)]
    return pl.DataFrame(rows, schema=FOR_POLICIES)


def contract_of(policies: Mapping[str, Any], **more: object) -> Contract:
    """A contract that pays by Medicare's schedule under these policies."""
    given = {
        "contract": "harbor-2026",
        "payer": {"key": "harbor"},
        "schedules": {"medicare": {"kind": "physician", "file": "p.csv", "indices": "g.csv"}},
        "terms": [
            {
                "id": "all",
                "clause": "A 1",
                "price": {"method": "fee_schedule", "schedule": "medicare"},
            }
        ],
        "policies": policies,
        **more,
    }
    return Contract.model_validate(given)


def book_of(contract: Contract, codes: Sequence[Code] = ()) -> ContractBook:
    """The contract with a physician fee schedule of these codes; indices are 1 everywhere."""
    rvus = pl.DataFrame([_values(code) for code in codes], schema=RVUS, orient="row")
    one = {f"{part}_millionths": MICROS for part in ("work", "practice", "malpractice")}
    indices = pl.DataFrame([{"locality": "06102-16", **one}], schema=INDICES)
    tables = {
        (contract.contract, "medicare"): rvus,
        (contract.contract, "medicare indices"): indices,
    }
    return ContractBook((contract,), tables)


def applied(
    policies: Mapping[str, Any],
    lines: Sequence[Line],
    codes: Sequence[Code] = (),
    *,
    alone: Alone | None = None,
    **more: object,
) -> pl.DataFrame:
    """The lines after the policies."""
    contract = contract_of(policies, **more)
    return apply_policies(lines_of(lines), contract, book_of(contract, codes), alone)


def dollars(after: pl.DataFrame) -> list[str | None]:
    """The prices, rounded half up to cents, in the order of the lines."""
    cents = after.select(rounded(pl.col("exact"), "half_up_per_line")).to_series()
    return [None if one is None else f"{one // 100}.{one % 100:02d}" for one in cents]


def priced(
    policies: Mapping[str, Any],
    lines: Sequence[Line],
    codes: Sequence[Code] = (),
    *,
    alone: Alone | None = None,
    **more: object,
) -> list[str | None]:
    """What the lines come to, in dollars."""
    return dollars(applied(policies, lines, codes, alone=alone, **more))


def total(found: Sequence[str | None]) -> Fraction:
    """The sum of prices that are all known."""
    return sum((Fraction(one) for one in found if one is not None), Fraction(0))


def last_step(after: pl.DataFrame, line: int = 0) -> str:
    """The last step of a line's trace."""
    return str(after["steps"][line]).rsplit("\n", maxsplit=1)[-1]


def _row(row: int, line: Line) -> dict[str, Any]:
    return {
        "row": row,
        "claim_id": line.claim,
        "line_number": row + 1 if line.number is None else line.number,
        "code": line.code,
        "modifiers": list(line.modifiers),
        "units_thousandths": None if line.units is None else round(line.units * 1000),
        "charge_cents": None if line.charge is None else int(Fraction(line.charge) * 100),
        "service_date": line.day,
        "rendering_npi": line.npi,
        "form": line.form,
        "taxonomy": line.taxonomy,
        "setting": line.setting,
        "locality": line.locality,
        "day": line.day,
        "exact": None if line.price is None else int(Fraction(line.price) * 100 * PER_CENT),
        "steps": "" if line.price is None else f"rate {line.price}",
        "why_not": "no rate" if line.price is None else None,
        "rate_modifier": line.rate_modifier,
    }


def _values(code: Code) -> tuple[Any, ...]:
    values: dict[str, Any] = dict.fromkeys(RVUS.names())
    facility = code.practice if code.facility is None else code.facility
    values |= {
        "code": code.code,
        "modifier": code.modifier,
        "effective_from": code.effective_from,
        "effective_to": code.effective_to,
        "work_millionths": int(Fraction(code.work) * MICROS),
        "nonfacility_millionths": int(Fraction(code.practice) * MICROS),
        "facility_millionths": int(Fraction(facility) * MICROS),
        "malpractice_millionths": int(Fraction(code.malpractice) * MICROS),
    }
    values |= {name: code.says[name] for name in INDICATORS if name in code.says}
    values |= {
        f"{name}_millionths": int(Fraction(code.says[name]) * MICROS)
        for name in SHARES
        if name in code.says
    }
    return tuple(values.values())
