"""What is left out of an example stands as on most claims."""

import datetime as dt
from decimal import Decimal

import pytest

from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.conditions import AppliesTo
from reclaim.contracts.model.contract import SampleClaim
from reclaim.contracts.sample import sample_frames

DAY = dt.date(2026, 3, 1)


def sample(**given: object) -> SampleClaim:
    lines = given.pop("lines", [{"code": "99213", "charge": 200}])
    return SampleClaim.model_validate({"name": "a", "service_date": DAY, "lines": lines, **given})


def test_frames_have_their_schemas() -> None:
    claims, lines = sample_frames([sample(), sample()], "harbor")
    assert (claims.schema, lines.schema) == (CLAIMS, LINES)
    assert claims["claim_id"].to_list() == lines["claim_id"].to_list() == ["0", "1"]


@pytest.mark.parametrize(
    ("given", "bill", "place"),
    [
        ({}, None, "11"),
        ({"form": "dental"}, None, "11"),
        ({"form": "institutional"}, "131", None),
        ({"form": "institutional", "days": 0}, "111", None),
        ({"form": "institutional", "drg": "470"}, "111", None),
        ({"form": "institutional", "drg": "470", "type_of_bill": "117"}, "117", None),
    ],
)
def test_place_and_type_of_bill_are_the_usual_ones(
    given: dict[str, object], bill: str | None, place: str | None
) -> None:
    claims, lines = sample_frames([sample(**given)], "harbor")
    assert claims["type_of_bill"].item() == bill
    assert lines["place_of_service"].item() == place


def test_a_stay_begins_on_the_day_and_lasts_its_days() -> None:
    claims, _ = sample_frames([sample(form="institutional", days=3)], "harbor")
    row = claims.row(0, named=True)
    assert (row["admission_date"], row["discharge_date"]) == (DAY, dt.date(2026, 3, 4))


def test_units_minutes_and_charges_are_whole_numbers() -> None:
    lines = [
        {"code": "A0425", "units": 12.4, "charge": Decimal("10.50")},
        {"code": "00790", "minutes": 17, "charge": 5},
    ]
    claims, rows = sample_frames([sample(lines=lines)], "harbor")
    assert rows["units_thousandths"].to_list() == [12_400, None]
    assert rows["minutes"].to_list() == [None, 17]
    assert rows["charge_cents"].to_list() == [1050, 500]
    assert claims["claim_charge_cents"].item() == 1550


def test_a_charge_that_is_not_stated_leaves_that_of_the_claim_unknown() -> None:
    claims, rows = sample_frames([sample(lines=[{"code": "99213"}])], "harbor")
    assert rows["charge_cents"].item() is None
    assert claims["claim_charge_cents"].item() is None


def test_an_example_is_of_a_claim_that_the_contract_is_about() -> None:
    applies = AppliesTo(filing_indicators=("12", "13"), taxonomies=("207*", "363LF0000X"))
    claims, _ = sample_frames([sample(), sample(filing_indicator="13")], "harbor", applies)
    assert claims["filing_indicator"].to_list() == ["12", "13"]
    assert claims["taxonomy"].to_list() == ["363LF0000X", "363LF0000X"]
