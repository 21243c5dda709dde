"""Where a service was rendered, as prices depend on it: in a facility or not, in a stay or not."""

import datetime as dt
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from reclaim.contracts.patterns import first_digits
from reclaim.rules.yaml_file import read_rules


class FacilityPlace(BaseModel):
    """A place of service that counts as a facility from a day on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: str
    from_date: Annotated[dt.date, Field(alias="from")]
    cite: str


class StayBill(BaseModel):
    """First two digits of a type of bill that is about a stay as an inpatient."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bill: str
    cite: str


@cache
def facility_places() -> tuple[FacilityPlace, ...]:
    """The places that count as a facility (data/contracts/places.yaml)."""
    return tuple(read_rules(_data("places.yaml"), FacilityPlace, key="place"))


@cache
def stay_bills() -> tuple[StayBill, ...]:
    """The types of bill about a stay (data/contracts/stays.yaml)."""
    return tuple(read_rules(_data("stays.yaml"), StayBill, key="bill"))


def setting() -> pl.Expr:
    """Facility or nonfacility, by `place_of_service` on `day`; null where no place is stated."""
    place = pl.col("place_of_service")
    facility = pl.lit(value=False)
    for since in sorted({fact.from_date for fact in facility_places()}):
        places = [fact.place for fact in facility_places() if fact.from_date == since]
        facility |= place.is_in(places) & (pl.col("day") >= since)
    said = pl.when(facility).then(pl.lit("facility")).otherwise(pl.lit("nonfacility"))
    return pl.when(place.is_not_null()).then(said)


def is_stay() -> pl.Expr:
    """Whether a claim is about a stay as an inpatient, by `form` and `type_of_bill`."""
    bills = [fact.bill for fact in stay_bills()]
    return (pl.col("form") == "institutional") & first_digits(pl.col("type_of_bill"), bills)


def _data(name: str) -> Traversable:
    return files("reclaim.data").joinpath("contracts", name)
