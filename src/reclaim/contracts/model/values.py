"""Values in a contract file: dollars, percentages, days, codes."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

STRICT = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _text(value: object) -> object:
    """YAML reads 0110 or 99213 as a number where nobody quotes it; a code is text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _decimal(value: object) -> object:
    """A number as it is written, not as a binary fraction."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


Dollars = Annotated[
    Decimal, BeforeValidator(_decimal), Field(ge=0, max_digits=14, decimal_places=6)
]
"""Dollars, with as many as six decimals: drugs are priced in fractions of a cent."""

Percent = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, le=10_000, decimal_places=4)]
"""A percentage: 118 is 118 percent."""

Factor = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, decimal_places=6)]
"""A number without a unit: a weight, an index."""

Code = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
"""One code as it stands on claims."""

CodePattern = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
"""Which codes: one (99213), a range with both ends (99202-99215), or a beginning (J*)."""


class FaultsError(ValueError):
    """Faults that are found where several fields are held against each other.

    Args:
        faults: where, from the model that finds them, and what is wrong.
    """

    def __init__(self, faults: list[tuple[tuple[str | int, ...], str]]) -> None:
        super().__init__("; ".join(what for _, what in faults))
        self.faults = faults


class Dated(BaseModel):
    """Something in force on days of service from `effective_from` to `effective_to`, both included.

    A day that is left out stands for: always.
    """

    model_config = STRICT

    effective_from: dt.date | None = None
    effective_to: dt.date | None = None

    @model_validator(mode="after")
    def _forward(self) -> "Dated":
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to is before effective_from")
        return self


Form = Literal["professional", "institutional", "dental"]
Setting = Literal["facility", "nonfacility"]
Per = Literal["line", "claim"]
