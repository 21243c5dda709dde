"""Which term prices a line: the first whose conditions all hold."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.choose import choose
from reclaim.contracts.model.contract import Term
from reclaim.contracts.wide import wide
from tests.contracts.pricing import ALL, DAY, Row, claims, lines, term

STAY = {"admission_date": dt.date(2026, 3, 1), "discharge_date": dt.date(2026, 3, 6)}


def chosen(*terms: Row, line: Row | None = None, **claim: object) -> int | None:
    """The ordinal of the term."""
    own = wide(claims(claim), lines(line or {}))
    said: int | None = choose(own, [Term.model_validate(one) for one in terms])["term"].item()
    return said


def about(when: Row) -> Row:
    return {**ALL, "id": "about", "when": when}


@pytest.mark.parametrize(
    ("when", "fits", "other"),
    [
        ({"forms": ["dental"]}, {"form": "dental"}, {}),
        ({"types_of_bill": ["11"]}, {"type_of_bill": "114"}, {"type_of_bill": "131"}),
        ({"types_of_bill": ["11"]}, {"type_of_bill": "111"}, {}),
        ({"drgs": ["470", "480-482"]}, {"drg": "481"}, {"drg": "483"}),
        ({"taxonomies": ["207*"]}, {"taxonomy": "207Q00000X"}, {"taxonomy": "2081"}),
        ({"billing_npis": ["2000000010"]}, {}, {"billing_npi": "2000000028"}),
        (
            {"claim_charge_over": 1000},
            {"claim_charge_cents": 1000_01},
            {"claim_charge_cents": 1000_00},
        ),
        ({"days_over": 4}, STAY, {**STAY, "discharge_date": dt.date(2026, 3, 5)}),
        ({"days_over": 4}, STAY, {}),
    ],
)
def test_what_the_claim_must_be(when: Row, fits: Row, other: Row) -> None:
    assert chosen(about(when), **fits) == 0
    assert chosen(about(when), **other) is None


@pytest.mark.parametrize(
    ("when", "fits", "other"),
    [
        ({"codes": ["99213"]}, {}, {"code": "99214"}),
        ({"codes": ["99202-99215", "J*"]}, {"code": "J1100"}, {"code": "99216"}),
        ({"except_codes": ["99213"]}, {"code": "99214"}, {}),
        ({"except_codes": ["99213"]}, {"code": None}, {}),
        ({"codes": ["992*"], "except_codes": ["99211"]}, {}, {"code": "99211"}),
        ({"codes": ["992*"]}, {}, {"code": None}),
        ({"modifiers": ["26", "TC"]}, {"modifiers": ["59", "TC"]}, {"modifiers": ["59"]}),
        ({"modifiers": ["26"]}, {"modifiers": ["26"]}, {}),
        ({"without_modifiers": ["26", "TC"]}, {"modifiers": ["59"]}, {"modifiers": ["59", "TC"]}),
        ({"without_modifiers": ["26"]}, {}, {"modifiers": ["26"]}),
        ({"revenue_codes": ["0270-0279"]}, {"revenue_code": "0278"}, {"revenue_code": "0360"}),
        (
            {"places_of_service": ["11", "2*"]},
            {"place_of_service": "22"},
            {"place_of_service": "12"},
        ),
        ({"setting": "facility"}, {"place_of_service": "22"}, {"place_of_service": "11"}),
        ({"setting": "nonfacility"}, {}, {"place_of_service": None}),
        ({"rendering_npis": ["2000000010"]}, {}, {"rendering_npi": None}),
        ({"charge_over": 1000}, {"charge_cents": 1000_01}, {"charge_cents": 1000_00}),
        ({"charge_over": Decimal("0.005")}, {"charge_cents": 1}, {"charge_cents": 0}),
        ({"charge_over": 0}, {}, {"charge_cents": None}),
    ],
)
def test_what_the_line_must_be(when: Row, fits: Row, other: Row) -> None:
    assert chosen(about(when), line=fits) == 0
    assert chosen(about(when), line=other) is None


def test_every_condition_must_hold() -> None:
    when = {"codes": ["99213"], "modifiers": ["26"]}
    assert chosen(about(when), line={"modifiers": ["26"]}) == 0
    assert chosen(about(when), line={"modifiers": ["26"], "code": "99214"}) is None


def test_a_term_is_in_force_on_its_days() -> None:
    until = {**ALL, "effective_to": DAY - dt.timedelta(1)}
    since = {**ALL, "id": "since", "effective_from": DAY}
    assert chosen(until, since) == 1
    assert chosen(until, since, line={"service_date": DAY - dt.timedelta(1)}) == 0


def test_several_limits_of_one_amount() -> None:
    limits = [{**about({"charge_over": over}), "id": str(over)} for over in (1000, 10, 100)]
    at = {cents: chosen(*limits, line={"charge_cents": cents}) for cents in (1000, 1001, 10001)}
    assert at == {1000: None, 1001: 1, 10001: 1}
    assert chosen(*limits, line={"charge_cents": 100_001}) == 0


@given(st.lists(st.sets(st.sampled_from("ABCDE"), max_size=3), min_size=1, max_size=140))
def test_the_first_of_very_many(wanted: list[set[str]]) -> None:
    """Any number of terms, beyond the bits of a word too, gives what trying them in order gives."""
    terms = [
        Term.model_validate({**ALL, "id": str(n), "when": {"codes": sorted(codes) or ["nothing"]}})
        for n, codes in enumerate(wanted)
    ]
    own = wide(claims(), lines(*({"code": code} for code in "ABCDE")))
    tried = [next((n for n, codes in enumerate(wanted) if code in codes), None) for code in "ABCDE"]
    assert choose(own, terms)["term"].to_list() == tried


CASE = term("case", "case_rate", when={"codes": ["27447"]}, amount=5000)
IMPLANTS: Row = {
    **term("implants", "percent_of_charges", when={"codes": ["L*"]}, percent=45),
    "carve_out": True,
}


class TestWholeClaims:
    """A term for whole claims takes all lines of a claim, but what was carved out before."""

    def taken(self, *terms: Row) -> list[tuple[int | None, bool]]:
        own = wide(claims(), lines({"code": "27447"}, {"code": "L8699"}, {"code": "99213"}))
        found = choose(own, [Term.model_validate(one) for one in terms])
        return list(found.select("term", "whole").iter_rows())

    def test_one_line_brings_the_whole_claim(self) -> None:
        assert self.taken(CASE, ALL) == [(0, True)] * 3

    def test_even_lines_that_a_term_for_lines_before_it_is_about(self) -> None:
        assert self.taken(ALL, CASE) == [(1, True)] * 3

    def test_but_those_that_are_carved_out_before(self) -> None:
        expected = [(1, True), (0, False), (1, True)]
        assert self.taken(IMPLANTS, CASE, ALL) == expected

    def test_what_is_carved_out_after_it_is_too_late(self) -> None:
        assert self.taken(CASE, IMPLANTS, ALL) == [(0, True)] * 3

    def test_a_line_that_another_term_takes_first_is_not_carved_out(self) -> None:
        first = {**ALL, "when": {"codes": ["L8699"]}}
        assert self.taken(first, IMPLANTS, CASE) == [(2, True)] * 3

    def test_the_first_of_two_for_whole_claims(self) -> None:
        stay = term("stay", "case_rate", when={"codes": ["99213"]}, amount=1000)
        assert self.taken(stay, CASE) == [(0, True)] * 3
        assert self.taken(CASE, stay) == [(0, True)] * 3

    def test_a_claim_without_such_a_line_is_priced_by_the_line(self) -> None:
        other = {**CASE, "when": {"codes": ["27130"]}}
        assert self.taken(other, ALL) == [(1, False)] * 3
        assert self.taken(other) == [(None, False)] * 3

    def test_other_claims_are_left_alone(self) -> None:
        two = wide(claims({}, {"claim_id": "b"}), lines({"code": "27447"}, {}, {"claim_id": "b"}))
        found = choose(two, [Term.model_validate(one) for one in (CASE, ALL)])
        assert found["whole"].to_list() == [True, True, False]


def test_columns_and_order_stay() -> None:
    own = wide(claims(), lines({}, {"code": "J1100"}))
    found = choose(own, [Term.model_validate(ALL)])
    assert found.select(own.columns).equals(own)
    assert found.columns == [*own.columns, "term", "whole"]
    assert found.schema["term"] == pl.UInt32
