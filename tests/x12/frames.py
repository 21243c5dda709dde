"""A reader for tests: a few X12 segments, written in the test, to the frames of the checks.

It is slow, plain and knows only what the checks read, so that they are tested without the reader.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

import polars as pl

from reclaim.schema import TABLES

CLAIM_STARTS = ("CLP", "CLM")
LINE_STARTS = {"835": "SVC", "837P": "LX", "837I": "LX", "837D": "LX", "": "SVC"}
SETS = {"835": "835", "837": "837P", "999": "999", "277": "277", "271": "271"}
TABLES_READ = (
    "segments",
    "payments",
    "remit_claims",
    "remit_lines",
    "adjustments",
    "remarks",
    "provider_adjustments",
    "claims",
    "claim_lines",
)


@dataclass
class _Reading:
    """Where in the file the reading stands, and the rows so far."""

    file_id: str
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in (*TABLES_READ, "problems")}
    )
    transaction: int = 0
    inside: bool = False
    set: str = ""
    claim: int | None = None
    line: int | None = None
    status: str | None = None
    patient_control_number: str | None = None
    payment_date: dt.date | None = None


def frames(text: str, *, file_id: str = "f1") -> dict[str, pl.DataFrame]:
    """The tables of segments separated by `~`; line ends and indents between them do not count."""
    reading = _Reading(file_id)
    offset = 0
    for number, segment in enumerate(_segments(text), start=1):
        _take(reading, number, offset, segment)
        offset += len(segment) + 1
    return {
        name: pl.DataFrame(rows, TABLES[name].polars_schema) for name, rows in reading.rows.items()
    }


def batches(text: str, *cuts: int) -> Iterator[dict[str, pl.DataFrame]]:
    """The same tables cut into batches, each beginning at one of the segment numbers `cuts`."""
    whole = frames(text)
    bounds = [1, *cuts, 10**6]
    for start, stop in pairwise(bounds):
        here = pl.col("segment_number").is_between(start, stop, closed="left")
        yield {name: frame.filter(here) for name, frame in whole.items()}


def _segments(text: str) -> list[str]:
    return [piece.strip() for piece in text.split("~") if piece.strip()]


def _take(reading: _Reading, number: int, offset: int, segment: str) -> None:
    name, *elements = segment.split("*")
    _move(reading, number, name, [*elements, "", ""])
    place = {
        "file_id": reading.file_id,
        "transaction": reading.transaction if reading.inside else None,
        "segment_number": number,
        "byte_offset": offset,
    }
    above = {"claim_segment": reading.claim, "line_segment": reading.line}
    reading.rows["segments"].append(
        {
            **place,
            **above,
            "transaction_set": reading.set if reading.inside else None,
            "segment_id": name,
            "text": segment,
        }
    )
    taken = _Taken(reading, place, {**place, **above}, ["", *elements] + [""] * 24)
    if name in _TAKERS:
        _TAKERS[name](taken)
    if name == "SE":
        reading.set = ""


def _move(reading: _Reading, number: int, name: str, elements: list[str]) -> None:
    if name == "ST":
        reading.transaction += 1
        reading.inside = True
        reading.set = SETS.get(elements[0], "other")
        reading.claim = reading.line = None
    elif name in CLAIM_STARTS:
        reading.claim, reading.line = number, None
        reading.patient_control_number = elements[0]
    elif name in ("PLB", "SE"):
        reading.claim = reading.line = None
        reading.inside = reading.inside and name != "SE"
    elif name == LINE_STARTS.get(reading.set, "") and reading.claim is not None:
        reading.line = number


@dataclass
class _Taken:
    """One segment: its place, its elements by ordinal, and the tables it may add to."""

    reading: _Reading
    place: dict[str, Any]
    placed: dict[str, Any]
    elements: list[str]

    def cents(self, element: int) -> int | None:
        """The amount; one that is no number is null and a problem, as with the real reader."""
        text = self.elements[element]
        try:
            return int(Decimal(text) * 100) if text else None
        except InvalidOperation:
            problem = {**self.place, "code": "X12-AMOUNT", "element": element, "value": text}
            self.reading.rows["problems"].append(problem)
            return None

    def add(self, table: str, **columns: object) -> None:
        self.reading.rows[table].append(columns)


def _bpr(taken: _Taken) -> None:
    day = taken.elements[16]
    taken.reading.payment_date = dt.date.fromisoformat(day) if day else None
    amount, direction = taken.cents(2), taken.elements[3]
    taken.add("payments", **taken.place, payment_cents=amount, credit_debit=direction or None)


def _clp(taken: _Taken) -> None:
    taken.add(
        "remit_claims",
        **taken.place,
        patient_control_number=taken.elements[1],
        claim_status=taken.elements[2] or None,
        charge_cents=taken.cents(3),
        paid_cents=taken.cents(4),
        patient_responsibility_cents=taken.cents(5),
        payment_date=taken.reading.payment_date,
    )


def _svc(taken: _Taken) -> None:
    taken.add(
        "remit_lines",
        **taken.placed,
        patient_control_number=taken.reading.patient_control_number,
        charge_cents=taken.cents(2),
        paid_cents=taken.cents(3),
    )


def _cas(taken: _Taken) -> None:
    for element in (2, 5, 8, 11, 14, 17):
        if any(taken.elements[element : element + 3]):
            taken.add(
                "adjustments",
                **taken.placed,
                element=element,
                group_code=taken.elements[1] or None,
                carc=taken.elements[element] or None,
                adjustment_cents=taken.cents(element + 1),
            )


def _lq(taken: _Taken) -> None:
    code_list, code = taken.elements[1:3]
    taken.add("remarks", **taken.placed, element=2, code_list=code_list, rarc=code)


def _moa(taken: _Taken) -> None:
    for element in (3, 4, 5, 6, 7):
        if taken.elements[element]:
            taken.add("remarks", **taken.placed, element=element, rarc=taken.elements[element])


def _plb(taken: _Taken) -> None:
    for element in (3, 5, 7, 9, 11, 13):
        if taken.elements[element]:
            amount = taken.cents(element + 1)
            taken.add(
                "provider_adjustments", **taken.place, element=element, adjustment_cents=amount
            )


def _clm(taken: _Taken) -> None:
    control, charge = taken.elements[1], taken.cents(2)
    taken.add("claims", **taken.place, patient_control_number=control, charge_cents=charge)


def _service(amount: int, revenue: int | None) -> Any:  # noqa: ANN401  a taker
    def take(taken: _Taken) -> None:
        placed = {**taken.placed, "segment_number": taken.reading.line}
        code = taken.elements[revenue] if revenue else None
        if taken.reading.line is not None:
            taken.add("claim_lines", **placed, charge_cents=taken.cents(amount), revenue_code=code)

    return take


_TAKERS = {
    "BPR": _bpr,
    "CLP": _clp,
    "SVC": _svc,
    "CAS": _cas,
    "LQ": _lq,
    "MOA": _moa,
    "PLB": _plb,
    "CLM": _clm,
    "SV1": _service(2, None),
    "SV2": _service(3, 1),
}
