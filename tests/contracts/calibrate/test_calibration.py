"""What a payer does otherwise than the contract says is found, alone and in pairs, and no more."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.contracts.book import ContractBook
from reclaim.contracts.calibrate import (
    Alternatives,
    Calibration,
    alternatives_of,
    apply_change,
    calibrate,
)
from reclaim.contracts.calibrate.limits import LEAST_LINES
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from tests.contracts.calibrate.practice import (
    NPIS,
    SURGERIES,
    TESTS,
    VISITS,
    Practice,
    contract,
    practice,
    rates,
    services,
)

File = dict[str, Any]
LAST_YEAR = dt.date(2025, 6, 1)


@cache
def made() -> Practice:
    return practice()


def term(
    term_id: str,
    *,
    days: tuple[dt.date | None, dt.date | None] = (None, None),
    codes: Sequence[str] = (),
    **price_of_it: object,
) -> File:
    """A term before the one about all services."""
    first, last = days
    dated = {"effective_from": first, "effective_to": last}
    return {**services(**price_of_it), "id": term_id, "when": {"codes": codes}, **dated}


def flat(code: str, amount: str) -> File:
    price_of_it = {"method": "flat", "amount": amount}
    return {"id": code, "clause": "x", "when": {"codes": [code]}, "price": price_of_it}


def policies(**of: object) -> File:
    return {"policies": of}


MULTIPLE = {"clause": "B 1", "indicators": "medicare"}
BY_LINE = {"clause": "B 1", "codes": SURGERIES, "percents": [100, 50, 25], "rank_by": "line"}
ASSISTANT = {"modifier_shares": [{"clause": "B 2", "shares": {"80": 16}}]}
BILATERAL = {"bilateral": {"clause": "B 3", "percent": 150}}
NURSE = {"non_physician": {"clause": "B 4", "percent": 85, "rendering_npis": [NPIS[1]]}}

TRUTHS: dict[str, tuple[tuple[str, ...], File]] = {
    "a lower percentage": (("amount",), {"terms": [services(percent=115)]}),
    "half a percent": (("amount",), {"terms": [services(percent="117.5")]}),
    "last year": (("release",), {"terms": [services(as_of=LAST_YEAR)]}),
    "another locality": (("locality",), {"locality": "13282-01"}),
    "the other setting": (("setting",), {"terms": [services(setting="nonfacility")]}),
    "several procedures": (("multiple_procedures",), policies(multiple_procedures=[MULTIPLE])),
    "procedures by line": (("multiple_procedures",), policies(multiple_procedures=[BY_LINE])),
    "assistants": (("modifier",), policies(**ASSISTANT)),
    "both sides": (("bilateral",), policies(**BILATERAL)),
    "no physician": (("non_physician",), policies(**NURSE)),
    "rounded down": (("rounding",), {"rounding": "truncate_per_line"}),
    "one code": (("rate",), {"terms": [flat("99213", "77.35"), services()]}),
    "some codes": (
        ("family",),
        {"terms": [term("visits", codes=["99202-99204"], percent=105), services()]},
    ),
    "last year until March": (
        ("release", "days"),
        {"terms": [term("old", days=(None, dt.date(2026, 2, 28)), as_of=LAST_YEAR), services()]},
    ),
    "less since April": (
        ("amount", "days"),
        {"terms": [term("new", days=(dt.date(2026, 4, 1), None), percent=110), services()]},
    ),
}


def calibrated(truth: Contract, signed: Contract | None = None, **options: int) -> Calibration:
    signed = signed or contract()
    expected = made().audited(signed, truth, **options)
    return calibrate(signed, made().book(signed), made().claims, made().lines, expected)


def causes(found: Calibration) -> list[tuple[str, ...]]:
    return [proposal.causes for proposal in found.proposals]


@cache
def erring() -> int:
    """How many lines a payer errs on that makes three percent of errors."""
    return calibrated(contract(), noise_percent=3).misses


def test_nothing_is_proposed_where_all_is_as_contracted() -> None:
    found = calibrated(contract())
    assert (found.misses, found.proposals, found.left) == (0, (), 0)
    assert found.compared == made().lines.height


def test_a_payers_errors_are_no_cause() -> None:
    found = calibrated(contract(), noise_percent=3)
    assert found.misses > 30
    assert found.proposals == ()
    assert (found.left, found.left_cents) == (found.misses, found.miss_cents)
    assert found.left_underpaid_cents == found.underpaid_cents
    assert found.unexplained.height == found.left


@pytest.mark.parametrize("name", ["half a percent", "last year until March", "assistants"])
def test_one_cause_is_found_and_nothing_is_left(name: str) -> None:
    cause, truth = TRUTHS[name]
    found = calibrated(contract(**truth))
    assert causes(found) == [cause]
    assert (found.left, found.proposals[0].lines) == (0, found.misses)
    assert found.proposals[0].cents == found.miss_cents
    assert found.proposals[0].broken == 0


@pytest.mark.parametrize("name", TRUTHS)
def test_one_cause_is_found_among_a_payers_errors(name: str) -> None:
    cause, truth = TRUTHS[name]
    found = calibrated(contract(**truth), noise_percent=3)
    assert causes(found) == [cause]
    assert found.left <= erring() + 2


PAIRS = [
    ("another locality", "a lower percentage"),
    ("last year", "a lower percentage"),
    ("another locality", "several procedures"),
    ("a lower percentage", "assistants"),
    ("a lower percentage", "several procedures"),
    ("last year", "assistants"),
    ("last year until March", "no physician"),
    ("assistants", "several procedures"),
    ("no physician", "both sides"),
    ("one code", "several procedures"),
    ("one code", "no physician"),
]


def both(one: str, other: str) -> Contract:
    """A contract with both of the truths, put together part by part."""
    first, second = TRUTHS[one][1], TRUTHS[other][1]
    file: File = {**first, **second}
    if "policies" in first and "policies" in second:
        file["policies"] = {**first["policies"], **second["policies"]}
    if "terms" in first and "terms" in second:
        own = second["terms"][0]["price"].get("percent", 118)
        each = first["terms"]
        file["terms"] = [{**each[0], "price": {**each[0]["price"], "percent": own}}, *each[1:]]
    return contract(**file)


@cache
def of_both(one: str, other: str) -> Calibration:
    """The calibration with two truths, among a payer's errors."""
    return calibrated(both(one, other), noise_percent=3)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_causes_are_found_among_a_payers_errors(one: str, other: str) -> None:
    found = of_both(one, other)
    named = {cause for proposal in found.proposals for cause in proposal.causes}
    assert named == {*TRUTHS[one][0], *TRUTHS[other][0]}
    assert found.left <= erring() + 2


