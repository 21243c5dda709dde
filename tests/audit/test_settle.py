"""What the contract says about price cuts: verified, tolerated, underpaid; nothing is lost."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.settle import settle
from reclaim.schema import TABLES

DISPOSITIONS = TABLES["dispositions"].polars_schema
Row = dict[str, object]
WHOLE_NUMBERS = ("line_number", "price_cents", "expected_cents")


def row(carc: str | None, cents: int, *, line: int | None = 1, **other: object) -> Row:
    """A price cut of CO, as placing leaves it."""
    given: Row = {
        "claim_id": "f1-1",
        "line_number": line,
        "place": "contractual",
        "category": "contractual/unverified",
        "group_code": "CO",
        "carc": carc,
        "amount_cents": cents,
        "trace": "placed",
    }
    return given | other


def said(
    verdict: str,
    cents: int,
    *,
    line: int | None = 1,
    inferred: bool = False,
    policy_cut: int | None = None,
) -> Row:
    """What was found about a line, or a whole claim."""
    return {
        "claim_id": "f1-1",
        "line_number": line,
        "verdict": verdict,
        "variance_cents": cents,
        "inferred": inferred,
        "price_cents": policy_cut,
        "expected_cents": None if policy_cut is None else 0,
    }


def parts(rows: list[Row], compared: list[Row]) -> list[tuple[str, str, str | None, int]]:
    """After settling: settled or open, category, reason, cents."""
    out = settle(
        pl.DataFrame(
            [{name: row.get(name) for name in DISPOSITIONS} for row in rows], DISPOSITIONS
        ),
        pl.DataFrame(
            compared,
            {
                "claim_id": pl.String,
                "line_number": pl.Int64,
                "verdict": pl.String,
                "variance_cents": pl.Int64,
                "inferred": pl.Boolean,
                "price_cents": pl.Int64,
                "expected_cents": pl.Int64,
            },
        ),
    )
    columns = ("category", "carc", "amount_cents")
    return [
        (name, *values)
        for name, frame in (("settled", out.settled), ("open", out.open))
        for values in frame.select(columns).iter_rows()
    ]


def test_a_cut_that_the_contract_allows_is_verified() -> None:
    assert parts([row("45", 15000)], [said("as_contracted", 0)]) == [
        ("settled", "contractual/verified", "45", 15000)
    ]


def test_what_is_beyond_the_contract_is_underpaid() -> None:
    """X5: charge 500, the contract allows 350, the payer 300."""
    assert parts([row("45", 20000)], [said("underpaid", 5000)]) == [
        ("settled", "contractual/verified", "45", 15000),
        ("open", "underpayment/contract", "45", 5000),
    ]


def test_a_cut_of_which_nothing_is_allowed_is_all_underpaid() -> None:
    assert parts([row("45", 5000)], [said("underpaid", 5000)]) == [
        ("open", "underpayment/contract", "45", 5000)
    ]


def test_a_difference_that_is_tolerated_is_shown_as_such() -> None:
    assert parts([row("45", 15004)], [said("as_contracted", 4)]) == [
        ("settled", "contractual/verified", "45", 15000),
        ("settled", "contractual/within_tolerance", "45", 4),
    ]


def test_an_overpaid_line_has_only_cuts_that_are_in_order() -> None:
    assert parts([row("45", 10000)], [said("overpaid", -5000)]) == [
        ("settled", "contractual/verified", "45", 10000)
    ]


def test_the_difference_is_taken_from_the_price_cut_first_then_from_the_largest() -> None:
    """A multiple-procedure cut keeps its category; what is beyond the contract is underpaid."""
    ranked = row("59", 9000, place="payer_reduction", category="payer_reduction/multiple_procedure")
    assert parts([ranked, row("45", 2000)], [said("underpaid", 5000)]) == [
        ("settled", "payer_reduction/multiple_procedure", "59", 6000),
        ("open", "underpayment/contract", "59", 3000),
        ("open", "underpayment/contract", "45", 2000),
    ]


@pytest.mark.parametrize(("allowed", "underpaid"), [(0, 500), (200, 300), (500, 0), (900, 0)])
def test_what_is_taken_for_multiple_procedures_beyond_the_policy_goes_first(
    allowed: int, underpaid: int
) -> None:
    """CO-45 is right to the cent; CO-59 is 500 where the contract allows less."""
    ranked = row("59", 500, place="payer_reduction", category="payer_reduction/multiple_procedure")
    verdict = "underpaid" if underpaid else "as_contracted"
    found = parts([row("45", 1000), ranked], [said(verdict, underpaid, policy_cut=allowed)])
    of_59 = {category: cents for _, category, carc, cents in found if carc == "59"}
    assert of_59.get("underpayment/contract", 0) == underpaid
    assert ("settled", "contractual/verified", "45", 1000) in found


def test_a_claim_priced_as_a_whole_settles_the_cuts_of_its_lines() -> None:
    rows = [row("45", 7000, line=1), row("45", 3000, line=2), row("45", 1000, line=None)]
    assert parts(rows, [said("underpaid", 8000, line=None)]) == [
        ("settled", "contractual/verified", "45", 2000),
        ("settled", "contractual/verified", "45", 1000),
        ("open", "underpayment/contract", "45", 7000),
        ("open", "underpayment/contract", "45", 1000),
    ]


def test_denials_paid_parts_and_second_cuts_are_no_price_cuts() -> None:
    rows = [
        row("45", 100, place="denial", category="denial/hidden_in_45"),
        row(None, 500, place="insurer_paid", category="paid/insurer"),
        row("45", 200, category="contractual/second_cut"),
        row("97", 300, place="denial", category="denial/bundling"),
    ]
    assert [part[0] for part in parts(rows, [said("underpaid", 100)])] == ["open"] * 4


def test_an_inferred_schedule_verifies_nothing() -> None:
    assert parts([row("45", 15000)], [said("as_contracted", 0, inferred=True)]) == [
        ("open", "contractual/unverified", "45", 15000)
    ]
    assert parts([row("45", 20000)], [said("underpaid", 5000, inferred=True)]) == [
        ("open", "contractual/unverified", "45", 15000),
        ("open", "underpayment/inferred", "45", 5000),
    ]


def test_what_is_denied_unpriced_or_not_compared_stays_as_it_is() -> None:
    for verdict in ("denied", "unpriced", "not_compared"):
        assert parts([row("45", 700)], [said(verdict, 0)]) == [
            ("open", "contractual/unverified", "45", 700)
        ]


def test_a_negative_cut_is_never_split() -> None:
    assert parts([row("94", -700), row("45", 900)], [said("underpaid", 900)]) == [
        ("settled", "contractual/verified", "94", -700),
        ("open", "underpayment/contract", "45", 900),
    ]


REASONS = st.sampled_from(["45", "59", "131", "97", None])
CUTS = st.lists(
    st.tuples(REASONS, st.integers(-500, 9000), st.sampled_from([1, 2, None])), max_size=6
)


@given(
    cuts=CUTS,
    verdict=st.sampled_from(["as_contracted", "underpaid", "overpaid", "denied"]),
    cents=st.integers(-9000, 20000),
    inferred=st.booleans(),
    whole=st.booleans(),
    policy_cut=st.one_of(st.none(), st.integers(0, 9000)),
)
def test_the_parts_of_every_cut_add_up_to_it(
    cuts: list[tuple[str | None, int, int | None]],
    verdict: str,
    cents: int,
    inferred: bool,  # noqa: FBT001  hypothesis gives it by name
    whole: bool,  # noqa: FBT001
    policy_cut: int | None,
) -> None:
    rows = [
        row(carc, amount, line=line, rule_id=str(at))
        for at, (carc, amount, line) in enumerate(cuts)
    ]
    compared = [
        said(verdict, cents, line=None if whole else 1, inferred=inferred, policy_cut=policy_cut)
    ]
    frame = pl.DataFrame([{name: r.get(name) for name in DISPOSITIONS} for r in rows], DISPOSITIONS)
    out = settle(
        frame, pl.DataFrame(compared, schema_overrides=dict.fromkeys(WHOLE_NUMBERS, pl.Int64))
    )
    sums = pl.concat([out.settled, out.open]).group_by("rule_id").agg(pl.col("amount_cents").sum())
    after = dict(sums.iter_rows())
    assert all(after.get(str(at), 0) == amount for at, (_, amount, _) in enumerate(cuts))
    underpaid = out.open.filter(place="underpayment")["amount_cents"]
    assert (underpaid > 0).all()
    assert underpaid.sum() <= max(cents, 0)


def test_what_a_ranked_cut_gave_up_first_is_not_taken_from_it_again() -> None:
    """Of 59, 20.00 are beyond the policy's 30.00; then all of 45, then what is left of 59."""
    rows = [row("59", 5000), row("45", 4000)]
    assert parts(rows, [said("underpaid", 10000, policy_cut=3000)]) == [
        ("open", "underpayment/contract", "59", 5000),
        ("open", "underpayment/contract", "45", 4000),
    ]


def test_each_line_answers_for_its_own_variance_alone() -> None:
    rows = [
        row(carc, 1000, line=line, category="payer_reduction/multiple_procedure")
        if carc == "59"
        else row(carc, 1000, line=line)
        for line in (1, 2)
        for carc in ("59", "45")
    ]
    found = [said("underpaid", 1200, line=line, policy_cut=500) for line in (1, 2)]
    underpaid = [one[2:] for one in parts(rows, found) if one[1] == "underpayment/contract"]
    assert underpaid == [("59", 500), ("45", 700)] * 2
