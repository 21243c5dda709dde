"""The priors: every key a signal names has one, and each says whose rate it is."""

import datetime as dt
from pathlib import Path

import pytest

from reclaim.errors import ReclaimError
from reclaim.rules.chances import CERTAIN, Prior, prior_chance, prior_keys, priors, read_priors

TODAY = dt.date(2026, 1, 1)
ENTRY = """
- id: {id}
  prior: {prior}
  also: [{also}]
  asks: How often?
  of: likely
  unit: hundredths of a percent
  grade: judgement
  strength: 4
  values: [{{from: 2020-01-01, value: {value}, cite: nobody}}]
"""


@pytest.mark.parametrize("key", sorted(prior_keys()))
def test_every_key_has_a_rate_whoever_the_payer_is(key: str) -> None:
    for kind in (None, "medicare", "medicare_advantage", "medicaid", "commercial", "auto"):
        found = prior_chance(key, kind, as_of=TODAY)
        assert found
        assert 0 < found.rate_bp < CERTAIN


@pytest.mark.parametrize("prior", priors(), ids=lambda prior: prior.id)
def test_a_prior_that_is_not_counted_says_so_and_weighs_little(prior: Prior) -> None:
    assert prior.asks.endswith("?")
    if prior.grade == "judgement":
        assert prior.strength <= 4
        assert all(value.cite.startswith("no source publishes") for value in prior.values)
        assert {value.value for value in prior.values} <= {7000, 5000, 2500, 1000}
    else:
        assert prior.strength <= 10


def test_the_payers_own_market_comes_before_the_general_rate() -> None:
    found = prior_chance("authorization/unknown", "medicare_advantage", as_of=TODAY)
    assert found
    assert (found.rate_bp, found.strength) == (7500, 10)
    assert found.basis == (
        "prior: OIG OEI-09-16-00410, Medicare Advantage 2014 to 2016: denials that were appealed, "
        "one in a hundred, most of them of payment (other population), weight 10"
    )
    other = prior_chance("authorization/unknown", "medicaid", as_of=TODAY)
    assert other
    assert other.rate_bp == 6300


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (dt.date(2022, 12, 31), 7000),
        (dt.date(2023, 1, 1), 8170),
        (dt.date(2023, 12, 31), 8170),
        (dt.date(2024, 1, 1), 8070),
    ],
)
def test_a_rate_holds_from_the_first_year_that_was_counted(day: dt.date, rate: int) -> None:
    found = prior_chance("authorization/on_file", "medicare_advantage", as_of=day)
    assert found
    assert found.rate_bp == rate


def test_before_any_rate_there_is_none() -> None:
    assert prior_chance("denial/other", "medicaid", as_of=dt.date(2016, 12, 31)) is None
    assert prior_chance("no/such", "medicaid", as_of=TODAY) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.format(id="a", prior="x", also="", value=10000), "nothing is certain"),
        (ENTRY.format(id="a", prior="x", also="", value=0), "nothing is certain"),
        (ENTRY.format(id="a", prior="x", also="x", value=1), "has priors of its own"),
        (ENTRY.format(id="a", prior="x", also="", value=1) * 2, "given twice"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "chances.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReclaimError, match="RULE-FILE") as caught:
        read_priors(path)
    assert said in str(caught.value)