def repriced(signed: Contract, changed: Contract, allowed: pl.DataFrame) -> pl.DataFrame:
    """Lines as they were expected, as they would be, and as they were allowed."""
    keys = ["claim_id", "line_number"]
    prices = {
        name: price(made().claims, made().lines, ContractBook((each,), made().book(each).tables))
        for name, each in (("before", signed), ("after", changed))
    }
    lines = allowed.select(*keys, "allowed_cents")
    for name, frame in prices.items():
        lines = lines.join(frame.select(*keys, expected_cents=pl.col("expected_cents")), on=keys)
        lines = lines.rename({"expected_cents": name})
    return lines


@pytest.mark.parametrize(("one", "other"), PAIRS[:4])
def test_repricing_explains_exactly_what_was_said(one: str, other: str) -> None:
    signed, found = contract(), of_both(one, other)
    expected = made().audited(signed, both(one, other), noise_percent=3)
    for proposal in found.proposals:
        changed = apply_change(signed, proposal.change)
        lines = repriced(signed, changed, expected)
        was, now = (pl.col(name) == pl.col("allowed_cents") for name in ("before", "after"))
        explained = lines.filter(~was & now)
        missed = (explained["before"] - explained["allowed_cents"]).abs().sum()
        assert (proposal.lines, proposal.cents) == (explained.height, missed)
        assert proposal.broken == lines.filter(was & ~now).height
        signed = changed
    assert signed == found.calibrated()
    left = repriced(contract(), signed, expected).filter(pl.col("after") != pl.col("allowed_cents"))
    assert (found.left, left.height) == (left.height, found.unexplained.height)


def test_each_miss_is_explained_once() -> None:
    found = of_both("a lower percentage", "assistants")
    assert sum(proposal.lines for proposal in found.proposals) <= found.misses
    assert sum(proposal.cents for proposal in found.proposals) <= found.miss_cents


def test_a_lower_price_says_what_it_gives_up() -> None:
    found = calibrated(contract(terms=[services(percent=115)]))
    assert found.proposals[0].gives_up_cents == found.underpaid_cents > 0


def test_a_higher_price_gives_nothing_up() -> None:
    found = calibrated(contract(terms=[services(percent=121)]))
    assert found.proposals[0].gives_up_cents == 0
    assert found.underpaid_cents == 0


