"""What winning would bring in."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.recovery.worth import SHARE_SCHEMA, add_shares, paid_shares, worth

FINDING = pl.Schema(
    {
        "finding_id": pl.String(),
        "payer": pl.String(),
        "place": pl.String(),
        "category": pl.String(),
        "money": pl.String(),
        "at_stake_cents": pl.Int64(),
    }
)
STAKE = pl.Schema(
    {"finding_id": pl.String(), "procedure_code": pl.String(), "at_stake_cents": pl.Int64()}
)
LINE = {
    "file_id": "f",
    "claim_segment": 1,
    "procedure_code": "A",
    "charge_cents": 100,
    "paid_cents": 60,
}
CLAIM = {
    "file_id": "f",
    "segment_number": 1,
    "claim_status": "1",
    "payer": None,
    "payer_name": "HARBOR",
}
CLAIM_SCHEMA = {"payer": pl.String(), "claim_status": pl.String()}


def shares(*rows: tuple[str | None, str | None, int, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SHARE_SCHEMA, orient="row")


MARKET = shares(
    ("harbor", "A", 5, 1000, 621), ("harbor", "B", 4, 1000, 100), ("cobalt", "A", 4, 1000, 900)
)


def valued(
    *lines: tuple[str | None, int],
    payer: str | None = "harbor",
    place: str = "denial/coding",
    money: str | None = "cash",
    at_stake: int | None = None,
    market: pl.DataFrame = MARKET,
) -> tuple[Any, ...]:
    named = (place.split("/", maxsplit=1)[0], place)
    total = sum(cents for _, cents in lines) if at_stake is None else at_stake
    finding = pl.DataFrame([("F-1", payer, *named, money, total)], schema=FINDING, orient="row")
    stakes = pl.DataFrame([("F-1", *line) for line in lines], schema=STAKE, orient="row")
    return worth(finding, stakes, market).select("worth_cents", "worth_basis").row(0)


def test_the_same_payer_and_code_come_first() -> None:
    said = "same payer and code: 62.1 percent of charge on 5 paid lines"
    assert valued(("A", 10000)) == (6210, said)


def test_with_too_few_lines_all_codes_of_the_payer_count() -> None:
    said = "same payer, all codes: 36.0 percent of charge on 9 paid lines"
    assert valued(("B", 10000)) == (3605, said)
    assert valued((None, 10000)) == (3605, said)


def test_with_too_few_of_the_payers_all_payers_count() -> None:
    said = "all payers: 54.0 percent of charge on 13 paid lines"
    assert valued(("A", 10000), payer="cobalt") == (5403, said)
    assert valued(("A", 10000), payer=None) == (5403, said)


def test_with_too_few_at_all_the_charge_stands_and_says_so() -> None:
    said = "the charge itself: too few paid lines to know better"
    few = shares(("harbor", "A", 4, 1000, 621))
    assert valued(("A", 10000), market=few) == (10000, said)
    assert valued(("A", 10000), market=shares()) == (10000, said)


def test_each_line_has_its_own_share_and_the_largest_is_named() -> None:
    cents, said = valued(("A", 10000), ("B", 20000))
    assert cents == 6210 + 7210
    assert said.startswith("same payer, all codes: 36.0 percent")
    assert said.endswith("(its largest line; others by other shares)")


@pytest.mark.parametrize(("stake", "cents"), [(1, 1), (2, 1), (3, 2), (805, 500)])
def test_a_line_is_rounded_half_up(stake: int, cents: int) -> None:
    half = shares(("harbor", "A", 5, 1000, 500)) if stake < 4 else MARKET
    assert valued(("A", stake), market=half)[0] == cents


@pytest.mark.parametrize("money", ["books", "none", None])
def test_where_only_the_books_change_nothing_comes_in(money: str | None) -> None:
    assert valued(("A", 10000), money=money) == (0, "only the books change")


def test_a_cut_from_the_allowed_amount_comes_back_whole() -> None:
    said = "the amount itself: it was cut from the allowed amount"
    assert valued(("A", 500), place="payer_reduction/sequestration") == (500, said)
    assert valued(("A", 500), place="payer_reduction/multiple_procedure") == (500, said)
    assert valued(("A", 500), place="underpayment") == (500, said)


def test_a_reduction_of_the_charge_is_worth_its_share() -> None:
    assert valued(("A", 10000), place="payer_reduction/other")[0] == 6210


def test_money_that_was_paid_and_taken_back_comes_back_whole() -> None:
    basis = "the amount itself: it was paid before, and taken back"
    place = "insurer_paid/paid"
    assert valued((None, 1000), place=place) == (1000, basis)
    assert valued((None, 1000), place=place, money="books")[0] == 0


def test_interest_on_a_late_payment_is_worth_itself() -> None:
    found = {"finding_id": "F", "payer": "harbor", "place": "insurer_paid", "money": "cash"}
    more = {"category": "paid/insurer", "at_stake_cents": 329, "kind": "late_interest"}
    stakes = pl.DataFrame([("F", None, 329)], schema=STAKE, orient="row")
    basis = "the amount itself: the interest that the contract promises"
    row = worth(pl.DataFrame([found | more]), stakes, MARKET)
    assert row.select("worth_cents", "worth_basis").row(0) == (329, basis)
    other = worth(pl.DataFrame([found | more | {"kind": None}]), stakes, MARKET)
    assert other["worth_basis"].item() == "the amount itself: it was paid before, and taken back"


def test_a_finding_without_lines_is_taken_whole() -> None:
    assert valued(at_stake=700) == (700, "the amount itself: no line is known for it")
    assert valued(at_stake=-700)[0] == 0


def test_a_payer_that_paid_above_its_charges_is_not_expected_to_again() -> None:
    assert valued(("A", 1000), market=shares(("harbor", "A", 9, 100, 300)))[0] == 1000


def test_one_line_overpaid_does_not_lift_another() -> None:
    market = shares(("harbor", "A", 9, 100, 300), ("harbor", "B", 9, 1000, 100))
    assert valued(("A", 1000), ("B", 1000), market=market)[0] == 1100


def test_what_a_line_gave_back_lowers_the_worth_by_its_share() -> None:
    assert valued(("A", 10000), ("A", -4000))[0] == 6210 - 2484


def test_the_largest_amounts_do_not_overflow() -> None:
    huge = shares(("harbor", "A", 10**6, 10**15, 5 * 10**14))
    assert valued(("A", 10**12), market=huge)[0] == 5 * 10**11


def paid(*changes: dict[str, object], claim: dict[str, object] | None = None) -> list[Any]:
    lines = pl.DataFrame([LINE | change for change in changes])
    claims = pl.DataFrame([CLAIM | (claim or {})], schema_overrides=CLAIM_SCHEMA)
    return paid_shares(lines, claims).rows()


def test_paid_lines_are_added_up_by_payer_and_code() -> None:
    assert paid({}, {}, {"procedure_code": "B"}) == [
        ("HARBOR", "A", 2, 200, 120),
        ("HARBOR", "B", 1, 100, 60),
    ]


@pytest.mark.parametrize(
    "change", [{"paid_cents": 0}, {"paid_cents": -60}, {"charge_cents": 0}, {"paid_cents": None}]
)
def test_lines_that_are_not_paid_do_not_count(change: dict[str, object]) -> None:
    assert paid({}, change) == [("HARBOR", "A", 1, 100, 60)]


@pytest.mark.parametrize("status", ["22", "23", "25"])
def test_reversals_and_estimates_do_not_count(status: str) -> None:
    assert paid({}, claim={"claim_status": status}) == []


def test_a_payer_goes_by_its_key_and_a_claim_without_status_counts() -> None:
    assert paid({}, claim={"payer": "harbor", "claim_status": None}) == [
        ("harbor", "A", 1, 100, 60)
    ]


def test_batches_add_up_to_the_whole() -> None:
    lines = pl.DataFrame([LINE | {"claim_segment": n % 3, "paid_cents": n} for n in range(1, 9)])
    claims = pl.DataFrame(
        [CLAIM | {"segment_number": n} for n in range(3)], schema_overrides=CLAIM_SCHEMA
    )
    of = [
        paid_shares(lines.filter(pl.col("claim_segment") == n), claims.filter(pl.nth(1) == n))
        for n in range(3)
    ]
    assert add_shares(of).equals(paid_shares(lines, claims))
    assert add_shares([]).schema == SHARE_SCHEMA


LINES = st.lists(
    st.tuples(st.sampled_from(["A", "B", None]), st.integers(-(10**12), 10**12)), max_size=5
)
SHARE = st.tuples(st.integers(0, 9), st.integers(1, 10**15), st.integers(1, 10**15))


@settings(max_examples=30, deadline=None)
@given(
    LINES,
    SHARE,
    st.sampled_from(["denial/coding", "underpayment"]),
    st.sampled_from(["cash", "books"]),
)
def test_never_negative_and_never_more_than_is_at_stake(
    lines: list[tuple[str | None, int]], share: tuple[int, int, int], place: str, money: str
) -> None:
    market = shares(("harbor", "A", *share))
    cents, basis = valued(*lines, place=place, money=money, market=market)
    assert 0 <= cents <= max(0, sum(amount for _, amount in lines))
    assert basis
    assert (cents, basis) == valued(*lines[::-1], place=place, money=money, market=market)
