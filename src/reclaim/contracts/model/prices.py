"""How a term prices what it is about: one model for each method."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from reclaim.contracts.model.values import (
    STRICT,
    Code,
    CodePattern,
    Dollars,
    Factor,
    Percent,
    Setting,
)

HUNDRED = Decimal(100)


def _text_keys(rates: object) -> object:
    return {str(key): value for key, value in rates.items()} if isinstance(rates, dict) else rates


class Price(BaseModel):
    """What every method may say beside itself.

    `lesser_of_charge`: never more than the charge of what is priced; null: as the contract says.
    """

    model_config = STRICT

    lesser_of_charge: bool | None = None
    minimum: Dollars | None = None
    maximum: Dollars | None = None


class FeeSchedule(Price):
    """The rate of the code in a table, for each unit; `percent` of it.

    `schedule` is a name in the contract's `schedules`, or a path to a file of rates beside the
    contract. `as_of` freezes the schedule: its rates on that day hold, whatever the day of
    service. `locality` is for schedules that have them; null: as the contract says. `setting`: its
    rates in or out of a facility, whatever the place of service; null: as the place says.
    """

    method: Literal["fee_schedule"]
    schedule: str
    percent: Percent = HUNDRED
    as_of: dt.date | None = None
    locality: Code | None = None
    setting: Setting | None = None
    per: Literal["unit", "line"] = "unit"


class PercentOfCharges(Price):
    """A share of what was charged."""

    method: Literal["percent_of_charges"]
    percent: Percent


class Flat(Price):
    """One amount for each unit, line, or day of service (the first such line of the day has it)."""

    method: Literal["flat"]
    amount: Dollars
    per: Literal["unit", "line", "day"] = "unit"


class Anesthesia(Price):
    """(base units + time units + further units) x conversion factor, times the share of modifiers.

    `conversion_factor` in dollars, or `schedule` with the factors by locality. `base_units` is a
    table of base units by code. `time_units`: how minutes become units. `shares`: percent by
    modifier (AA 100, QK 50 ...); a line without one of them has 100. Where they name AD, a line
    with it counts `supervised_units` in the place of base and time; null: as many as Medicare.
    `physical_status`: further units by modifier (P3 1 ...). `qualifying`: units of codes that stand
    on lines of their own beside the anesthesia (99100 1 ...).
    """

    method: Literal["anesthesia"]
    conversion_factor: Dollars | None = None
    schedule: str | None = None
    locality: Code | None = None
    base_units: str
    minutes_per_unit: Annotated[int, Field(gt=0)] = 15
    time_units: Literal["exact", "hundredths", "tenths", "whole_up", "whole_half_up"] = "tenths"
    shares: dict[Code, Percent] = Field(default_factory=dict)
    supervised_units: Factor | None = None
    physical_status: dict[Code, Factor] = Field(default_factory=dict)
    qualifying: dict[Code, Factor] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_factor(self) -> "Anesthesia":
        if (self.conversion_factor is None) == (self.schedule is None):
            raise ValueError("give either conversion_factor or schedule")
        return self


class Ambulance(Price):
    """Base rate by code, mileage by loaded mile, and what the pickup's place adds.

    `conversion_factor` x relative value x (share x index + rest), with `practice_expense_index`
    of the pickup; mileage codes are `mileage_rates` a mile. Add-ons are percent, by the pickup's
    area: `urban_percent` and `rural_percent` of base and mileage; in a super-rural area the rural
    one, and on the base `super_rural_percent` of that. The first `rural_miles` of a trip from a
    rural or super-rural area count `rural_mile_percent`. `areas` is a table of ZIP codes with
    their area; `area` is that of a ZIP code that is not in it, or of all where there is no table.
    """

    method: Literal["ambulance"]
    conversion_factor: Dollars
    relative_values: dict[Code, Factor]
    practice_expense_index: Factor
    practice_expense_percent: Percent = Decimal(70)
    mileage_rates: dict[Code, Dollars]
    areas: str | None = None
    area: Literal["urban", "rural", "super_rural"] | None = None
    urban_percent: Percent = HUNDRED
    rural_percent: Percent = HUNDRED
    super_rural_percent: Percent = HUNDRED
    rural_miles: int = 0
    rural_mile_percent: Percent = HUNDRED


class AscGroups(Price):
    """The payment group of the code, and the rate of the group."""

    method: Literal["asc_groups"]
    groups: str
    """Table of codes with their group."""
    rates: Annotated[dict[Code, Dollars], BeforeValidator(_text_keys)]


class Drg(Price):
    """Base rate x relative weight of the DRG, for the whole claim.

    `transfer_per_diem`: a stay that ends with one of `transfer_statuses` is paid by the day, twice
    the per diem for the first, and never more than in full; the per diem is the price over the
    geometric mean length of stay, a column of the table of weights.
    """

    method: Literal["drg"]
    base_rate: Dollars
    weights: str
    per: Literal["claim"] = "claim"
    transfer_per_diem: bool = False
    transfer_statuses: tuple[Code, ...] = ("02", "66")


class Tier(BaseModel):
    """One amount a day, for days of the stay from `first_day` to `last_day` with such a service."""

    model_config = STRICT

    amount: Dollars
    revenue_codes: tuple[CodePattern, ...] = ()
    first_day: Annotated[int, Field(ge=1)] = 1
    last_day: int | None = None

    @model_validator(mode="after")
    def _forward(self) -> "Tier":
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        return self


class PerDiem(Price):
    """An amount a day, for the whole claim: each day has the first tier that fits it.

    Days are the units of the room and board lines where tiers name revenue codes, else the days
    of the stay.
    """

    method: Literal["per_diem"]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    per: Literal["claim"] = "claim"


class CaseRate(Price):
    """One amount for the whole claim; days beyond `days` bring `extra_day` each."""

    method: Literal["case_rate"]
    amount: Dollars
    days: int | None = None
    extra_day: Dollars | None = None
    per: Literal["claim"] = "claim"

    @model_validator(mode="after")
    def _beyond_days(self) -> "CaseRate":
        if (self.days is None) != (self.extra_day is None):
            raise ValueError("days and extra_day are given together")
        return self


class Capitation(Price):
    """Paid by the member and month, so that nothing is due for the service itself."""

    method: Literal["capitation"]


class NotCovered(Price):
    """Excluded by the contract: nothing is due, and `reason` says why."""

    method: Literal["not_covered"]
    reason: str


class Unpriced(Price):
    """The contract says something that cannot be worked out from the claim: `reason` says what."""

    method: Literal["unpriced"]
    reason: str


AnyPrice = Annotated[
    FeeSchedule
    | PercentOfCharges
    | Flat
    | Anesthesia
    | Ambulance
    | AscGroups
    | Drg
    | PerDiem
    | CaseRate
    | Capitation
    | NotCovered
    | Unpriced,
    Field(discriminator="method"),
]

OF_CLAIMS = (Drg, PerDiem, CaseRate)
"""Methods that price a whole claim; the others price lines."""
