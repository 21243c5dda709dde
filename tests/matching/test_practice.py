"""Every document of a generated practice finds its claim."""

import datetime as dt
from collections import defaultdict

import polars as pl
import pytest

from reclaim.audit.net import CLAIM_COLUMNS, net
from reclaim.matching import COLUMNS, LinkTables, claim_links, line_links
from reclaim.schema.claim_states import claim_id
from reclaim.x12.generate.model import Claim, Remit
from reclaim.x12.generate.practice import Practice, generate
from reclaim.x12.reader import read

Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def practice() -> Practice:
    return generate(11, 350)


@pytest.fixture(scope="module")
def tables(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("practice")
    practice.write(folder)
    found = read([folder])
    return {**found, "claim_states": net(found["remit_claims"].select(CLAIM_COLUMNS))}


@pytest.fixture(scope="module")
def links(tables: Tables) -> pl.DataFrame:
    return claim_links(LinkTables(**{name: tables[name] for name in COLUMNS}))


def named(rows: pl.DataFrame, *columns: str) -> dict[str, tuple[object, ...]]:
    ids = rows.select(claim_id(), *columns)
    return {at: tuple(values) for at, *values in ids.iter_rows()}


def as_sent(tables: Tables) -> dict[str, tuple[object, ...]]:
    """Number, payer and day of sending of each claim as sent."""
    made = tables["transactions"].select("file_id", "transaction", "created_date")
    rows = tables["claims"].join(made, on=["file_id", "transaction"])
    return named(rows, "patient_control_number", "payer_id", "created_date")


def meant(remit: Remit, claims: list[Claim]) -> tuple[object, ...]:
    """The sending that a remittance answers; what the first payer forwarded was never sent."""
    to_payer = [claim for claim in claims if claim.payer is remit.payer]
    in_time = [claim for claim in to_payer if claim.submitted < remit.received]
    claim = max(in_time or to_payer or claims[:1], key=lambda one: one.submitted)
    return (claim.control, claim.payer.payer_id, claim.submitted)


def test_every_remitted_claim_finds_the_sending_that_it_answers(
    practice: Practice, tables: Tables, links: pl.DataFrame
) -> None:
    expected: dict[tuple[object, ...], set[tuple[object, ...]]] = defaultdict(set)
    for case in practice.cases:
        for remit in case.remits:
            key = (remit.claim.control, remit.number, remit.produced)
            expected[key].add(meant(remit, case.claims))
    remits = named(
        tables["remit_claims"], "patient_control_number", "payer_control_number", "payment_date"
    )
    sent = links.filter(~pl.col("ambiguous"), link="sent")
    found = dict(sent.select("from_id", "to_id").iter_rows())
    claims = as_sent(tables)
    assert set(found) == set(remits)
    assert all(claims[to] in expected[remits[at]] for at, to in found.items())


def test_every_receipt_finds_the_claim_and_every_claim_its_batch(
    tables: Tables, links: pl.DataFrame
) -> None:
    statuses = tables["claim_statuses"].filter(pl.col("loop").is_in(["2200D", "2200E"]))
    traces = named(statuses, "trace_number", "status_date")
    received = links.filter(~pl.col("ambiguous"), link="receipt")
    claims = as_sent(tables)
    assert set(received["to_id"]) == set(traces)
    for at, to in received.select("from_id", "to_id").iter_rows():
        number, _, day = claims[at]
        trace, status_day = traces[to]
        assert number == trace
        assert isinstance(day, dt.date)
        assert isinstance(status_day, dt.date)
        assert day < status_day
    batches = links.filter(~pl.col("ambiguous"), link="batch")
    assert set(batches["from_id"]) == set(claims)


def test_second_payers_find_the_first(practice: Practice, links: pl.DataFrame) -> None:
    second = sum(remit.status == "2" for case in practice.cases for remit in case.remits)
    assert links.filter(~pl.col("ambiguous"), link="prior").height == second > 0


@pytest.mark.parametrize("numbered", [True, False])
def test_every_remitted_line_finds_its_line(
    tables: Tables, links: pl.DataFrame, *, numbered: bool
) -> None:
    remitted, sent = tables["remit_lines"], tables["claim_lines"]
    right = named(sent, "line_control_number")
    meant = named(remitted, "line_control_number")
    if not numbered:
        remitted = remitted.with_columns(line_control_number=pl.lit(None, pl.String))
    lines = line_links(remitted, sent, links).filter(~pl.col("ambiguous"))
    found = dict(lines.select("line_id", "claim_line_id").iter_rows())
    assert set(found) == set(meant)
    assert all(meant[at] == right[to] for at, to in found.items())
