"""Whatever a payer sends, every cent of every claim and line has one place."""

from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from reclaim.audit.place import place
from reclaim.codes import PLACES, categories
from reclaim.money import MAX_CENTS
from reclaim.schema import TABLES
from tests.audit.slow_place import Row, place_slowly
from tests.frames import Claim, Line, tables

LARGEST = MAX_CENTS

FEW = settings(max_examples=40)
"""Each example is up to five claims, and several tests look at the same kernel."""

amounts = st.one_of(
    st.none(),
    st.sampled_from([0, 0, 100, 250, 1000, -100, 1]),
    st.integers(-LARGEST, LARGEST),
)
groups = st.sampled_from(["CO", "PR", "OA", "PI", "CR", "MA", "", None])
CODES = "1 2 3 16 18 22 23 24 27 29 45 45 45 50 59 66 96 97 100 104 131 133 204 242 253 A1 B11 Q9"
reason_codes = st.sampled_from(CODES.split())
remark_codes = st.sampled_from(["N4", "M62", "MA130", "N782", "N565", "M51"])
reasons = st.lists(st.tuples(groups, reason_codes, amounts), max_size=4)
remarks = st.lists(remark_codes, max_size=2)
lines = st.lists(st.builds(Line, amounts, amounts, reasons, remarks), max_size=3)
claims = st.lists(
    st.builds(
        Claim,
        amounts,
        amounts,
        lines,
        reasons,
        remarks,
        status=st.sampled_from(["1", "2", "4", "19", "22", "23", "25", None]),
        filing_indicator=st.sampled_from(["MB", "12", None]),
        file_id=st.sampled_from(["f1", "f2"]),
    ),
    max_size=5,
)


def sums(dispositions: pl.DataFrame, *keys: str) -> dict[tuple[object, ...], int]:
    total = dispositions.group_by(keys).agg(pl.col("amount_cents").sum())
    return {tuple(row[:-1]): row[-1] for row in total.iter_rows()}


def claim_id() -> pl.Expr:
    return pl.concat_str("file_id", pl.lit("-"), "segment_number").alias("claim_id")


@FEW
@given(claims)
def test_places_of_a_claim_add_up_to_its_charge(some: list[Claim]) -> None:
    frames = tables(some)
    found = sums(place(frames), "claim_id")
    charges = frames["remit_claims"].select(claim_id(), pl.col("charge_cents").fill_null(0))
    assert {k: v for k, v in found.items() if v} == {
        (name,): cents for name, cents in charges.iter_rows() if cents
    }


@FEW
@given(claims)
def test_places_of_a_line_add_up_to_its_charge(some: list[Claim]) -> None:
    frames = tables(some)
    on_lines = place(frames).filter(pl.col("line_number").is_not_null())
    found = sums(on_lines, "claim_id", "line_number")
    expected: Counter[tuple[object, ...]] = Counter()
    for row in frames["remit_claims"].select(claim_id(), "file_id", "segment_number").iter_rows():
        own = frames["remit_lines"].filter(file_id=row[1], claim_segment=row[2])
        for number, cents in enumerate(own["charge_cents"], 1):
            expected[row[0], number] = cents or 0
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in expected.items() if v}


@FEW
@given(claims)
def test_what_the_insurer_paid_is_clp04(some: list[Claim]) -> None:
    readable = [c for c in some if c.paid_cents is not None and c.status != "25"]
    paid = place(tables(readable)).filter(place="insurer_paid")["amount_cents"].sum()
    assert paid == sum(claim.paid_cents or 0 for claim in readable)


@FEW
@given(claims)
def test_no_adjustment_is_dropped(some: list[Claim]) -> None:
    frames = tables(some)
    found = place(frames).filter(pl.col("rule_id").str.contains("^(paid|balance)/").not_())
    assert found.height == frames["adjustments"].height


@FEW
@given(claims)
def test_the_slow_model_agrees(some: list[Claim]) -> None:
    found: dict[str, Counter[Row]] = {}
    for name, *row in (
        place(tables(some))
        .select("claim_id", "line_number", "category", "amount_cents")
        .iter_rows()
    ):
        found.setdefault(name, Counter())[(row[0], row[1], row[2])] += 1
    names = tables(some)["remit_claims"].select(claim_id())["claim_id"]
    expected = {name: place_slowly(claim) for name, claim in zip(names, some, strict=True)}
    assert found == {name: rows for name, rows in expected.items() if rows}


@FEW
@given(claims, st.randoms(use_true_random=False))
def test_order_and_partition_of_the_claims_change_nothing(
    some: list[Claim],
    random: object,
) -> None:
    frames = tables(some)
    whole = place(frames)
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=random.randint(0, 99))  # type: ignore[attr-defined]
        for name, frame in frames.items()
    }
    assert_frame_equal(place(shuffled), whole)
    by_claim = [
        place({name: _of_claim(frame, file_id, segment) for name, frame in frames.items()})
        for file_id, segment in frames["remit_claims"]
        .select("file_id", "segment_number")
        .sort("file_id", "segment_number")
        .iter_rows()
    ]
    assert_frame_equal(pl.concat([whole.clear(), *by_claim]), whole)


def _of_claim(frame: pl.DataFrame, file_id: str, segment: int) -> pl.DataFrame:
    column = "claim_segment" if "claim_segment" in frame.columns else "segment_number"
    return frame.filter(pl.col("file_id") == file_id, pl.col(column) == segment)


@FEW
@given(claims)
def test_rows_fit_the_declared_table(some: list[Claim]) -> None:
    rows = place(tables(some))
    assert rows.schema == TABLES["dispositions"].polars_schema
    assert set(rows["category"]) <= set(categories()["category"])
    assert set(rows["place"]) <= PLACES
    for name in ("claim_id", "place", "category", "amount_cents", "rarcs", "rule_id"):
        assert rows[name].null_count() == 0
    outside = ~pl.col("place").is_in(["contractual", "payer_reduction", "denial"])
    assert rows.filter(outside)["necessary"].null_count() == rows.filter(outside).height


@FEW
@given(claims)
def test_a_reversal_mirrors_the_original_place_by_place(some: list[Claim]) -> None:
    plain = [claim for claim in some if claim.status == "1"]
    there = place(tables(plain))
    back = place(tables([negated(claim) for claim in plain]))
    columns = ["claim_id", "line_number", "place", "category"]
    assert_frame_equal(
        there.select(*columns, -pl.col("amount_cents")), back.select(*columns, "amount_cents")
    )


def negated(claim: Claim) -> Claim:
    return Claim(
        minus(claim.charge_cents),
        minus(claim.paid_cents),
        [
            Line(
                minus(line.charge_cents),
                minus(line.paid_cents),
                [(group, carc, minus(cents)) for group, carc, cents in line.reasons],
                line.remarks,
            )
            for line in claim.lines
        ],
        [(group, carc, minus(cents)) for group, carc, cents in claim.reasons],
        claim.remarks,
        status="22",
        filing_indicator=claim.filing_indicator,
        file_id=claim.file_id,
    )


def minus(cents: int | None) -> int | None:
    return None if cents is None else -cents
