"""Every amount of every remittance, against its raw segment through Decimal."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from reclaim.x12.generate.practice import generate
from tests.x12.reading import Tables, every_sample, read_files
from tests.x12.slow_model import SlowSegment, split

TRIPLETS = (2, 5, 8, 11, 14, 17)


@cache
def remittances() -> dict[str, list[SlowSegment]]:
    """Each 835 of the samples and of a generated practice, as raw segments."""
    generated = {
        name: content for name, content in generate(5, 40).files.items() if name.startswith("835/")
    }
    contents = {**every_sample(), **generated}
    cut = {name: split(content) for name, content in contents.items()}
    return {
        name: segments
        for name, segments in cut.items()
        if any(one.elements[:2] == ("ST", "835") for one in segments)
    }


@pytest.fixture(scope="module")
def tables() -> Tables:
    generated = generate(5, 40).files
    samples = every_sample()
    return read_files({name: samples.get(name, generated.get(name, b"")) for name in remittances()})


def _segments(name: str) -> list[tuple[str, SlowSegment]]:
    """Every segment of a name, beside the path of its file, from 835 transactions only."""
    found = []
    for path, segments in remittances().items():
        inside = False
        for segment in segments:
            if segment.elements[0] == "ST":
                inside = segment.elements[1] == "835"
            elif segment.elements[0] == name and inside:
                found.append((path, segment))
    return found


def _rows(tables: Tables, table: str, *columns: str) -> dict[Any, Any]:
    paths = dict(tables["files"].select("file_id", "path").iter_rows())
    key = ["file_id", "segment_number"] + (["element"] if table == "adjustments" else [])
    return {
        (paths[row[0]], *row[1 : len(key)]): row[len(key) :]
        for row in tables[table].select(*key, *columns).iter_rows()
    }


def _at(segment: SlowSegment, element: int) -> str:
    return segment.elements[element] if element < len(segment.elements) else ""


def _cents(segment: SlowSegment, element: int) -> int | None:
    """Whole cents; null when nothing is given, or nothing that is an amount to the cent."""
    text = _at(segment, element).strip(" ")
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", text):
        return None
    cents = Decimal(text) * 100
    return int(cents) if cents == int(cents) else None


def test_there_are_remittances_of_many_kinds() -> None:
    assert len(remittances()) >= 10


def test_every_claim_gives_a_row_with_its_amounts(tables: Tables) -> None:
    columns = ("patient_control_number", "claim_status", "payer_control_number")
    amounts = ("charge_cents", "paid_cents", "patient_responsibility_cents")
    rows = _rows(tables, "remit_claims", *columns, *amounts)
    expected = {
        (path, clp.number): (
            *(_at(clp, n) or None for n in (1, 2, 7)),
            *(_cents(clp, n) for n in (3, 4, 5)),
        )
        for path, clp in _segments("CLP")
    }
    assert rows == expected


def test_every_service_gives_a_row_with_its_amounts(tables: Tables) -> None:
    rows = _rows(tables, "remit_lines", "procedure_code", "charge_cents", "paid_cents")
    expected = {
        (path, svc.number): (
            [*_at(svc, 1).split(svc.component), ""][1] or None,
            _cents(svc, 2),
            _cents(svc, 3),
        )
        for path, svc in _segments("SVC")
    }
    assert rows == expected


def test_every_triplet_of_every_adjustment_gives_a_row(tables: Tables) -> None:
    rows = _rows(tables, "adjustments", "group_code", "carc", "adjustment_cents", "adjusted_units")
    expected = {
        (path, cas.number, at): (
            _at(cas, 1) or None,
            _at(cas, at) or None,
            _cents(cas, at + 1),
            float(_at(cas, at + 2)) if _at(cas, at + 2) else None,
        )
        for path, cas in _segments("CAS")
        for at in TRIPLETS
        if any(_at(cas, at + n) for n in range(3))
    }
    assert rows == expected


def test_samples_have_all_six_triplets_and_both_signs(tables: Tables) -> None:
    adjustments = tables["adjustments"]
    assert set(adjustments["element"]) == set(TRIPLETS)
    assert adjustments["adjustment_cents"].min() < 0 < adjustments["adjustment_cents"].max()  # type: ignore[operator]
    assert adjustments["line_segment"].null_count() > 0
    assert adjustments["line_segment"].drop_nulls().len() > 0


def test_every_payment_gives_its_amount(tables: Tables) -> None:
    rows = _rows(tables, "payments", "payment_cents", "credit_debit")
    expected = {
        (path, bpr.number): (_cents(bpr, 2), _at(bpr, 3) or None) for path, bpr in _segments("BPR")
    }
    assert rows == expected


def test_every_pair_of_every_provider_adjustment_gives_a_row(tables: Tables) -> None:
    paths = dict(tables["files"].select("file_id", "path").iter_rows())
    columns = ("file_id", "segment_number", "element", "reason_code", "adjustment_cents")
    rows = {
        (paths[file_id], *rest)
        for file_id, *rest in tables["provider_adjustments"].select(columns).iter_rows()
    }
    expected = {
        (path, plb.number, at, _at(plb, at).split(plb.component)[0] or None, _cents(plb, at + 1))
        for path, plb in _segments("PLB")
        for at in range(3, 15, 2)
        if _at(plb, at) or _at(plb, at + 1)
    }
    assert rows == expected


def test_claims_and_lines_stand_above_their_adjustments(tables: Tables) -> None:
    """An adjustment is of the last CLP, and of the last SVC after it."""
    paths = dict(tables["files"].select("file_id", "path").iter_rows())
    above: dict[tuple[str, int], tuple[int | None, int | None]] = {}
    for path, segments in remittances().items():
        claim = line = None
        for segment in segments:
            if segment.elements[0] in ("ST", "CLP"):
                claim, line = (segment.number if segment.elements[0] == "CLP" else None), None
            elif segment.elements[0] == "SVC":
                line = segment.number
            above[path, segment.number] = claim, line
    columns = ("file_id", "segment_number", "claim_segment", "line_segment")
    for file_id, number, claim, line in tables["adjustments"].select(columns).iter_rows():
        assert (claim, line) == above[paths[file_id], number]
