"""A claim as the provider sent it, in plain words."""

from collections.abc import Iterator

import polars as pl

from reclaim.cli.excerpts import Delimiters
from reclaim.cli.view import Row, View, days, of_claim, procedure
from reclaim.cli.words import money
from reclaim.codes.words import FREQUENCY
from reclaim.wording import clean, coded, joined
from reclaim.x12.reader import Tables

DIAGNOSES = ("ABK", "ABF", "BK", "BF")
ORDER = {"P": "primary", "S": "secondary", "T": "tertiary"}


def sent_lines(view: View, batch: Tables, claim: Row, delimiters: Delimiters) -> Iterator[str]:
    """The lines that tell of a row of `claims`, with its segments as sent."""
    tables = of_claim(batch, claim["segment_number"])
    yield from _head(view, claim, tables)
    at_claim = pl.col("line_segment").is_null()
    yield from view.segments(tables["segments"].filter(at_claim), delimiters)
    for line in tables["claim_lines"].iter_rows(named=True):
        below = pl.col("line_segment") == line["segment_number"]
        yield ""
        yield _line_head(line)
        yield from view.segments(tables["segments"].filter(below), delimiters)


def _head(view: View, claim: Row, tables: Tables) -> Iterator[str]:
    kind = tables["segments"]["transaction_set"].item(0)
    number = clean(claim["patient_control_number"]) or "without number"
    yield f"{view.name}:{claim['segment_number']}: claim {number}, as sent ({kind})"
    yield f"  Provider   {_named(claim['billing_name'], claim['billing_id'])}"
    order = ORDER.get(claim["payer_order"] or "", "")
    yield f"  Payer      {joined(_named(claim['payer_name'], claim['payer_id']), order)}"
    yield f"  Patient    {view.person(claim)}"
    yield f"  Charged    {money(claim['charge_cents'])}"
    frequency = FREQUENCY.get(claim["frequency"] or "", "")
    where = f"place or bill type {clean(claim['facility_type'])}"
    yield f"  Kind       {joined(frequency, where)}"
    codes = tables["claim_diagnoses"].filter(pl.col("qualifier").is_in(DIAGNOSES))["code"]
    if codes.len():
        yield f"  Diagnoses  {joined(*codes)}"
    for label, column in (
        ("Authorized", "authorization_number"),
        ("Replaces", "original_claim_number"),
    ):
        if claim[column]:
            yield f"  {label:<9}  {clean(claim[column])}"
    for other in tables["other_payers"].iter_rows(named=True):
        paid = f"paid {money(other['paid_cents'])}" if other["paid_cents"] is not None else ""
        yield f"  Also pays  {joined(_named(other['payer_name'], other['payer_id']), paid)}"
    yield f"  Id         {claim['file_id']}-{claim['segment_number']}"


def _named(name: str | None, code: str | None) -> str:
    return coded(clean(name) or "not named", code)


def _line_head(line: Row) -> str:
    when = days(line["service_date"], line["service_end_date"])
    units = "" if line["units"] is None else f"{line['units']:g} {clean(line['unit'])}".strip()
    what = joined(joined(procedure(line), when, by=" "), units)
    return f"  Line {line['line_number']}: {what}: charged {money(line['charge_cents'])}"
