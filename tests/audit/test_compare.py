"""Expected against allowed: the verdict of each line, the tolerance, and what is not compared."""

import polars as pl
import pytest

from reclaim.audit.allowed import AMOUNTS
from reclaim.audit.compare import compare
from reclaim.contracts.frames import EXPECTED
from reclaim.contracts.model.contract import Contract

CONTRACT = {
    "contract": "harbor-1",
    "payer": "harbor",
    "terms": [
        {"id": "all", "clause": "A", "price": {"method": "percent_of_charges", "percent": 80}}
    ],
}
Row = dict[str, object]


def contract(**tolerance: object) -> Contract:
    """A contract with that tolerance."""
    return Contract.model_validate({**CONTRACT, "tolerance": tolerance})


def priced(line: int | None, cents: int | None, **other: object) -> Row:
    """A priced line of claim f1-1."""
    row: Row = {
        "claim_id": "f1-1",
        "line_number": line,
        "contract": "harbor-1",
        "term": "all",
        "clause": "A",
        "inferred": False,
        "price_cents": cents,
        "expected_cents": cents,
        "steps": ["x"],
        "why_not": None if cents is not None else "no rate",
    }
    return row | other


def line(number: int | None, charge: int, cut: int, **other: int) -> Row:
    """The amounts of a line: what is not cut, denied or left over was paid."""
    rest = charge - cut - sum(other.values())
    names = {"patient_cents": 0, "after_cents": 0, "denied_cents": 0, "other_cents": 0}
    return {
        "file_id": "f1",
        "claim_id": "f1-1",
        "line_number": number,
        "charge_cents": charge,
        "cut_cents": cut,
        "paid_cents": rest,
        **names,
        **other,
    }


def verdicts(
    expected: list[Row], amounts: list[Row], *, status: str = "1", under: Contract | None = None
) -> list[tuple[int | None, str, int | None, str | None]]:
    """Line, verdict, variance and why not, of each row."""
    out = compare(
        pl.DataFrame([{name: row.get(name) for name in EXPECTED} for row in expected], EXPECTED),
        pl.DataFrame(amounts, AMOUNTS),
        pl.DataFrame({"claim_id": ["f1-1"], "claim_status": [status]}),
        [under or contract()],
    )
    columns = ("line_number", "verdict", "variance_cents", "why_not_compared")
    return out.select(columns).rows()


@pytest.mark.parametrize(
    ("allowed", "verdict", "variance"),
    [(35000, "as_contracted", 0), (30000, "underpaid", 5000), (40000, "overpaid", -5000)],
)
def test_x5_the_contract_allows_350(allowed: int, verdict: str, variance: int) -> None:
    found = verdicts([priced(1, 35000)], [line(1, 50000, 50000 - allowed)])
    assert found == [(1, verdict, variance, None)]


@pytest.mark.parametrize(
    ("tolerance", "short", "verdict"),
    [
        ({"dollars": 0.05}, 5, "as_contracted"),
        ({"dollars": 0.05}, 6, "underpaid"),
        ({"percent": 1}, 100, "as_contracted"),
        ({"percent": 1}, 101, "underpaid"),
        ({"percent": 1, "dollars": 2}, 200, "as_contracted"),
        ({"percent": 1, "dollars": 2}, 201, "underpaid"),
        ({}, 1, "underpaid"),
    ],
)
def test_the_tolerance_is_the_larger_of_both_and_itself_tolerated(
    tolerance: dict[str, object], short: int, verdict: str
) -> None:
    expected, amounts = [priced(1, 10000)], [line(1, 20000, 10000 + short)]
    assert verdicts(expected, amounts, under=contract(**tolerance))[0][1] == verdict


def test_a_tolerance_by_claim_adds_the_lines_up() -> None:
    """Ten cents too little on one line, ten too much on the other: nothing is off."""
    expected = [priced(1, 10000), priced(2, 10000)]
    amounts = [line(1, 20000, 10010), line(2, 20000, 9990)]
    by_line = verdicts(expected, amounts, under=contract(dollars=0.05))
    assert [row[1] for row in by_line] == ["underpaid", "overpaid"]
    by_claim = verdicts(expected, amounts, under=contract(dollars=0.05, per="claim"))
    assert [row[1] for row in by_claim] == ["as_contracted", "as_contracted"]


