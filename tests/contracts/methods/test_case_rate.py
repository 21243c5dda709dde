"""Case rates, and their further days."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from reclaim.contracts.exact import exact
from reclaim.contracts.frames import CLAIM_PRICED
from reclaim.contracts.methods.case_rate import case_rate
from reclaim.contracts.model.prices import CaseRate
from tests.contracts.stays import only, stay, steps, under

PLAIN = CaseRate(method="case_rate", amount=Decimal(4800))
THREE_DAYS = CaseRate(method="case_rate", amount=Decimal(4800), days=3, extra_day=Decimal("950.50"))


def test_a_case_rate_asks_nothing_of_the_stay() -> None:
    found = case_rate(stay(None), PLAIN, under())
    assert found.schema == CLAIM_PRICED
    row = only(found)
    assert row["exact"] == exact(Decimal(4800))
    assert steps(row) == ["case rate 4,800.00"]


@pytest.mark.parametrize(
    ("days", "dollars"), [(1, "4800"), (3, "4800"), (4, "5750.50"), (5, "6701.00")]
)
def test_days_beyond_the_rate_bring_their_own(days: int, dollars: str) -> None:
    row = only(case_rate(stay(days), THREE_DAYS, under()))
    assert row["exact"] == exact(Decimal(dollars))


def test_the_further_days_are_shown() -> None:
    row = only(case_rate(stay(5), THREE_DAYS, under()))
    assert steps(row) == [
        "case rate 4,800.00 for 3 days",
        "5 days, 2026-03-01 to 2026-03-06",
        "+ 2 days beyond x 950.50 = 6,701.00",
    ]


def test_without_days_there_is_no_price() -> None:
    row = only(case_rate(stay(None), THREE_DAYS, under()))
    assert row["exact"] is None
    assert row["step"] is None
    assert row["why_not"] == "not stated: days of the stay"


def test_days_have_their_amount() -> None:
    with pytest.raises(ValidationError, match="days and extra_day are given together"):
        CaseRate(method="case_rate", amount=Decimal(4800), days=3)
