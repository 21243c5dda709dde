"""Makes lines of hospital claims for tests, as methods and rules for whole claims see them."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import WIDE
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.contract import Contract
from reclaim.intake.rates.kinds import WEIGHTS

ADMITTED = dt.date(2026, 3, 1)

Values = Mapping[str, object]


def lines(*given: Values) -> pl.DataFrame:
    """Lines with all columns of WIDE; what is left out is as on a plain inpatient claim."""
    rows = [
        {
            "row": row,
            "claim_id": "C1",
            "line_number": row + 1,
            "form": "institutional",
            "charge_cents": 0,
            "claim_date": ADMITTED,
            "day": ADMITTED,
            **values,
        }
        for row, values in enumerate(given)
    ]
    return pl.DataFrame(rows, schema=WIDE)


def stay(days: int | None, **values: object) -> pl.DataFrame:
    """A claim of one line, with a stay of so many nights; null: it does not say when it ended."""
    left = None if days is None else ADMITTED + dt.timedelta(days=days)
    return lines({"admission_date": ADMITTED, "discharge_date": left, **values})


def rooms(*given: tuple[str, int, int | None]) -> pl.DataFrame:
    """A claim of room and board lines: revenue code, days, and day of the month, if it is told."""
    return lines(
        *(
            {
                "revenue_code": code,
                "units_thousandths": days * 1000,
                "service_date": None if on is None else dt.date(2026, 3, on),
            }
            for code, days, on in given
        )
    )


def under(tables: Mapping[str, pl.DataFrame] | None = None, **rules: object) -> Under:
    """A contract with these fields, and its tables."""
    term = {"id": "stay", "clause": "A 1", "price": {"method": "flat", "amount": 1}}
    contract = Contract.model_validate(
        {"contract": "harbor-2026", "payer": "harbor", "terms": [term], **rules}
    )
    named = {(contract.contract, name): table for name, table in (tables or {}).items()}
    return Under(contract, ContractBook((contract,), named))


def weights(*rows: tuple[str, int, int | None], since: dt.date | None = None) -> pl.DataFrame:
    """A table of weights: DRG, weight and mean days in millionths."""
    return pl.DataFrame(
        [
            {
                "drg": drg,
                "weight_millionths": weight,
                "mean_days_millionths": mean,
                "effective_from": since,
                "row": number,
            }
            for number, (drg, weight, mean) in enumerate(rows, 2)
        ],
        schema=WEIGHTS,
    )


def only(frame: pl.DataFrame) -> dict[str, object]:
    """The one row of a frame."""
    assert frame.height == 1
    return frame.row(0, named=True)


def steps(row: Mapping[str, object], key: str = "step") -> Sequence[str]:
    """The steps of a price."""
    return str(row[key]).split("\n")
