"""However findings overlap, a cent is worth something once, and is put back once."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.posted.counted import LEVELS, counted_once

SCHEMA = pl.Schema(
    {
        "own_id": pl.String(),
        "level": pl.Int32(),
        "rule": pl.UInt16(),
        "entry": pl.Int64(),
        "account": pl.String(),
        "patient_control_number": pl.String(),
        "claim_id": pl.String(),
        "category": pl.String(),
        "group_code": pl.String(),
        "carc": pl.String(),
        "amount_cents": pl.Int64(),
        "worth_cents": pl.Int64(),
        "reverse_cents": pl.Int64(),
        "remit_finding": pl.String(),
    }
)


def row(at: int, level: str, amount: int, **more: object) -> dict[str, object]:
    usual = {
        **dict.fromkeys(SCHEMA),
        "own_id": f"L-{at:03}",
        "level": LEVELS[level],
        "rule": at,
        "account": "P-1",
        "patient_control_number": "A1",
        "entry": 1 if level in ("split", "write_off") else None,
        "amount_cents": amount,
        "worth_cents": 0,
        "reverse_cents": 0,
    }
    return {**usual, **more}


def counted(*rows: dict[str, object]) -> pl.DataFrame:
    return counted_once(pl.DataFrame(rows, schema=SCHEMA)).sort("own_id")


def test_the_narrower_goes_first_whatever_the_order_of_the_rules() -> None:
    found = counted(
        row(1, "write_off", 500, worth_cents=500, reverse_cents=500),
        row(2, "split", 200, category="denial/coding", worth_cents=200, reverse_cents=200),
    )
    assert found["worth_cents"].to_list() == [300, 200]
    assert found["reverse_cents"].to_list() == [300, 200]
    assert found["counted_in"].to_list() == ["L-002", None]


def test_a_claim_and_an_account_take_what_is_left() -> None:
    found = counted(
        row(1, "account", 1000, worth_cents=1000),
        row(2, "claim", 700, worth_cents=700),
        row(3, "write_off", 500, worth_cents=500),
    )
    assert found["worth_cents"].to_list() == [300, 200, 500]


def test_a_finding_of_the_remittances_counts_and_the_reversal_stays_here() -> None:
    found = counted(
        row(1, "split", 200, category="a", reverse_cents=200, remit_finding="F-1"),
        row(2, "write_off", 200, reverse_cents=200, worth_cents=200, remit_finding="F-1"),
    )
    assert found["worth_cents"].to_list() == [0, 0]
    assert found["reverse_cents"].to_list() == [200, 0]
    assert found["counted_in"].to_list() == ["F-1", "F-1"]


def test_what_moves_no_money_is_counted_nowhere() -> None:
    found = counted(
        row(1, "write_off", 500, worth_cents=500),
        row(2, "write_off", 500),
    )
    assert found["counted_in"].to_list() == [None, None]


def test_other_write_offs_of_the_claim_have_their_own_money() -> None:
    found = counted(
        row(1, "write_off", 500, worth_cents=500),
        row(2, "write_off", 400, worth_cents=400, entry=2),
    )
    assert found["worth_cents"].to_list() == [500, 400]


MONEY = st.sampled_from([0, 1])
PARTS = st.lists(st.tuples(st.integers(0, 2), MONEY, MONEY, st.booleans()), max_size=6)
WHOLES = st.lists(st.tuples(st.integers(1, 400), MONEY, MONEY, st.booleans()), max_size=4)


@given(st.lists(st.integers(1, 100), min_size=3, max_size=3), PARTS, WHOLES, st.data())
def test_no_cent_counts_twice(
    amounts: list[int],
    parts: list[tuple[int, int, int, bool]],
    wholes: list[tuple[int, int, int, bool]],
    data: st.DataObject,
) -> None:
    standing = sum(amounts) + 100
    rows = []
    for at, (part, worth, reverse, remit) in enumerate(parts):
        rows.append(
            row(
                at,
                "split",
                amounts[part],
                category=f"c{part}",
                worth_cents=worth * amounts[part],
                reverse_cents=reverse * amounts[part],
                remit_finding="F-1" if remit else None,
            )
        )
    for at, (amount, worth, reverse, remit) in enumerate(wholes, len(parts)):
        rows.append(
            row(
                at,
                "write_off",
                amount,
                worth_cents=worth * amount,
                reverse_cents=reverse * amount,
                remit_finding="F-1" if remit else None,
            )
        )
    if not rows:
        return
    found = counted(*rows)
    whole = max([standing, *(amount for amount, *_ in wholes)])
    for column in ("worth_cents", "reverse_cents"):
        assert found[column].sum() <= whole
        by_part = found.filter(pl.col("level") == 0).group_by("category").agg(pl.col(column).sum())
        assert all(cents <= amounts[int(name[1:])] for name, cents in by_part.iter_rows())
    named = set(found["counted_in"].drop_nulls()) - {"F-1"}
    assert named <= set(found["own_id"])
    less = found.filter(pl.col("worth_cents") < pl.Series([one["worth_cents"] for one in rows]))
    assert less["counted_in"].null_count() == 0
    again = counted(*data.draw(st.permutations(rows)))
    assert again.equals(found)