@pytest.mark.parametrize(("lines", "proposals"), [(LEAST_LINES - 1, 0), (LEAST_LINES, 1)])
def test_a_cause_needs_enough_lines(lines: int, proposals: int) -> None:
    truth = contract(terms=[flat("99213", "77.35"), services()])
    expected = made().audited(contract(), truth)
    missed = expected.filter(pl.col("verdict") == "underpaid").head(lines)
    others = expected.filter(pl.col("procedure_code") != "99213")
    rows = pl.concat([missed, others])
    found = calibrate(contract(), made().book(contract()), made().claims, made().lines, rows)
    assert (found.misses, len(found.proposals)) == (lines, proposals)


@pytest.mark.parametrize(("percent", "proposals"), [(55, 0), (65, 1)])
def test_a_cause_needs_a_clear_majority(percent: int, proposals: int) -> None:
    truth = contract(terms=[flat("99213", "77.35"), services()])
    expected = made().audited(contract(), truth).sort("claim_id", "line_number")
    of_code = expected.filter(pl.col("procedure_code") == "99213").with_row_index("place")
    many = of_code.height * percent // 100
    erring = (
        of_code.filter(pl.col("place") >= many)
        .with_columns(allowed_cents=pl.col("allowed_cents") - 100 - 13 * pl.col("place").cast(int))
        .with_columns(variance_cents=pl.col("expected_cents") - pl.col("allowed_cents"))
    )
    rows = pl.concat(
        [
            expected.filter(pl.col("procedure_code") != "99213"),
            of_code.filter(pl.col("place") < many).drop("place"),
            erring.drop("place"),
        ]
    )
    found = calibrate(contract(), made().book(contract()), made().claims, made().lines, rows)
    assert len(found.proposals) == proposals


def test_terms_with_one_other_percentage_are_one_proposal() -> None:
    def by_kind(percent: int) -> Contract:
        kinds = {"visits": VISITS, "surgery": SURGERIES, "tests": TESTS}
        terms = [term(name, codes=codes, percent=percent) for name, codes in kinds.items()]
        same = term("others", codes=["96372"])
        return contract(terms=[*terms, same])

    found = calibrated(by_kind(112), by_kind(118), noise_percent=3)
    assert causes(found) == [("amount",)]
    assert [edit.place for edit in found.proposals[0].change.edits] == [
        "terms[visits].price.percent",
        "terms[surgery].price.percent",
        "terms[tests].price.percent",
    ]


def test_one_office_can_have_another_locality() -> None:
    second = pl.col("claim_id") > "C00900"
    npi = pl.when(second).then(pl.lit(NPIS[1])).otherwise("billing_npi")
    offices = Practice(made().claims.with_columns(billing_npi=npi), made().lines, made().tables)
    truth = contract(localities={NPIS[1]: "13282-01"})
    expected = offices.audited(contract(), truth, noise_percent=3)
    book = offices.book(contract())
    found = calibrate(contract(), book, offices.claims, offices.lines, expected)
    assert causes(found) == [("locality",)]
    assert found.calibrated() == truth


def test_the_lesser_of_charge_is_found_missing() -> None:
    half = made().lines.with_columns(
        charge_cents=pl.when(pl.col("code").is_in(TESTS)).then(2000).otherwise("charge_cents")
    )
    cheap = Practice(made().claims, half, made().tables)
    for signed, truth in (("none", "line"), ("line", "none")):
        mine = contract(lesser_of_charge=signed)
        expected = cheap.audited(mine, contract(lesser_of_charge=truth), noise_percent=3)
        found = calibrate(mine, cheap.book(mine), cheap.claims, cheap.lines, expected)
        assert causes(found) == [("charge",)]
        assert found.calibrated().lesser_of_charge == truth


def test_an_escalator_that_the_payer_applied_later_is_moved() -> None:
    def raised(day: dt.date) -> Contract:
        rise = {"effective_from": day, "percent": 103, "clause": "C 1"}
        return contract(escalators=[rise])

    found = calibrated(raised(dt.date(2026, 5, 1)), raised(dt.date(2026, 3, 1)), noise_percent=3)
    assert causes(found) == [("escalator",)]
    assert found.calibrated().escalators[0].effective_from == dt.date(2026, 5, 1)


def test_an_escalator_that_the_payer_never_applied_is_taken_out() -> None:
    rise = {"effective_from": dt.date(2026, 3, 1), "percent": 103, "clause": "C 1"}
    found = calibrated(contract(), contract(escalators=[rise]))
    assert causes(found) == [("escalator",)]
    assert found.calibrated().escalators == ()


def test_a_rule_that_the_payer_does_not_apply_is_taken_out() -> None:
    found = calibrated(contract(), contract(**policies(multiple_procedures=[MULTIPLE])))
    assert causes(found) == [("multiple_procedures",)]
    assert found.calibrated().policies.multiple_procedures == ()


def by_rates() -> Contract:
    return contract(schedules={}, terms=[services(schedule="rates.csv")])


