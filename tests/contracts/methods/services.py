"""Makes lines and tables for the tests of methods that price lines."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.exact import PER_CENT
from reclaim.contracts.frames import WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.contract import Contract
from reclaim.intake.rates.kinds import INDICES, RVUS
from reclaim.intake.rates.read import read_rate_table

DATA = Path(__file__).parent.parent / "data"
DAY = dt.date(2025, 11, 3)
BAKERSFIELD = "01112-54"

Values = Mapping[str, object]


def lines(*given: Values) -> pl.DataFrame:
    """Lines with all columns of WIDE; what is left out is as on a plain visit in Bakersfield."""
    rows = [
        {
            "row": row,
            "claim_id": "C1",
            "line_number": row + 1,
            "form": "professional",
            "modifiers": [],
            "setting": "nonfacility",
            "locality": BAKERSFIELD,
            "day": DAY,
            **values,
        }
        for row, values in enumerate(given)
    ]
    return pl.DataFrame(rows, schema=WIDE)


def under(tables: Mapping[str, pl.DataFrame], **said: object) -> Under:
    """A contract that calls these tables so, with what else it says."""
    term = {"id": "all", "clause": "1", "price": {"method": "capitation"}}
    contract = Contract.model_validate(
        {"contract": "trial", "payer": "harbor", "terms": [term], **said}
    )
    named = {(contract.contract, name): table for name, table in tables.items()}
    return Under(contract, ContractBook((contract,), named))


def published(name: str, kind: str) -> pl.DataFrame:
    """A table of CMS's values that lies beside the tests."""
    return read_rate_table(kind, DATA / name)


def rvus(*given: Values) -> pl.DataFrame:
    """Rows of relative values; what is left out is as of an active code that is valued anywhere."""
    return pl.DataFrame([{**USUAL, **values} for values in given], schema=RVUS)


def indices(*given: Values) -> pl.DataFrame:
    """Rows of indices; one that is left out is 1."""
    one = dict.fromkeys(("work_millionths", "practice_millionths", "malpractice_millionths"), 10**6)
    return pl.DataFrame([{"locality": BAKERSFIELD, **one, **row} for row in given], schema=INDICES)


def cents(priced: pl.DataFrame) -> list[int | None]:
    """Whole cents of exact amounts, in order; the amounts must be whole."""
    exact = priced.sort("row")["exact"].to_list()
    assert all(amount is None or amount % PER_CENT == 0 for amount in exact)
    return [None if amount is None else amount // PER_CENT for amount in exact]


def why(priced: pl.DataFrame) -> list[str | None]:
    """The reasons, in the order of the lines."""
    return priced.sort("row")["why_not"].to_list()


def step(priced: pl.DataFrame) -> str:
    """The trace of the only line."""
    return str(priced["step"].item())


USUAL: Values = {
    "code": "99213",
    "status": "A",
    "work_millionths": 1_300_000,
    "nonfacility_millionths": 1_350_000,
    "facility_millionths": 570_000,
    "malpractice_millionths": 100_000,
    "nonfacility_na": False,
    "facility_na": False,
    "conversion_millionths": 32_346_500,
}
