"""Whatever is known, it is known once, in one order, whatever order it was given in."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given as draws
from hypothesis import settings
from hypothesis import strategies as st

from reclaim.audit.facts import NEEDS, FactTables, empty, facts
from reclaim.intake.practice import Practice
from reclaim.schema import TABLES
from tests.audit.facts.given import SERVICE, Row, given, line

DAYS = st.integers(-30, 500).map(lambda days: SERVICE + dt.timedelta(days=days))
SOME = st.integers(0, 3)


def claim(number: int, day: dt.date, paid_cents: int, account: int) -> Row:
    return {
        "file_id": f"f{number % 2}",
        "segment_number": 10 * (number + 1),
        "payment_date": day,
        "paid_cents": paid_cents,
        "patient_control_number": f"A{account}",
        "payer_control_number": f"ICN{number}",
        "patient_id": f"M{account % 2}",
        "received_date": day,
        "claim_status": "22" if paid_cents < 0 else "1",
    }


@st.composite
def worlds(draw: st.DrawFn) -> FactTables:
    """A few claims of few patients, answered and linked in any way whatever."""
    numbers = range(draw(st.integers(1, 5)))
    claims = [
        claim(number, draw(DAYS), draw(st.sampled_from([-100, 0, 0, 900])), draw(SOME))
        for number in numbers
    ]
    lines = [
        line(
            one["segment_number"] + at + 1,
            draw(st.sampled_from(["99213", "29826"])),
            file_id=one["file_id"],
            claim_segment=one["segment_number"],
            paid_cents=draw(st.sampled_from([0, 300])),
            modifier_1=draw(st.sampled_from([None, "59", "GA"])),
        )
        for one in claims
        for at in range(draw(SOME))
    ]
    ids = [f"{one['file_id']}-{one['segment_number']}" for one in claims]
    sent_ids = [f"s-{5 * (number + 1)}" for number in numbers]
    statuses = [
        {
            "file_id": "r",
            "segment_number": at + 50,
            "element": 1,
            "transaction": 1,
            "category_code": draw(st.sampled_from(["A1", "A2", "A7"])),
            "status_date": draw(DAYS),
            "answered_by": draw(st.sampled_from(["PR", "AY"])),
        }
        for at in numbers
    ]
    kinds = {
        "sent": (ids, sent_ids),
        "receipt": (sent_ids, [f"r-{one['segment_number']}" for one in statuses]),
        "resent": (sent_ids, sent_ids),
        "correction": (ids, ids),
        "same": (ids, ids),
        "prior": (ids, ids),
    }
    links = [
        {"link": kind, "from_id": draw(st.sampled_from(a)), "to_id": draw(st.sampled_from(b))}
        for kind, (a, b) in kinds.items()
        for _ in range(draw(SOME))
    ]
    asked = draw(st.integers(1, len(claims)))
    return given(
        claims[:asked],
        others=claims[asked:],
        remit_lines=lines,
        sent_claims=[
            {"file_id": "s", "segment_number": 5 * (number + 1), "transaction": 1}
            for number in numbers
        ],
        claim_statuses=statuses,
        transactions=[
            {"file_id": "s", "segment_number": 3, "transaction": 1, "created_date": draw(DAYS)}
        ],
        claim_links=links,
        practice=practice(draw(st.booleans())),
    )


def practice(kept: bool) -> Practice:  # noqa: FBT001 - with or without
    if not kept:
        return Practice()
    listed = [(2, "A1", "record", SERVICE), (3, "A1", "record", SERVICE), (4, "A2", "abn", None)]
    columns = ["row", "patient_control_number", "document", "date"]
    return Practice(documents=pl.DataFrame(listed, columns, orient="row"))


def shuffled(tables: FactTables, seed: int) -> FactTables:
    frames = {
        name: getattr(tables, name).sample(fraction=1, shuffle=True, seed=seed + at)
        for at, name in enumerate(NEEDS)
    }
    return replace(tables, **frames)


@draws(worlds(), st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_the_order_of_what_is_given_changes_nothing(tables: FactTables, seed: int) -> None:
    assert facts(tables).equals(facts(shuffled(tables, seed)))


@draws(worlds())
@settings(max_examples=12, deadline=None)
def test_nothing_is_said_twice_nor_of_a_claim_that_is_not_asked_about(tables: FactTables) -> None:
    found = facts(tables)
    assert found.schema == TABLES["facts"].polars_schema
    assert found.select("claim_id", "line_number", "fact").is_duplicated().sum() == 0
    assert found["holds"].null_count() == 0
    assert set(found["claim_id"]) <= set(tables.claims["claim_id"])
    assert found.sort("claim_id", maintain_order=True)["claim_id"].equals(found["claim_id"])


@draws(worlds())
@settings(max_examples=6, deadline=None)
def test_each_claim_is_judged_on_its_own(tables: FactTables) -> None:
    apart = pl.concat(facts(replace(tables, claims=one)) for one in tables.claims.iter_slices(1))
    together = facts(tables)
    assert apart.sort("claim_id", maintain_order=True).equals(together)


def test_nobody_asks() -> None:
    tables = given()
    assert facts(replace(tables, claims=tables.claims.clear())).is_empty()


@pytest.mark.parametrize("name", [name for name in NEEDS if name != "claims"])
def test_every_table_is_declared(name: str) -> None:
    assert tuple(empty(name).columns) == NEEDS[name]
