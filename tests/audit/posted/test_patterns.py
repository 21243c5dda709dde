"""Patterns: each is found where it was planted, not where the same numbers are usual."""

import datetime as dt
import math
from collections.abc import Sequence
from fractions import Fraction
from statistics import median

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.posted.patterns import patterns
from reclaim.audit.posted.robust import NORMAL, rarity
from reclaim.audit.posted.usual import jumps
from reclaim.rules.posting_policy import PostingPolicy
from reclaim.schema import TABLES
from tests.audit.posted.postings import AS_OF, Row, write_offs

BAD = {"posted_category": "bad_debt", "user": "b.one", "posted_cents": 5000}


def found(rows: Sequence[Row]) -> pl.DataFrame:
    return patterns(write_offs(*rows).lazy(), PostingPolicy(), as_of=AS_OF)


def of(rows: Sequence[Row], pattern: str) -> list[dict[str, object]]:
    return found(rows).filter(pattern=pattern).to_dicts()


def test_a_user_who_stays_just_under_the_limit() -> None:
    limit = {**BAD, "user_limit_cents": 10_000}
    under = [{**limit, "posted_cents": 9_501 + at} for at in range(14)]
    (one,) = of([*under, {**limit, "posted_cents": 9_500}], "just_under_limit")
    assert (one["subject"], one["entries"]) == ("b.one", 14)
    assert one["observed"] == pytest.approx(1400 / 15)
    assert one["score"] == pytest.approx(-math.log10(16 / 2**15))
    assert one["because"] == (
        "14 write-offs lie within 5 percent below the limit of 100.00, and 1 in the band below "
        "that."
    )


def test_as_many_below_as_just_under_is_nothing() -> None:
    limit = {**BAD, "user_limit_cents": 10_000}
    rows = [{**limit, "posted_cents": cents} for cents in (9_600, 9_400) for _ in range(12)]
    assert of(rows, "just_under_limit") == []
    assert of([{**limit, "user_limit_cents": None}] * 30, "just_under_limit") == []


@pytest.mark.parametrize(("cents", "counts"), [(10_000, True), (10_001, False), (9_500, False)])
def test_the_band_ends_at_the_limit(cents: int, *, counts: bool) -> None:
    limit = {**BAD, "user_limit_cents": 10_000}
    rows = [{**limit, "posted_cents": cents}] * 12
    assert bool(of(rows, "just_under_limit")) == counts


def test_who_approves_their_own() -> None:
    own = [{**BAD, "approved_by": "b.one"}] * 8
    other = [{**BAD, "approved_by": "m.two"}] * 8
    (one,) = of([*own, *other], "self_approved")
    assert (one["entries"], one["observed"], one["amount_cents"]) == (8, 50.0, 40_000)
    assert of([*own[1:], *other], "self_approved") == []


def test_a_provider_who_lets_copays_go_as_a_routine() -> None:
    waived = {"posted_category": "courtesy", "provider": "Dr. R", "posted_cents": 2500}
    cuts = [{"provider": "Dr. R", "patient_control_number": f"C{at}"} for at in range(20)]
    let_go = [{**waived, "patient_control_number": f"C{at}"} for at in range(9)]
    (one,) = of([*cuts, *let_go], "routine_waiver")
    assert (one["subject"], one["entries"], one["amount_cents"]) == ("Dr. R", 9, 22_500)
    assert one["observed"] == 45.0
    filed = [{**row, "document": "hardship form"} for row in let_go]
    assert of([*cuts, *filed], "routine_waiver") == []


def test_one_busy_day() -> None:
    start = dt.date(2025, 10, 1)
    usual = [{**BAD, "posted_date": start + dt.timedelta(days=at)} for at in range(25)]
    busy = [{**BAD, "posted_date": dt.date(2025, 12, 6), "user": "c.dunn"}] * 10
    (one,) = of([*usual, *busy], "one_day")
    assert (one["subject"], one["period"]) == ("2025-12-06", dt.date(2025, 12, 6))
    assert (one["entries"], one["usual"]) == (10, 1.0)
    assert one["score"] == pytest.approx(9 / NORMAL)
    assert "2025-12-06, a Saturday" in str(one["because"])
    assert "c.dunn" in str(one["because"])
    posted_by_remittance = [{**row, "posted_category": "contractual"} for row in busy]
    assert of([*usual, *posted_by_remittance], "one_day") == []
    assert of([*usual[:18], *busy], "one_day") == []