@pytest.mark.parametrize(
    ("amounts", "status", "verdict", "why"),
    [
        (line(1, 20000, 0, denied_cents=20000), "1", "denied", None),
        (line(1, 20000, 5000, denied_cents=5000), "1", "not_compared", "part denied"),
        (line(1, 20000, 5000, other_cents=1), "1", "not_compared", "left over"),
        (line(1, 20000, 5000), "2", "not_compared", "later payer"),
        (line(1, 20000, 5000), "20", "not_compared", "later payer"),
        (line(1, 20000, 5000), "25", "not_compared", "not decided"),
        (line(1, 20000, 5000), "19", "overpaid", None),
        (line(1, 0, 0), "1", "not_compared", "no charge"),
    ],
)
def test_what_cannot_be_compared_says_why(
    amounts: Row, status: str, verdict: str, why: str | None
) -> None:
    [found] = verdicts([priced(1, 10000)], [amounts], status=status)
    assert (found[1], found[3]) == (verdict, why)


def test_a_line_without_a_price_is_unpriced() -> None:
    assert verdicts([priced(1, None)], [line(1, 20000, 5000)]) == [(1, "unpriced", None, None)]


def test_a_claim_priced_as_a_whole_is_compared_as_a_whole() -> None:
    expected = [priced(1, None), priced(2, None), priced(None, 25000)]
    amounts = [line(1, 20000, 10000), line(2, 20000, 10000)]
    assert verdicts(expected, amounts) == [
        (1, "not_compared", None, "as a whole"),
        (2, "not_compared", None, "as a whole"),
        (None, "underpaid", 5000, None),
    ]


def test_a_cut_at_claim_level_makes_the_lines_count_together() -> None:
    expected = [priced(1, 9000), priced(2, 8000)]
    amounts = [line(1, 10000, 0), line(2, 10000, 0), line(None, 0, 4000)]
    assert verdicts(expected, amounts)[-1] == (None, "underpaid", 1000, None)


def test_a_claim_that_is_remitted_without_lines_is_compared_as_a_whole() -> None:
    assert verdicts([priced(1, 9000)], [line(None, 10000, 0)])[-1] == (
        None,
        "overpaid",
        -1000,
        None,
    )


def test_a_line_without_a_price_leaves_its_whole_claim_without_one() -> None:
    expected = [priced(1, 9000), priced(2, None)]
    amounts = [line(1, 10000, 0), line(2, 10000, 0), line(None, 0, 4000)]
    assert verdicts(expected, amounts)[-1] == (None, "unpriced", None, None)


@pytest.mark.parametrize(("cut", "verdict"), [(5000, "as_contracted"), (6000, "underpaid")])
def test_carve_outs_are_compared_with_their_claim(cut: int, verdict: str) -> None:
    """A stay at 1,000.00 and an implant beside it at 500.00; both are allowed together."""
    expected = [priced(1, None), priced(2, 50000), priced(None, 100000)]
    amounts = [line(1, 105000, 0), line(2, 50000, 0), line(None, 0, cut)]
    assert verdicts(expected, amounts)[-1] == (None, verdict, cut - 5000, None)


@pytest.mark.parametrize(("charge", "why"), [(-100, "no charge"), (0, "no charge"), (1, None)])
def test_a_line_that_takes_a_charge_back_is_not_compared(charge: int, why: str | None) -> None:
    ((_, _, _, found),) = verdicts([priced(1, 0)], [line(1, charge, 0)])
    assert found == why


@pytest.mark.parametrize(("cents", "verdict"), [(0, "as_contracted"), (1, "denied")])
def test_a_single_denied_cent_is_a_denial(cents: int, verdict: str) -> None:
    amounts = line(1, 100, 0, denied_cents=cents)
    amounts |= {"paid_cents": 0, "cut_cents": 100 - cents}
    ((_, found, _, _),) = verdicts([priced(1, 0)], [amounts])
    assert found == verdict


@pytest.mark.parametrize(("cents", "why"), [(0, None), (1, "left over"), (-1, "left over")])
def test_a_single_cent_left_over_is_enough(cents: int, why: str | None) -> None:
    ((_, _, _, found),) = verdicts([priced(1, 80)], [line(1, 100, 20, other_cents=cents)])
    assert found == why


def test_of_a_tolerance_by_claim_lines_that_are_not_compared_take_no_part() -> None:
    per_claim = contract(dollars="0.05", per="claim")
    rows = [priced(1, 80), priced(2, 80)]
    seen = verdicts(rows, [line(1, 100, 24), line(2, 100, 24, other_cents=5)], under=per_claim)
    assert [one[1] for one in seen] == ["as_contracted", "not_compared"]
