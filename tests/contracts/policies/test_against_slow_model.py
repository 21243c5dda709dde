"""The fast ranks against the slow model; equal claims get equal prices, in any order of rows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.exact import PER_CENT
from reclaim.contracts.frames import PRICED
from tests.contracts.policies import slow_ranks
from tests.contracts.policies.desk import CLINIC, DAY, ORTHOPAEDIST, Code, Line, applied

CODES = ("10001", "10002", "10003", "20001", "20002", "20003")
SCHEDULE = [
    *(Code(code, says={"multiple": "2"}) for code in CODES[:3]),
    *(
        Code(code, says={"multiple": "3", "endoscopic_base": base})
        for code, base in slow_ranks.FAMILIES.items()
    ),
]
EVERYTHING = {
    "modifier_shares": [{"clause": "B 1", "shares": "medicare"}],
    "bilateral": {"clause": "B 2", "percent": 150},
    "multiple_procedures": [{"clause": "B 3", "indicators": "medicare", "endoscopy": True}],
}


@st.composite
def days(draw: st.DrawFn, modifiers: Sequence[str] = ("",)) -> list[Line]:
    """Up to thirty lines on six claims, prices from few, so that there are ties."""
    many = draw(st.integers(1, 30))
    made = []
    for number in range(1, many + 1):
        units = draw(st.sampled_from([1, 1, 2, 3]))
        price = draw(st.sampled_from([50, 60, 90, 100, 120])) * units
        modifier = draw(st.sampled_from(modifiers))
        made.append(
            Line(
                draw(st.sampled_from(CODES)),
                str(price),
                [modifier] if modifier else [],
                units=units,
                charge=str(draw(st.sampled_from([200, 300]))),
                claim=draw(st.sampled_from(["c1", "c2", "c3", "c4", "c5", "c6"])),
                number=number,
                day=DAY + dt.timedelta(days=draw(st.sampled_from([0, 0, 1]))),
                npi=draw(st.sampled_from([ORTHOPAEDIST, ORTHOPAEDIST, CLINIC])),
            )
        )
    return made


def base_price(lines: pl.DataFrame) -> pl.DataFrame:
    """What the contract would pay for the base alone."""
    cents = {code: int(price * 100) for code, price in slow_ranks.BASE_PRICES.items()}
    price = pl.col("code").replace_strict(cents, return_dtype=pl.Int128) * PER_CENT
    none = pl.lit(None, dtype=pl.String)
    return lines.select("row", exact=price, step=none, why_not=none).cast(PRICED)


def by_line(after: pl.DataFrame) -> dict[tuple[str, int], int | None]:
    keys = zip(after["claim_id"], after["line_number"], strict=True)
    return dict(zip(keys, after["exact"], strict=True))


@given(days(), st.lists(st.sampled_from([100, 50, 25]), max_size=3), st.sampled_from([True, False]))
@settings(max_examples=12)
def test_the_slow_model_agrees(lines: list[Line], further: list[int], endoscopy: bool) -> None:  # noqa: FBT001 - hypothesis draws it
    percents = [100, *further]
    policy = {
        "clause": "B 1",
        "indicators": "medicare",
        "percents": percents,
        "endoscopy": endoscopy,
    }
    after = applied({"multiple_procedures": [policy]}, lines, SCHEDULE, alone=base_price)
    expected = slow_ranks.ranks(lines, percents, endoscopy=endoscopy)
    for key, exact in by_line(after).items():
        assert exact is not None
        assert abs(Fraction(exact, PER_CENT) - expected[key] * 100) < Fraction(1, 10**6)


@given(days(modifiers=["", "", "50", "LT", "RT", "80", "51"]), st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_the_order_of_the_rows_plays_no_part(lines: list[Line], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    before, after = (
        applied(EVERYTHING, one, SCHEDULE, alone=base_price) for one in (lines, shuffled)
    )
    assert by_line(before) == by_line(after)


@given(days(modifiers=["", "50", "LT", "RT", "80"]))
@settings(max_examples=6)
def test_equal_claims_get_equal_prices(lines: list[Line]) -> None:
    again = [replace(line, claim=f"{line.claim} again") for line in lines]
    together = by_line(applied(EVERYTHING, [*lines, *again], SCHEDULE, alone=base_price))
    for line in lines:
        key = (line.claim, line.number or 0)
        assert together[key] == together[f"{line.claim} again", key[1]]


@given(days(modifiers=["", "80", "RT"]))
@settings(max_examples=6)
def test_no_policy_of_this_kind_lifts_a_price(lines: list[Line]) -> None:
    policy = {name: EVERYTHING[name] for name in ("modifier_shares", "multiple_procedures")}
    after = applied(policy, lines, SCHEDULE, alone=base_price)
    for line, exact in zip(lines, after["exact"], strict=True):
        assert exact is None or 0 <= exact <= Fraction(line.price or 0) * 100 * PER_CENT
