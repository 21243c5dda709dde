"""What a contract does to the price of a whole claim, on both sides of each limit."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from reclaim.contracts.claim_rules import apply_claim_rules
from reclaim.contracts.exact import EXACT, exact
from reclaim.contracts.frames import WIDE
from reclaim.contracts.model.policies import StopLoss
from tests.contracts.stays import ADMITTED, lines, only, steps, under

CLAIMS = pl.Schema(
    {
        "claim_id": pl.String(),
        "term": pl.String(),
        "exact": EXACT,
        "steps": pl.String(),
        "why_not": pl.String(),
    }
)


def claim(price: str | None, *, term: str = "stay", claim_id: str = "C1") -> pl.DataFrame:
    amount = None if price is None else exact(Decimal(price))
    why_not = None if price else "no rate: DRG 999"
    row = (claim_id, term, amount, f"price {price}" if price else None, why_not)
    return pl.DataFrame([row], schema=CLAIMS, orient="row")


def charged(*dollars: str | None, days: int | None = 10, code: str = "0120") -> pl.DataFrame:
    """Lines with these charges; the first has the revenue code, others 0250."""
    left = None if days is None else ADMITTED + dt.timedelta(days=days)
    return lines(
        *(
            {
                "charge_cents": None if one is None else int(Decimal(one) * 100),
                "revenue_code": "0250" if number else code,
                "admission_date": ADMITTED,
                "discharge_date": left,
            }
            for number, one in enumerate(dollars)
        )
    )


def ruled(price: pl.DataFrame, of: pl.DataFrame, **rules: object) -> dict[str, object]:
    found = apply_claim_rules(price, of, under(claim_rules=rules).contract)
    assert found.schema == price.schema
    return only(found)


def stop_loss(**values: object) -> list[dict[str, object]]:
    return [{"clause": "C 1", "kind": "first_dollar", "percent": 50, **values}]


FIRST = stop_loss(threshold=200_000)
EXCESS = stop_loss(threshold=200_000, kind="excess")


def test_without_rules_nothing_changes() -> None:
    row = ruled(claim("50000"), charged("300000"))
    assert row["exact"] == exact(Decimal(50000))
    assert steps(row, "steps") == ["price 50000"]


@pytest.mark.parametrize(
    ("rule", "charge", "dollars"),
    [
        (FIRST, "300000", "150000"),
        (EXCESS, "300000", "100000"),
        (FIRST, "200000", "50000"),
        (EXCESS, "200000", "50000"),
        (FIRST, "200000.01", "100000.005"),
        (EXCESS, "200000.01", "50000.005"),
    ],
)
def test_stop_loss_in_place_of_the_price_or_beside_it(
    rule: list[dict[str, object]], charge: str, dollars: str
) -> None:
    row = ruled(claim("50000"), charged(charge), stop_loss=rule)
    assert row["exact"] == exact(Decimal(dollars))


def test_the_steps_of_a_stop_loss() -> None:
    assert steps(ruled(claim("50000"), charged("300000"), stop_loss=FIRST), "steps") == [
        "price 50000",
        "stop-loss, clause C 1: charge 300,000.00 is over 200,000.00",
        "50 percent of the charge, in place of the price = 150,000.00",
    ]
    assert steps(ruled(claim("50000"), charged("300000"), stop_loss=EXCESS), "steps") == [
        "price 50000",
        "stop-loss, clause C 1: charge 300,000.00 is over 200,000.00",
        "50 percent of what is over = 50,000.00",
        "+ the price = 100,000.00",
    ]
    assert steps(ruled(claim("50000"), charged("200000"), stop_loss=FIRST), "steps") == [
        "price 50000",
        "stop-loss, clause C 1: charge 200,000.00 is not over 200,000.00",
    ]


@pytest.mark.parametrize(
    ("charge", "dollars"), [("45000", "10000"), ("45000.01", "20925.00465"), ("45001", "20925.465")]
)
def test_a_limit_in_multiples_of_the_price(charge: str, dollars: str) -> None:
    """A published clause: more than 4.5 times the negotiated rate, 46.5 percent of charges."""
    rule = stop_loss(times_price=450, percent="46.5")
    row = ruled(claim("10000"), charged(charge), stop_loss=rule)
    assert row["exact"] == exact(Decimal(dollars))


@pytest.mark.parametrize(
    ("charge", "days", "dollars"),
    [
        ("221410", 10, "9000"),
        ("221410.01", 10, "55795.32252"),
        ("400000", 10, "77130"),
        ("400000", 14, "100800"),
        ("400000", 13, "100269"),
    ],
)
def test_the_lesser_of_a_share_and_an_amount_a_day(charge: str, days: int, dollars: str) -> None:
    """A published clause: over 221,410 the lesser of 25.2 percent of charges or 7,713 a day."""
    rule = stop_loss(threshold=221_410, percent="25.2", maximum_per_day=7713)
    row = ruled(claim("9000"), charged(charge, days=days), stop_loss=rule)
    assert row["exact"] == exact(Decimal(dollars))


@pytest.mark.parametrize(
    ("charge", "days", "dollars"),
    [
        ("824822", 30, "50000"),
        ("1000000", 20, "476000"),
        ("1000000", 21, "482931"),
        ("1000000", 30, "545310"),
    ],
)
def test_a_share_with_further_days_beside_it(charge: str, days: int, dollars: str) -> None:
    """A published clause: over 824,822 47.6 percent, and 6,931 for each day over 20."""
    rule = stop_loss(threshold=824_822, percent="47.6", days=20, extra_day=6931)
    row = ruled(claim("50000"), charged(charge, days=days), stop_loss=rule)
    assert row["exact"] == exact(Decimal(dollars))


def test_the_steps_of_days_and_limits() -> None:
    rule = stop_loss(
        threshold=100_000, percent=50, days=20, extra_day=1000, maximum=45_000, kind="excess"
    )
    row = ruled(claim("9000"), charged("300000", days=22), stop_loss=rule)
    assert steps(row, "steps")[2:] == [
        "50 percent of what is over = 100,000.00",
        "not more than 45,000.00",
        "+ 2 days beyond 20 x 1,000.00 = 47,000.00",
        "+ the price = 56,000.00",
    ]
    by_day = stop_loss(threshold=100_000, maximum_per_day=7713)
    row = ruled(claim("9000"), charged("300000", days=2), stop_loss=by_day)
    assert steps(row, "steps")[-1] == "not more than 2 days x 7,713.00 = 15,426.00"


def test_a_maximum_of_the_stop_loss() -> None:
    rule = stop_loss(threshold=200_000, maximum=120_000)
    assert ruled(claim("1"), charged("240000"), stop_loss=rule)["exact"] == exact(Decimal(120_000))
    assert ruled(claim("1"), charged("240002"), stop_loss=rule)["exact"] == exact(Decimal(120_000))
    assert ruled(claim("1"), charged("239998"), stop_loss=rule)["exact"] == exact(Decimal(119_999))


def test_charges_of_excluded_revenue_codes_do_not_count() -> None:
    rule = stop_loss(threshold=200_000, except_revenue_codes=["027*"])
    both = charged("150000", "60000", code="0278")
    assert ruled(claim("5"), both, stop_loss=rule)["exact"] == exact(Decimal(5))
    assert ruled(claim("5"), both, stop_loss=FIRST)["exact"] == exact(Decimal(105_000))
    all_out = charged("300000", code="0278")
    assert ruled(claim("5"), all_out, stop_loss=rule)["exact"] == exact(Decimal(5))


def test_of_several_the_first_that_is_passed_holds() -> None:
    two = [*stop_loss(threshold=500_000, percent=70), *stop_loss(threshold=200_000)]
    assert ruled(claim("5"), charged("600000"), stop_loss=two)["exact"] == exact(Decimal(420_000))
    assert ruled(claim("5"), charged("500000"), stop_loss=two)["exact"] == exact(Decimal(250_000))
    assert ruled(claim("5"), charged("200000"), stop_loss=two)["exact"] == exact(Decimal(5))


def test_a_rule_is_about_its_terms() -> None:
    rule = stop_loss(threshold=200_000, terms=["stay"])
    assert ruled(claim("5"), charged("300000"), stop_loss=rule)["exact"] != exact(Decimal(5))
    other = claim("5", term="other")
    assert ruled(other, charged("300000"), stop_loss=rule)["exact"] == exact(Decimal(5))


@pytest.mark.parametrize(
    ("of", "rule", "why_not"),
    [
        (charged("300000", None), FIRST, "not stated: charge of a line"),
        (
            charged("300000", days=None),
            stop_loss(threshold=200_000, maximum_per_day=1),
            "not stated: days of the stay",
        ),
        (charged("200000", days=None), stop_loss(threshold=200_000, maximum_per_day=1), None),
    ],
)
def test_what_a_rule_asks_and_the_claim_does_not_say(
    of: pl.DataFrame, rule: list[dict[str, object]], why_not: str | None
) -> None:
    row = ruled(claim("50000"), of, stop_loss=rule)
    assert row["why_not"] == why_not
    assert steps(row, "steps")[0] == "price 50000"
    assert (row["exact"] is None) == (why_not is not None)


def test_what_has_no_price_gets_none() -> None:
    row = ruled(claim(None), charged("300000"), stop_loss=FIRST, minimum=100)
    assert row["exact"] is None
    assert row["why_not"] == "no rate: DRG 999"
    assert row["steps"] is None


INPATIENT = {"clause": "C 2", "percent": 80, "fixed_loss": 40_397, "cost_to_charge": 40}


@pytest.mark.parametrize(
    ("charge", "dollars"),
    [("300000", "69682.40"), ("175992.50", "30000"), ("175992.75", "30000.08")],
)
def test_an_outlier_of_inpatient_claims(charge: str, dollars: str) -> None:
    """Cost 120,000 of a price of 30,000: 80 percent of 49,603 beside it."""
    row = ruled(claim("30000"), charged(charge), outlier=INPATIENT)
    assert row["exact"] == exact(Decimal(dollars))


def test_the_steps_of_an_outlier() -> None:
    assert steps(ruled(claim("30000"), charged("300000"), outlier=INPATIENT), "steps")[1:] == [
        "outlier, clause C 2: cost 300,000.00 x 40 percent = 120,000.00 is over 70,397.00",
        "+ 80 percent of 49,603.00 = 69,682.40",
    ]


@pytest.mark.parametrize(
    ("price", "charge", "dollars"),
    [
        ("1000", "48000", "6125"),
        ("1000", "32700", "1000"),
        ("1000", "32704", "4213"),
        ("20000", "140000", "20000"),
        ("20000", "140004", "20000.50"),
    ],
)
def test_an_outlier_of_outpatient_claims(price: str, charge: str, dollars: str) -> None:
    """Cost 12,000 of a price of 1,000: over 8,175 and over 1,750, 50 percent of 10,250."""
    rule = {
        "clause": "C 3",
        "percent": 50,
        "fixed_loss": 7175,
        "cost_to_charge": 25,
        "price_multiple": 175,
    }
    assert ruled(claim(price), charged(charge), outlier=rule)["exact"] == exact(Decimal(dollars))


def test_an_outlier_asks_the_charge_of_every_line() -> None:
    row = ruled(claim("30000"), charged("300000", None), outlier=INPATIENT)
    assert row["why_not"] == "not stated: charge of a line"


@pytest.mark.parametrize(
    ("price", "dollars", "step"),
    [
        ("99.99", "100", "not less than 100.00"),
        ("100", "100", None),
        ("500", "500", None),
        ("500.01", "500", "not more than 500.00"),
    ],
)
def test_a_claim_stays_between_minimum_and_maximum(
    price: str, dollars: str, step: str | None
) -> None:
    row = ruled(claim(price), charged("1"), minimum=100, maximum=500)
    assert row["exact"] == exact(Decimal(dollars))
    assert steps(row, "steps")[1:] == ([step] if step else [])


def test_a_stop_loss_is_limited_by_the_maximum_of_the_claim() -> None:
    row = ruled(claim("5"), charged("300000"), stop_loss=FIRST, maximum=120_000)
    assert row["exact"] == exact(Decimal(120_000))


@pytest.mark.parametrize(
    "values",
    [{}, {"threshold": 1, "times_price": 1}, {"threshold": 1, "days": 2}],
)
def test_a_stop_loss_has_one_limit(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        StopLoss.model_validate(stop_loss(**values)[0])


AMOUNT = st.integers(0, 10**6)
KIND = st.sampled_from(["first_dollar", "excess"])


@settings(max_examples=40)
@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=4), AMOUNT, KIND)
def test_each_claim_by_itself_against_plain_arithmetic(
    claims: list[tuple[int, int]], threshold: int, kind: str
) -> None:
    rules = {"stop_loss": stop_loss(threshold=threshold, kind=kind)}
    prices, all_lines, slow = [], [], []
    for number, (price, charge) in enumerate(claims):
        name = f"C{number}"
        prices.append(claim(str(price), claim_id=name) if price else claim("0.00", claim_id=name))
        all_lines.append(charged(str(charge)).with_columns(claim_id=pl.lit(name)).cast(WIDE))
        if charge <= threshold:
            slow.append(Decimal(price))
        elif kind == "first_dollar":
            slow.append(Decimal(charge) / 2)
        else:
            slow.append(price + Decimal(charge - threshold) / 2)
    contract = under(claim_rules=rules).contract
    found = apply_claim_rules(pl.concat(prices), pl.concat(all_lines).reverse(), contract)
    assert found["exact"].to_list() == [exact(amount) for amount in slow]


def test_a_stop_loss_of_another_term_keeps_none_from_holding() -> None:
    rules = [*stop_loss(threshold=100, terms=["stay"], percent=10), *stop_loss(threshold=200)]
    ward, stay = claim("50", term="ward"), claim("50")
    assert ruled(ward, charged("1000"), stop_loss=rules)["exact"] == exact(Decimal(500))
    assert ruled(stay, charged("1000"), stop_loss=rules)["exact"] == exact(Decimal(100))
