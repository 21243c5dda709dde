"""What holds of every price, whatever the contract and the lines."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random  # noqa: TID251 - only the type; hypothesis draws it
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.contracts.book import ContractBook
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.price import price
from tests.contracts.pricing import Row, book, claims, contract, fees, lines
from tests.contracts.slow_price import price_slowly

CODES = ("99213", "99214", "J1100")
NAMES = ("a", "b", "c")
FIRST = dt.date(2026, 6, 29)
ROUNDINGS = ("half_up_per_line", "half_even_per_line", "truncate_per_line", "half_up_per_unit")

few = settings(max_examples=12)

cents = st.integers(0, 300_00)
dollars = cents.map(lambda amount: Decimal(amount).scaleb(-2))
percents = st.integers(0, 200_00).map(lambda percent: Decimal(percent).scaleb(-2))
modifiers = st.lists(st.sampled_from(["25", "26", "LT"]), unique=True, max_size=2)
some_codes = st.lists(st.sampled_from(CODES), unique=True, max_size=2)

limits = st.fixed_dictionaries(
    {},
    optional={"minimum": dollars, "maximum": dollars, "lesser_of_charge": st.booleans()},
)
methods = st.one_of(
    st.fixed_dictionaries({"method": st.just("percent_of_charges"), "percent": percents}),
    st.fixed_dictionaries(
        {"method": st.just("flat"), "amount": dollars, "per": st.sampled_from(["unit", "line"])}
    ),
    st.fixed_dictionaries(
        {
            "method": st.just("fee_schedule"),
            "schedule": st.just("fees"),
            "percent": percents,
            "per": st.sampled_from(["unit", "line"]),
        }
    ),
)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "codes": some_codes,
        "modifiers": modifiers,
        "without_modifiers": modifiers,
        "charge_over": dollars,
    },
)
terms = st.lists(st.tuples(conditions, methods, limits), min_size=1, max_size=4)
escalators = st.lists(
    st.tuples(st.integers(0, 3), st.integers(90_00, 110_00)),
    max_size=2,
    unique_by=lambda one: one[0],
)
tables = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(CODES),
            "modifier": st.sampled_from([None, "25", "26"]),
            "setting": st.sampled_from([None, "facility", "nonfacility"]),
            "rate_micros": cents.map(lambda amount: amount * 10_000),
        }
    ),
    max_size=12,
)
some_lines = st.lists(
    st.fixed_dictionaries(
        {
            "claim_id": st.sampled_from(NAMES),
            "code": st.sampled_from(CODES),
            "modifiers": modifiers,
            "units_thousandths": st.sampled_from([0, 500, 1000, 2000, 3000, 12_345]),
            "charge_cents": cents,
            "place_of_service": st.sampled_from(["11", "22"]),
            "service_date": st.integers(0, 4).map(lambda days: FIRST + dt.timedelta(days)),
        }
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Contracts of a few terms."""
    given_terms = [
        {"id": str(n), "clause": str(n), "when": when, "price": {**method, **more}}
        for n, (when, method, more) in enumerate(draw(terms))
    ]
    steps = [
        {
            "effective_from": FIRST + dt.timedelta(days),
            "percent": Decimal(percent).scaleb(-2),
            "clause": "C",
        }
        for days, percent in draw(escalators)
    ]
    return contract(
        *given_terms,
        escalators=steps,
        rounding=draw(st.sampled_from(ROUNDINGS)),
        lesser_of_charge=draw(st.sampled_from(["none", "line", "claim"])),
    )


def by_line(one: Contract) -> Contract:
    """The contract, if it held no claim to its charge."""
    none = "line" if one.lesser_of_charge == "claim" else one.lesser_of_charge
    return one.model_copy(update={"lesser_of_charge": none})


def priced(given_lines: Sequence[Row], contracts_of: ContractBook) -> pl.DataFrame:
    return price(claims(*({"claim_id": name} for name in NAMES)), lines(*given_lines), contracts_of)


def rows(given_lines: Sequence[Row], one: Contract, table: Sequence[Row]) -> list[dict[str, Any]]:
    return priced(given_lines, book(one, fees=fees(*table))).to_dicts()


def numbered(given_lines: Sequence[Row]) -> list[dict[str, Any]]:
    """The lines, each with its number on its claim."""
    return lines(*given_lines).to_dicts()


@settings(max_examples=40)
@given(contracts(), tables, some_lines)
def test_a_slow_model_agrees_to_the_cent(
    one: Contract, table: list[Row], given_lines: list[Row]
) -> None:
    plain = by_line(one)
    found = {(row["claim_id"], row["line_number"]): row for row in rows(given_lines, plain, table)}
    for line in numbered(given_lines):
        row = found[line["claim_id"], line["line_number"]]
        assert row["expected_cents"] == price_slowly(line, plain, table)
        assert row["price_cents"] == row["expected_cents"]
        assert (row["expected_cents"] is None) == (row["why_not"] is not None)


@few
@given(contracts(), tables, some_lines, st.randoms(use_true_random=False))
def test_the_order_of_lines_claims_and_tables_changes_nothing(
    one: Contract, table: list[Row], given_lines: list[Row], shuffle: Random
) -> None:
    at = [{"row": number, **row} for number, row in enumerate(table, 2)]
    named = numbered(given_lines)
    before = rows(named, one, at)
    for each in (at, named):
        shuffle.shuffle(each)
    assert rows(named, one, at) == before


@few
@given(contracts(), tables, some_lines)
def test_claims_are_priced_apart_as_together(
    one: Contract, table: list[Row], given_lines: list[Row]
) -> None:
    named = numbered(given_lines)
    apart = [
        row
        for name in NAMES
        for row in rows([line for line in named if line["claim_id"] == name], one, table)
    ]
    assert apart == rows(named, one, table)


@few
@given(contracts(), tables, some_lines)
def test_equal_claims_have_equal_prices(
    one: Contract, table: list[Row], given_lines: list[Row]
) -> None:
    named = numbered([{**line, "claim_id": "a"} for line in given_lines])
    twin = [{**line, "claim_id": "b"} for line in named]
    found = rows([*named, *twin], one, table)
    first, second = ([row for row in found if row["claim_id"] == name] for name in ("a", "b"))
    assert [{**row, "claim_id": "b"} for row in first] == second


@few
@given(contracts(), tables, some_lines)
def test_never_more_than_the_charge(
    one: Contract, table: list[Row], given_lines: list[Row]
) -> None:
    found = rows(given_lines, one, table)
    charges = {
        (line["claim_id"], line["line_number"]): line["charge_cents"]
        for line in numbered(given_lines)
    }
    if one.lesser_of_charge == "claim":
        for name in NAMES:
            whole = sum(cents for (claim, _), cents in charges.items() if claim == name)
            assert (
                sum(row["expected_cents"] or 0 for row in found if row["claim_id"] == name) <= whole
            )
    for row in found:
        said = next((term for term in one.terms if term.id == row["term"]), None)
        capped = said and said.price.lesser_of_charge
        if capped or (capped is None and one.lesser_of_charge == "line"):
            assert (row["expected_cents"] or 0) <= charges.get(
                (row["claim_id"], row["line_number"]), row["expected_cents"] or 0
            )