def test_a_code_without_a_rate_gets_the_one_it_was_allowed() -> None:
    signed = by_rates()
    truth = contract(schedules={}, terms=[flat("93000", "18.20"), services(schedule="rates.csv")])
    found = calibrated(truth, signed, noise_percent=3)
    assert causes(found) == [("missing",)]
    assert found.unpriced > found.proposals[0].priced > found.unpriced * 9 // 10
    assert found.left_unpriced == 0


def test_codes_without_a_term_get_a_share_of_charges() -> None:
    def only(codes: tuple[str, ...]) -> File:
        return {**services(), "when": {"codes": codes}}

    share = {"method": "percent_of_charges", "percent": 45}
    rest = {"id": "rest", "clause": "x", "price": share}
    truth = contract(terms=[only(VISITS), rest])
    found = calibrated(truth, contract(terms=[only(VISITS)]), noise_percent=3)
    assert causes(found) == [("default",)]
    assert found.calibrated().terms[-1].price == truth.terms[-1].price


def test_another_file_of_the_schedule_is_tried() -> None:
    signed = contract(
        schedules={"fees": {"kind": "rates", "file": "rates.csv"}},
        terms=[services(schedule="fees")],
    )
    old = rates().with_columns(pl.col("rate_micros") - 40_000 * pl.col("row"))
    book = ContractBook((signed,), {(signed.contract, "fees"): rates()})
    paid_by = ContractBook((signed,), {(signed.contract, "fees"): old})
    allowed = price(made().claims, made().lines, paid_by)
    now = Practice(made().claims, made().lines, {"fees": rates()})
    expected = now.audited(signed, signed).drop("allowed_cents", "variance_cents", "verdict")
    rows = expected.join(
        allowed.select("claim_id", "line_number", allowed_cents="expected_cents"),
        on=["claim_id", "line_number"],
    ).with_columns(variance_cents=pl.col("expected_cents") - pl.col("allowed_cents"))
    rows = rows.with_columns(
        verdict=pl.when(pl.col("expected_cents").is_null())
        .then(pl.lit("unpriced"))
        .otherwise(pl.lit("underpaid"))
    )
    files = {"fees": {"rates-2025.csv": old}}
    others = alternatives_of(signed, {"fees": rates()}, files)
    assert isinstance(others, Alternatives)
    found = calibrate(signed, book, made().claims, made().lines, rows, alternatives=others)
    assert causes(found) == [("release",)]
    assert found.calibrated().schedules["fees"].file == "rates-2025.csv"
    assert found.left == 0


def test_lines_that_are_not_compared_play_no_part() -> None:
    truth = contract(terms=[services(percent=115)])
    expected = made().audited(contract(), truth)
    silent = expected.with_columns(
        verdict=pl.lit("denied"), claim_id=pl.lit("X") + pl.col("claim_id")
    )
    other = expected.with_columns(contract=pl.lit("larkspur-2026"))
    unknown = expected.with_columns(allowed_cents=None, verdict=pl.lit("not_compared"))
    rows = pl.concat([silent, other, unknown], how="vertical_relaxed")
    found = calibrate(contract(), made().book(contract()), made().claims, made().lines, rows)
    assert (found.compared, found.misses, found.proposals) == (0, 0, ())


def test_lines_that_were_priced_otherwise_in_the_audit_are_left_out() -> None:
    expected = made().audited(contract(), contract())
    other = pl.col("procedure_code") == "99213"
    rows = expected.with_columns(
        expected_cents=pl.when(other).then(1).otherwise("expected_cents"),
        verdict=pl.when(other).then(pl.lit("overpaid")).otherwise("verdict"),
    )
    found = calibrate(contract(), made().book(contract()), made().claims, made().lines, rows)
    assert found.left_out == expected.filter(other).height
    assert (found.misses, found.proposals) == (0, ())


def test_a_difference_within_the_tolerance_is_none() -> None:
    signed = contract(tolerance={"dollars": "0.05"})
    found = calibrated(contract(rounding="truncate_per_line"), signed)
    assert (found.misses, found.proposals) == (0, ())


def test_the_order_of_lines_makes_no_difference() -> None:
    truth = both("another locality", "several procedures")
    expected = made().audited(contract(), truth, noise_percent=3)
    first = of_both("another locality", "several procedures")
    again = calibrate(
        contract(),
        made().book(contract()),
        made().claims.sample(fraction=1, shuffle=True, seed=3),
        made().lines.reverse(),
        expected.sample(fraction=1, shuffle=True, seed=5),
    )
    assert first.proposals == again.proposals
    assert_frame_equal(first.unexplained, again.unexplained)