def test_a_user_whose_amounts_are_larger_than_the_others() -> None:
    rows = [
        {**BAD, "user": f"u{at}", "posted_cents": 4000 + 100 * at}
        for at in range(6)
        for _ in range(8)
    ]
    far = [{**BAD, "user": "u9", "posted_cents": 50_000}] * 8
    (one,) = of([*rows, *far], "outlier")
    assert (one["subject"], one["observed"], one["usual"]) == ("u9", 500.0, 43.0)
    assert one["posted_category"] == "bad_debt"
    assert of(rows, "outlier") == []
    assert of([*rows[:24], *far], "outlier") == []


def test_a_user_who_gives_more_charity_than_the_others() -> None:
    rows = []
    for at in range(6):
        rows += [{**BAD, "user": f"u{at}"}] * 18
        rows += [{**BAD, "user": f"u{at}", "posted_category": "charity"}] * (2 + at % 2)
    rows += [{**BAD, "user": "u9"}] * 10
    rows += [{**BAD, "user": "u9", "posted_category": "charity"}] * 10
    subjects = {(one["subject"], one["measure"]) for one in of(rows, "outlier")}
    assert subjects == {("u9", "percentage of the user's write-offs")}


def test_a_month_far_above_those_before() -> None:
    months = [dt.date(2025, month, 10) for month in range(3, 9)]
    usual = [{**BAD, "posted_date": day} for day in months for _ in range(10)]
    last = [{**BAD, "posted_date": dt.date(2025, 9, 10), "posted_cents": 50_000}] * 10
    (one,) = [row for row in of([*usual, *last], "jump") if row["subject_kind"] == "user"]
    assert (one["period"], one["observed"], one["usual"]) == (dt.date(2025, 9, 1), 5000.0, 500.0)
    assert one["because"] == (
        "5,000.00 was written off in 2025-09 in 10 entries; the median of the 6 months before is "
        "500.00."
    )
    five = [row for row in usual if row["posted_date"] != months[0]]
    assert of([*five, *last], "jump") == []


@given(st.lists(st.integers(0, 400_000), min_size=7, max_size=20))
def test_jumps_agree_with_a_plain_model(amounts: list[int]) -> None:
    limits = {
        "least-entries": 1,
        "least-months": 6,
        "most-months": 12,
        "least-jump": 100_000,
        "least-rise": 50,
        "score": 35,
    }
    days = [dt.date(2024 + at // 12, at % 12 + 1, 5) for at in range(len(amounts))]
    rows = [
        {"posted_cents": cents, "posted_date": day}
        for cents, day in zip(amounts, days, strict=True)
        if cents > 0
    ]
    expected = []
    first = next((at for at, cents in enumerate(amounts) if cents > 0), len(amounts))
    for at in range(first, len(amounts)):
        before = amounts[max(first, at - 12) : at]
        if len(before) < 6 or amounts[at] == 0:
            continue
        usual = median(before)
        spread = max(median(abs(one - usual) for one in before), 0.05 * usual, 10_000)
        rise = amounts[at] - usual
        if rise >= 100_000 and rise * 2 >= usual and rise / (spread * NORMAL) >= 3.5:
            expected.append((days[at].replace(day=1), usual))
    got = jumps(write_offs(*rows).lazy(), "user", limits) if rows else None
    seen = [] if got is None else got.sort("month").select("month", "usual").rows()
    assert seen == expected


@given(st.integers(1, 60), st.data(), st.sampled_from([Fraction(1, 2), Fraction(1, 20)]))
def test_rarity_is_the_exact_tail(tries: int, data: st.DataObject, chance: Fraction) -> None:
    hits = data.draw(st.integers(1, tries))
    tail = sum(
        math.comb(tries, at) * chance**at * (1 - chance) ** (tries - at)
        for at in range(hits, tries + 1)
    )
    exact = math.log(tail.denominator) / math.log(10) - math.log(tail.numerator) / math.log(10)
    assert rarity(hits, tries, float(chance)) == pytest.approx(exact, abs=1e-9)


def test_rarity_of_what_did_not_happen_is_nothing() -> None:
    assert rarity(0, 10, 0.5) == 0.0
    assert rarity(20_000, 20_000, 0.5) == pytest.approx(20_000 * math.log10(2))


def test_the_table_has_its_key_and_its_types() -> None:
    table = TABLES["posting_patterns"]
    assert found([]).schema == table.polars_schema
    rows = [{**BAD, "user_limit_cents": 5000, "approved_by": "b.one"}] * 30
    made = found(rows)
    assert made.height >= 2
    assert made.schema == table.polars_schema
    assert made.select(table.key).is_unique().all()
    assert made["score"].is_sorted(descending=True)
